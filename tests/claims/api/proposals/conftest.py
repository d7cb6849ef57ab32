"""A captured article that was read, and a tool that may review it."""

from __future__ import annotations

from datetime import datetime

import pytest

from claims.models import CaptureReading
from claims.operations.desk.roles import EDITOR
from tests import reviewing
from tests.claims.api.proposals.proposing import ALL
from tests.factcheck.api.asking import Caller, caller


@pytest.fixture
def reading(db: None, now: datetime) -> CaptureReading:
    return reviewing.reading(now=now)


@pytest.fixture
def place(reading: CaptureReading) -> str:
    """Return where decisions on it are sent."""
    return f"readings/{reading.pk}/decisions/"


@pytest.fixture
def tool(db: None) -> Caller:
    return caller(EDITOR, ALL)
