"""Five claims that have become stale, and an editor who starts runs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from claims.operations.desk.roles import EDITOR
from factcheck.access.scopes import CLAIMS_READ, RUNS_START
from tests.cases import claim, load, person, row
from tests.factcheck.api.asking import Caller, caller


@pytest.fixture
def later(db: None, now: datetime) -> Iterator[datetime]:
    """A present in which five claims have become stale, three chunks of them."""
    claims_ = [claim(f"c{number}", row("ada"), row("ben")) for number in range(5)]
    load({"sources": [person("ada"), person("ben")], "claims": claims_}, at=now)
    with time_machine.travel(now + timedelta(days=100), tick=False):
        yield now + timedelta(days=100)


@pytest.fixture
def one(later: datetime, settings: Any) -> Caller:
    settings.VERIFICATION_CHUNK = 2
    return caller(EDITOR, (CLAIMS_READ, RUNS_START))
