"""Fixtures that many tests share."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from hypothesis import settings

from claims.models import Claim
from claims.operations.cases import Loaded
from claims.operations.editors import ensure_editors_group

pytest.register_assert_rewrite("tests.recompute")

# In CI the same examples each time, so that a build fails for what was changed; at the desk new ones, which find more.
settings.register_profile("ci", derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")

from tests.cases import load, load_sample  # noqa: E402 - after the line above, which must come first


@pytest.fixture
def now() -> datetime:
    """A fixed present."""
    return datetime(2024, 6, 12, 12, 0, tzinfo=UTC)


@pytest.fixture
def clock(now: datetime) -> Callable[[], datetime]:
    """A clock that goes on by a second each time it is read."""
    ticks = iter(range(1_000_000))
    return lambda: now + timedelta(seconds=next(ticks))


@pytest.fixture
def loaded(db: None, clock: Callable[[], datetime]) -> Callable[..., Loaded]:
    """Load a case given as the lists of a case file."""

    def load_now(**case: Any) -> Loaded:
        return load(case, at=clock())

    return load_now


@pytest.fixture
def sample(db: None, now: datetime) -> None:
    """The sample case, loaded."""
    load_sample(now)


@pytest.fixture
def arms(sample: None) -> Claim:
    """The claim that North Korea has shipped arms: contested, everything through Bloomberg."""
    return Claim.objects.get(key="arms-transfers")


@pytest.fixture
def ed(db: None) -> User:
    """An editor."""
    user = User.objects.create_user("ed", password="ed-pass-1", is_staff=True)
    user.groups.add(ensure_editors_group())
    return user


@pytest.fixture
def editor(ed: User) -> Client:
    """The editor, signed in."""
    return _signed_in(ed)


@pytest.fixture
def superuser(db: None) -> Client:
    """An admin, signed in."""
    return _signed_in(User.objects.create_superuser("boss", password="boss-pass-1"))


@pytest.fixture
def newcomer(db: None) -> Client:
    """Staff with no permission at all, signed in."""
    return _signed_in(User.objects.create_user("new", password="new-pass-1", is_staff=True))


def _signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
