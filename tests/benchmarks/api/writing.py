"""Record single attributions by the operation that the API calls: ``python -m tests.benchmarks.api.writing 500 100000``.

Prints ``Writes`` as JSON.
"""

from __future__ import annotations

import os
import sys
import time
from typing import NamedTuple

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
    django.setup()

import msgspec
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.models import Claim
from claims.operations.attributions.record import lock_and_add_attributions
from claims.verification import Change
from sources.models import Source
from tests.benchmarks.spending import cpu_seconds

#: Before the first measured write: connections, caches of compiled queries, imports.
_WARM = 20


class Writes(NamedTuple):
    """What single writes took: milliseconds of each, CPU seconds of all, here and in the server, and statements of one."""

    milliseconds: list[float]
    cpu: float
    server_cpu: float | None
    statements: int


def write(claim: int, source: str, key: str) -> None:
    """Record one attribution, with the assessment and the revision that it brings."""
    change = Change(timezone.now(), "token:benchmark", "record attribution")
    row = {"key": key, "source": source, "stance": "supports", "basis": "statement", "said_at": "2024-06-10"}
    lock_and_add_attributions(claim, change, [row])


def measured(writes: int, claims: int) -> Writes:
    """Write once to each of ``writes`` claims, evenly spread over ``claims``."""
    sources = list(Source.objects.filter(identified=True).order_by("id").values_list("key", flat=True)[:500])
    step = max(claims // (writes + _WARM), 1)
    ids = list(Claim.objects.order_by("id").values_list("id", flat=True)[::step])[: writes + _WARM]
    key = f"bench-{os.getpid()}-{time.time_ns()}"  # another each time, or nothing would be new
    for number, claim in enumerate(ids[:_WARM]):
        write(claim, sources[number % len(sources)], key)
    with CaptureQueriesContext(connection) as queries:
        write(ids[0], sources[1], f"{key}-counted")
    taken, server = [], _server_cpu()
    began = time.process_time()
    for number, claim in enumerate(ids[_WARM:]):
        started = time.perf_counter()
        write(claim, sources[number % len(sources)], key)
        taken.append((time.perf_counter() - started) * 1e3)
    spent, after = time.process_time() - began, _server_cpu()
    return Writes(taken, spent, after - server if after is not None and server is not None else None, len(queries))


def _server_cpu() -> float | None:
    if connection.vendor != "postgresql":
        return 0.0
    connection.ensure_connection()
    return cpu_seconds(connection.connection.info.backend_pid)


if __name__ == "__main__":
    print(msgspec.json.encode(measured(int(sys.argv[1]), int(sys.argv[2]))).decode())
