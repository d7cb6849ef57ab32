"""The claim on which the tests of verdicts give theirs."""

from __future__ import annotations

from datetime import datetime

import pytest

from claims.models import Claim
from tests.claims.verdicts import rumour


@pytest.fixture
def c(db: None, now: datetime) -> Claim:
    """A claim that one person supports and an outlet passes on."""
    return rumour(now)
