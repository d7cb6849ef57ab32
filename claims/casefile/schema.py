"""The JSON Schema of case files. ``python -m claims.casefile.schema`` prints it."""

from __future__ import annotations

import json
import sys
from typing import Any

import msgspec

from claims.casefile.records import FORMAT, CaseFile, CaseLine, ClaimRecord


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of case files; ``$defs/Line`` is the schema of a line of a stream.

    It cannot express that keys must exist and must not repeat.
    """
    (of_file, of_lists, of_claim), records = msgspec.json.schema_components(
        (CaseFile, CaseLine, ClaimRecord), ref_template="#/$defs/{name}"
    )
    line = {"title": "Line", "description": "A line of a stream (NDJSON).", "anyOf": [of_claim, of_lists]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Case file, {FORMAT}",
        **of_file,
        "$defs": {**records, "Line": line},
    }


def as_text() -> str:
    """Return the schema as stored in docs/case-file.schema.json."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(as_text())
