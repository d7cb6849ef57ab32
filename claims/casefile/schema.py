"""The JSON Schema of case files. ``python -m claims.casefile.schema`` prints it."""

from __future__ import annotations

import json
import sys
from typing import Any

import msgspec

from claims.casefile.records import FORMAT, CaseFile


def json_schema() -> dict[str, Any]:
    """Return the schema of a case file (JSON Schema, draft 2020-12). Keys that dangle or repeat are beyond what it can say."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Case file, {FORMAT}",
        **msgspec.json.schema(CaseFile),
    }


def as_text() -> str:
    """Return the schema as docs/case-file.schema.json holds it."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(as_text())
