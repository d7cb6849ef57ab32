"""How many queries an answer takes."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factcheck.api.asking import Caller

#: That of every request: the token with its person and all permissions. (Its use is noted once a minute, by the first request.)
WHO_ASKS = 1


def queries_of(caller: Caller, path: str) -> int:
    """Return how many queries reading something takes, without those that authenticate the caller."""
    caller.get(path)
    with CaptureQueriesContext(connection) as queries:
        answer = caller.get(path)
    assert answer.status_code == 200, answer.content
    return len(queries) - WHO_ASKS
