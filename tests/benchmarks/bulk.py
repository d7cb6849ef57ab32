"""How long loading a case file of many claims takes, in a process of its own on a fresh SQLite database."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.databases import sqlite
from tests.benchmarks.spending import manage, python, verdict

CLAIMS = 10_000
MOST_SECONDS, MOST_MEGABYTES = 20, 300

#: The honest limit: one ordered read of the rows that were written, in the same interpreter.
_READ = tuple(
    f"SELECT * FROM {table} ORDER BY {order}"
    for table, order in (("claims_claim", "id"), ("claims_attribution", "claim_id, id"), ("claims_citation", "citing_id"))
)


def report(claims: int = CLAIMS) -> Iterator[str]:
    """Yield a line for loading, verification included."""
    with tempfile.TemporaryDirectory() as directory, sqlite() as database:
        file = Path(directory) / "case.json"
        # In a process of its own: a large one would show as the memory of those that it starts.
        python(database.url, "-m", "tests.benchmarks.generate", str(claims), str(file))
        manage(database.url, "migrate", "-v0")
        loading = manage(database.url, "load_case", str(file))
        read = sum(map(database.read_seconds, _READ))
        ((rows,),) = database.rows("SELECT count(*) FROM claims_attribution")
    reached = loading.wall <= MOST_SECONDS and loading.megabytes <= MOST_MEGABYTES
    yield (
        f"load {claims:,} claims with {rows:,} attributions in one transaction on SQLite: {loading},"
        f" {loading.wall / read:.0f}× an ordered read of the same rows"
        f" {verdict(reached, f'at most {MOST_SECONDS} s, {MOST_MEGABYTES} MB')}"
    )
