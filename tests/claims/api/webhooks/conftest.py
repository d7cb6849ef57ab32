"""A webhook over the API, and the administrator who made it."""

from __future__ import annotations

from typing import Any

import pytest

from claims.operations.desk.roles import ADMINISTRATOR
from factcheck.access.scopes import ADMIN, CLAIMS_READ
from tests.factcheck.api.asking import Caller, caller

NEW = {"name": "CMS", "desk": True, "url": "https://cms.example/hook", "reason": "They asked."}


@pytest.fixture
def one(sample: None) -> Caller:
    return caller(ADMINISTRATOR, (ADMIN, CLAIMS_READ))


@pytest.fixture
def made(one: Caller) -> dict[str, Any]:
    answer = one.post("webhooks/", {**NEW, "wanted": {"claims": ["arms-transfers"]}})
    assert answer.status_code == 201, answer.content
    assert answer["Location"].endswith(f"/api/v1/webhooks/{answer.json()['key']}/")
    assert answer["Cache-Control"] == "no-store"
    shown: dict[str, Any] = answer.json()
    return shown


@pytest.fixture
def at(made: dict[str, Any]) -> str:
    return f"webhooks/{made['key']}"
