"""A claim for a verdict, and the two people whom one takes."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.contrib.auth.models import User

from claims.models import Claim
from tests.claims.verdicts import author, reviewer, rumour


@pytest.fixture
def c(db: None, now: datetime) -> Claim:
    return rumour(now)


@pytest.fixture
def eve(db: None) -> User:
    return author("eve")


@pytest.fixture
def sam(db: None) -> User:
    return reviewer("sam")
