"""A newsroom's tool that works with proposals."""

from __future__ import annotations

from typing import Any

from claims.models import CaptureReading
from factcheck.access.scopes import CLAIMS_READ, CLAIMS_WRITE, SOURCES_WRITE
from tests.claims.api.refusing import refused
from tests.factcheck.api.asking import Caller
from tests.factcheck.api.described import described
from tests.reviewing import proposal

ALL = (CLAIMS_READ, CLAIMS_WRITE, SOURCES_WRITE)


def one(number: int, **edits: Any) -> dict[str, Any]:
    return {"id": proposal(number).pk, **edits}


def accepted(*proposals: dict[str, Any], **as_claim: Any) -> dict[str, Any]:
    return {"accept": [{"proposals": list(proposals), **as_claim}]}


def faults(answer: Any) -> dict[str, str]:
    refused(answer, 422, "invalid")
    return {fault.get("pointer", ""): fault["detail"] for fault in answer.json()["errors"]}


def listed(tool: Caller, reading: CaptureReading, query: str = "low_confidence=yes") -> dict[int, dict[str, Any]]:
    shown = described(tool.get(f"readings/{reading.pk}/proposals/?{query}"), "list_proposals")
    return {each["number"]: each for each in shown["proposals"]}


def asked(reading: CaptureReading) -> list[tuple[str, str, dict[str, Any]]]:
    decision = {"reject": [{"id": 1, "because": "no_statement"}]}
    return [
        ("GET", f"captures/{reading.capture_id}/readings/", {}),
        ("POST", f"captures/{reading.capture_id}/readings/", {"language": "en"}),
        ("GET", f"readings/{reading.pk}/", {}),
        ("GET", f"readings/{reading.pk}/proposals/", {}),
        ("POST", f"readings/{reading.pk}/decisions/", decision),
    ]
