"""People who use the admin, and the sample case to look at."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.contrib.auth.models import User
from django.test import Client

from claims.models import Claim
from claims.operations.editors import ensure_editors_group
from tests.cases import load_sample


@pytest.fixture
def sample(db: None, now: datetime) -> None:
    load_sample(now)


@pytest.fixture
def arms(sample: None) -> Claim:
    """The claim that North Korea has shipped arms: contested, everything through Bloomberg."""
    return Claim.objects.get(key="arms-transfers")


@pytest.fixture
def ed(db: None) -> User:
    user = User.objects.create_user("ed", password="ed-pass-1", is_staff=True)
    user.groups.add(ensure_editors_group())
    return user


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def editor(ed: User) -> Client:
    return signed_in(ed)


@pytest.fixture
def superuser(db: None) -> Client:
    return signed_in(User.objects.create_superuser("boss", password="boss-pass-1"))


@pytest.fixture
def newcomer(db: None) -> Client:
    """Staff with no permission at all."""
    return signed_in(User.objects.create_user("new", password="new-pass-1", is_staff=True))
