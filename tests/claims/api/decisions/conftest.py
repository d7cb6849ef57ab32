"""An editor, and the claim on which they decide over the API."""

from __future__ import annotations

from datetime import datetime

import pytest

from claims.operations.desk.roles import EDITOR
from factcheck.access.scopes import CLAIMS_READ, CLAIMS_WRITE
from tests.claims.disputed import dispute
from tests.factcheck.api.asking import Caller, caller


@pytest.fixture
def c(db: None, now: datetime) -> None:
    dispute(now)


@pytest.fixture
def ed(c: None) -> Caller:
    return caller(EDITOR, (CLAIMS_READ, CLAIMS_WRITE))
