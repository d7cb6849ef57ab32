"""Case files to begin a test from: the visit case of the design, and changes to it at a path."""

from __future__ import annotations

import copy
import json
import re
from typing import Any, Final

from claims.casefile import CaseFile, CaseFileError, Stored, decode, problems

GONE: Final = object()
_STEP = re.compile(r"\.([A-Za-z_]+)|\[(\d+)\]")

VISIT: Final[dict[str, Any]] = {
    "format": "factcheck-case/1",
    "sources": [
        {"key": "vedomosti", "name": "Vedomosti", "kind": "outlet", "country": "RU"},
        {
            "key": "vedomosti-diplomat",
            "name": "Unnamed diplomat",
            "kind": "person",
            "identified": False,
            "description": "a diplomat it did not identify",
            "vouched_by": "vedomosti",
        },
        {"key": "bloomberg", "name": "Bloomberg News", "kind": "wire_agency"},
        {"key": "spokesman-review", "name": "The Spokesman-Review", "kind": "outlet", "country": "US"},
    ],
    "relations": [],
    "judgements": [],
    "documents": [
        {"key": "sr-visit", "publisher": "spokesman-review", "kind": "article", "title": "…", "published_at": "2024-06"}
    ],
    "claims": [
        {
            "key": "putin-visit-weeks",
            "text": "Putin will visit North Korea and Vietnam within weeks.",
            "topics": ["diplomacy"],
            "interests": [],
            "attributions": [
                {"key": "dip", "source": "vedomosti-diplomat", "stance": "supports", "basis": "statement"},
                {"key": "ved", "source": "vedomosti", "stance": "reports", "cites": ["dip"]},
                {"key": "bb", "source": "bloomberg", "stance": "reports", "cites": ["ved"]},
                {"key": "sr", "source": "spokesman-review", "stance": "reports", "copies": "bb", "document": "sr-visit"},
            ],
        }
    ],
}


def steps(path: str) -> list[str | int]:
    """Return the names and indices of a path such as ``$.claims[0].key``."""
    return [name or int(index) for name, index in _STEP.findall(path)]


def visit(changes: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the visit case with the value at each path replaced, added (one past the end of a list) or taken out (GONE)."""
    case = copy.deepcopy(VISIT)
    for path, value in (changes or {}).items():
        *outer, last = steps(path)
        at: Any = case
        for step in outer:
            at = at[step]
        if value is GONE:
            del at[last]
        elif isinstance(at, list) and last == len(at):
            at.append(value)
        else:
            at[last] = value
    return case


def encoded(case: object) -> bytes:
    return json.dumps(case).encode()


def decoded(changes: dict[str, Any] | None = None) -> CaseFile:
    return decode(encoded(visit(changes)))


def complaints(data: bytes, *, yaml: bool = False) -> list[str]:
    """Return what decoding complains of, a line each; nothing if the file is sound."""
    try:
        decode(data, yaml=yaml)
    except CaseFileError as error:
        return [str(problem) for problem in error.problems]
    return []


def objections(changes: dict[str, Any] | None = None, stored: Stored | None = None) -> list[str]:
    """Return what the checks object to in the visit case so changed."""
    return [str(problem) for problem in problems(decoded(changes), stored or Stored())]
