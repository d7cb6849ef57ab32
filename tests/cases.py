"""Case files as Python values, for tests."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import claims
from claims.casefile import decode
from claims.operations.cases import Loaded, load_case
from claims.verification import Change

SAMPLE = Path(claims.__file__).parent / "sample" / "visits-and-arms-2024.json"


def load(
    case: dict[str, Any], *, at: datetime, actor: str = "user:ada", reason: str = "", update_sources: bool = False
) -> Loaded:
    """Load the lists of a case file."""
    data = json.dumps({"format": "factcheck-case/1", **case}).encode()
    return load_case(decode(data), Change(at, actor, "load case", reason), update_sources=update_sources)


def load_sample(at: datetime) -> Loaded:
    """Load the sample case."""
    return load_case(decode(SAMPLE.read_bytes()), Change(at, "user:ada", "load case", "sample"))


def outlet(key: str, **fields: Any) -> dict[str, Any]:
    return {"key": key, "name": key.title(), "kind": "outlet", **fields}


def person(key: str, **fields: Any) -> dict[str, Any]:
    return {"key": key, "name": key.title(), "kind": "person", **fields}


def unnamed(key: str, vouched_by: str, **fields: Any) -> dict[str, Any]:
    return {"key": key, "name": "Unnamed official", "kind": "person", "identified": False, "vouched_by": vouched_by, **fields}


def row(key: str, source: str = "", stance: str = "supports", **fields: Any) -> dict[str, Any]:
    return {"key": key, "source": source or key, "stance": stance, **fields}


def claim(key: str, *attributions: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"key": key, "text": f"The claim {key}.", "attributions": list(attributions), **fields}


def two_statements() -> dict[str, Any]:
    """Two named people, each with a statement; ``ben`` denies nothing yet."""
    return {"sources": [person("ada"), person("ben")], "claims": [claim("c", row("ada"), row("ben"))]}
