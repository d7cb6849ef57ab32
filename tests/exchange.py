"""What is stored, as a case file and as readers get it, to compare one desk with another."""

from __future__ import annotations

import json
from typing import Any

from claims.casefile import encode
from claims.models import PublicBody
from claims.queries.cases.export import claim_ids, export


def exported() -> tuple[dict[str, Any], dict[str, tuple[Any, str]]]:
    """Return what is stored as a case, and the public body and findings of each claim, all without record times."""
    case = json.loads(encode(export(claim_ids([]), whole=True)))
    results = PublicBody.objects.values_list("claim__key", "body", "claim__standing__assessment__findings_digest")
    return _timeless(case), {key: (_undated(json.loads(body)), digest) for key, body, digest in results}


def _timeless(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _timeless(inner) for name, inner in value.items() if name != "recorded_at"}
    return [_timeless(inner) for inner in value] if isinstance(value, list) else value


def _undated(body: dict[str, Any]) -> dict[str, Any]:
    for decision in body.get("decisions", ()):
        del decision["at"]  # when it was recorded
    return body
