"""How long loading and verifying many claims take, each in a process of its own on a fresh SQLite database."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.generate import case

CLAIMS = 10_000
MOST_SECONDS, MOST_MEGABYTES = 20, 300

#: The honest limit: one ordered read of the rows that verification reads, in the same interpreter.
_READ = """
import os, sqlite3, sys, time
database = sqlite3.connect(sys.argv[1])
start = time.perf_counter()
for table, order in (("claims_claim", "id"), ("claims_attribution", "claim_id, id"), ("claims_citation", "citing_id")):
    for row in database.execute(f"SELECT * FROM {table} ORDER BY {order}"):
        pass
print(time.perf_counter() - start)
"""


class Spent(NamedTuple):
    """What one process took."""

    wall: float
    cpu: float
    megabytes: float
    output: str


def report(claims: int = CLAIMS) -> Iterator[str]:
    """Yield a line for loading, for a sweep with nothing changed and for one with everything changed."""
    with tempfile.TemporaryDirectory() as directory:
        database, file = Path(directory) / "bench.sqlite3", Path(directory) / "case.json"
        content = case(claims)
        rows = sum(len(claim["attributions"]) for claim in content["claims"])
        file.write_text(json.dumps(content))
        _manage(database, "migrate", "-v0")
        loading = _manage(database, "load_case", str(file))
        read = float(_python(database, "-c", _READ, str(database)).output)
        same = _manage(database, "verify", "--all")
        _manage(database, "shell", "-v0", "-c", _AGE)
        changed = _manage(database, "verify", "--all")
    reached = loading.wall <= MOST_SECONDS and loading.megabytes <= MOST_MEGABYTES
    yield (
        f"load {claims:,} claims with {rows:,} attributions in one transaction on SQLite: {loading.wall:.1f} s,"
        f" CPU {loading.cpu:.1f} s, {loading.megabytes:.0f} MB, {loading.wall / read:.0f}× an ordered read of the same rows"
        f" (to reach: at most {MOST_SECONDS} s, {MOST_MEGABYTES} MB; {'reached' if reached else 'NOT reached'})"
    )
    for name, spent in (("nothing changed", same), ("every claim stale since", changed)):
        yield (
            f"verify --all, {name}: {spent.wall:.1f} s, CPU {spent.cpu:.1f} s, {spent.megabytes:.0f} MB,"
            f" {spent.wall / read:.0f}× the ordered read (start of the process included)"
        )


#: Lets every claim look as if nothing had been recorded of it for a year.
_AGE = """
from datetime import timedelta
from django.db.models import F
from claims.models import Attribution, Claim
for model in (Attribution, Claim):
    model.objects.update(recorded_at=F("recorded_at") - timedelta(days=365))
"""


def _manage(database: Path, *arguments: str) -> Spent:
    return _python(database, "manage.py", *arguments)


def _python(database: Path, *arguments: str) -> Spent:
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{database}"}
    process = subprocess.Popen([sys.executable, *arguments], env=environment, stdout=subprocess.PIPE, text=True)
    output = process.stdout.read() if process.stdout else ""
    _, status, usage = os.wait4(process.pid, 0)
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    if status:
        raise RuntimeError(f"{arguments[1]} failed")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Spent(wall, cpu, usage.ru_maxrss / 1024, output)
