"""The claim on which the tests of decisions decide."""

from __future__ import annotations

from datetime import datetime

import pytest

from claims.models import Claim
from tests.claims.disputed import dispute


@pytest.fixture
def c(db: None, now: datetime) -> Claim:
    return dispute(now)
