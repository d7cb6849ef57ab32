"""Case files as Python values, for tests."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model

import claims
from claims.casefile import decode
from claims.models import RatingWord
from claims.operations.cases import LoadResult, load_case
from claims.verification import Change

SAMPLE = Path(claims.__file__).parent / "sample" / "visits-and-arms-2024.json"


#: The file of the test whose fixtures are being made; empty while a test itself runs, which may change how loading goes.
arranging_for = ""


def load(
    case: dict[str, Any], *, at: datetime, actor: str = "user:ada", reason: str = "", update_sources: bool = False
) -> LoadResult:
    """Load the lists of a case file; what a fixture loads is put back for the further tests of its file."""
    data = json.dumps({"format": "factcheck-case/1", **case}).encode()
    change = Change(at, actor, "load case", reason)
    key = (arranging_for, data, at, actor, reason, update_sources) if arranging_for else None
    return _loaded(key, lambda: load_case(decode(data), change, update_sources=update_sources))


def load_sample(at: datetime) -> LoadResult:
    """Load the sample case; into an empty database a second time by the rows that the first left: it is loaded often."""
    return _loaded(
        ("sample", at), lambda: load_case(decode(SAMPLE.read_bytes()), Change(at, "user:ada", "load case", "sample"))
    )


def _loaded(key: tuple[Any, ...] | None, load_now: Callable[[], LoadResult]) -> LoadResult:
    """Load into an empty database by the rows that the same load left, if there are any; else leave them."""
    if key is None or _holds_records():
        return load_now()
    if key not in _LEFT:
        loaded = load_now()
        _LEFT[key] = loaded, [(table, _taken(table)) for table in _filled()]
        return loaded
    loaded, left = _LEFT[key]
    for table, rows in left:
        _put_back(table, rows)
    return loaded


#: By what was loaded: the result, and the rows of each table.
_LEFT: dict[tuple[Any, ...], tuple[LoadResult, list[tuple[str, Any]]]] = {}


def _models() -> list[type[Model]]:
    """Return the models of what a case file is recorded in, and of what is recorded about it."""
    models = [
        model for app in ("sources", "claims") for model in apps.get_app_config(app).get_models(include_auto_created=True)
    ]
    return [model for model in models if model is not RatingWord]


@cache
def _any_row() -> str:
    return "SELECT " + " OR ".join(f"EXISTS (SELECT 1 FROM {model._meta.db_table})" for model in _models())


def _holds_records() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_any_row())
        return bool(cursor.fetchone()[0])


def _filled() -> list[str]:
    """Return the tables of what a case file is recorded in, each after those that it refers to."""
    found = {model for model in _models() if model._base_manager.exists()}
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
