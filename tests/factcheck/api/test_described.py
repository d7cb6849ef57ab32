"""Responses of the API compared with the published document; and the check itself."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.http import HttpResponse, JsonResponse

from tests.factcheck.api.asking import caller
from tests.factcheck.api.described import described


class Told(JsonResponse):
    """An answer as a test's client has it."""

    def json(self) -> Any:
        return json.loads(self.content)


def test_claims_and_problems_are_as_described(sample: None) -> None:
    reader = caller()
    assert described(reader.get("claims/"), "list_claims")["claims"]
    assert described(reader.get("claims/arms-transfers/"), "read_claim")["key"] == "arms-transfers"
    assert described(reader.get("claims/none/"), "read_claim")["status"] == 404


def test_what_is_not_described_is_found() -> None:
    page = {"claims": [], "next": None}
    assert described(Told(page), "list_claims") == page
    for wrong in ({**page, "more": 1}, {"claims": []}, {**page, "claims": [{"text": "a"}]}, {**page, "next": 1}):
        with pytest.raises(AssertionError):
            described(Told(wrong), "list_claims")
    with pytest.raises(AssertionError, match="418"):
        described(Told(page, status=418), "list_claims")
    with pytest.raises(AssertionError, match="text/html"):
        described(HttpResponse(""), "list_claims")
