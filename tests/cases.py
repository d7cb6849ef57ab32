"""Case files as Python values, for tests."""

from __future__ import annotations

import json
from datetime import datetime
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection

import claims
from claims.casefile import decode
from claims.models import Claim, RatingWord
from claims.operations.cases import LoadResult, load_case
from claims.verification import Change
from sources.models import Source

SAMPLE = Path(claims.__file__).parent / "sample" / "visits-and-arms-2024.json"


def load(
    case: dict[str, Any], *, at: datetime, actor: str = "user:ada", reason: str = "", update_sources: bool = False
) -> LoadResult:
    """Load the lists of a case file."""
    data = json.dumps({"format": "factcheck-case/1", **case}).encode()
    return load_case(decode(data), Change(at, actor, "load case", reason), update_sources=update_sources)


def load_sample(at: datetime) -> LoadResult:
    """Load the sample case; into an empty database a second time by the rows that the first left: it is loaded often."""
    if Source.objects.exists() or Claim.objects.exists():
        return _load_sample(at)
    if at not in _LEFT:
        loaded = _load_sample(at)
        _LEFT[at] = loaded, [(table, _taken(table)) for table in _filled()]
        return loaded
    loaded, left = _LEFT[at]
    for table, rows in left:
        _put_back(table, rows)
    return loaded


def _load_sample(at: datetime) -> LoadResult:
    return load_case(decode(SAMPLE.read_bytes()), Change(at, "user:ada", "load case", "sample"))


_LEFT: dict[datetime, tuple[LoadResult, list[tuple[str, Any]]]] = {}


def _filled() -> list[str]:
    """Return the tables of what a case file is recorded in, each after those that it refers to."""
    models = [*apps.get_app_config("sources").get_models(), *apps.get_app_config("claims").get_models()]
    found = {model for model in models if model is not RatingWord and model._base_manager.exists()}
    refers = {
        model: {field.related_model for field in model._meta.concrete_fields if field.is_relation} & found - {model}
        for model in found
    }
    return [model._meta.db_table for model in TopologicalSorter(refers).static_order()]


def _taken(table: str) -> Any:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            return cursor.execute(f"SELECT * FROM {table}").fetchall()
        with cursor.copy(f"COPY {table} TO STDOUT") as copied:
            return b"".join(map(bytes, copied))


def _put_back(table: str, rows: Any) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(f"INSERT INTO {table} VALUES ({', '.join(['%s'] * len(rows[0]))})", rows)
            return
        with cursor.copy(f"COPY {table} FROM STDIN") as copied:
            copied.write(rows)


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
