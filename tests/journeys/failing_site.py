"""The site with two operations that fail, for gunicorn. Their errors quote data, as many of Python's and of drivers do."""

from __future__ import annotations

from typing import Any

from factcheck.wsgi import application

from claims.api.claims import write as claims  # isort: skip - once Django is set up
from claims.queries.claims import read as reading  # isort: skip
from django.db import connection  # isort: skip

__all__ = ["application"]

#: What stands in a row; put together here, since the log quotes lines of code.
RECORDED = "-".join(("can" + "ary", "of", "the", "database"))


def fail_at_reading(*_args: Any, **_named: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::integer", [RECORDED])


def fail_at_writing(_view: Any, _request: Any, said: Any, **_keys: Any) -> None:
    raise LookupError(said.text) from ValueError(repr(said))


reading.ordered = fail_at_reading  # type: ignore[assignment]
claims.Claims.posted = fail_at_writing  # type: ignore[assignment,method-assign]
