"""How long loading many claims takes: a case file on SQLite, a stream of lines on PostgreSQL, each in a process of its own."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bootstrap import probe
from tests.benchmarks.databases import Database, postgresql, sqlite
from tests.benchmarks.spending import manage, python, verdict

CLAIMS = 10_000
MOST_SECONDS, MOST_MEGABYTES = 20, 300
#: A stream is measured with fewer claims unless told otherwise, and held to its share of the time; its memory is the same.
STREAMED, ALL_STREAMED = 10_000, 100_000
MOST_STREAM_SECONDS, MOST_STREAM_MEGABYTES = 180, 200

#: The honest limit: one ordered read of the rows that were written, in the same interpreter.
_READ = tuple(
    f"SELECT * FROM {table} ORDER BY {order}"
    for table, order in (("claims_claim", "id"), ("claims_attribution", "claim_id, id"), ("claims_citation", "citing_id"))
)


def report(claims: int = CLAIMS, streamed: int = STREAMED) -> Iterator[str]:
    """Yield a line for loading a case file, and one for loading a stream, verification included."""
    with sqlite() as database:
        yield _loaded(database, claims, "case.json", "in one transaction", MOST_SECONDS * claims / CLAIMS, MOST_MEGABYTES)
    server = probe.postgresql()
    if "url" not in server:
        yield f"load a stream: not measured, {server.get('problem', 'no PostgreSQL answers')}"
        return
    with postgresql(server["url"]) as database:
        most = MOST_STREAM_SECONDS * streamed / ALL_STREAMED
        yield _loaded(database, streamed, "lines.ndjson", "as a stream of lines", most, MOST_STREAM_MEGABYTES)


def _loaded(database: Database, claims: int, name: str, how: str, most_seconds: float, most_megabytes: int) -> str:
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory) / name
        # In a process of its own: a large one would show as the memory of those that it starts.
        python(database.url, "-m", "tests.benchmarks.generate", str(claims), str(file))
        manage(database.url, "migrate", "-v0")
        loading = manage(database.url, "load_case", str(file), watch=database.watch)
    read = sum(map(database.read_seconds, _READ))
    ((rows,),) = database.rows("SELECT count(*) FROM claims_attribution")
    reached = loading.wall <= most_seconds and loading.megabytes <= most_megabytes
    return (
        f"load {claims:,} claims with {rows:,} attributions {how} on {database.name}: {loading},"
        f" {loading.wall / read:.0f}× an ordered read of the same rows"
        f" {verdict(reached, f'at most {most_seconds:.0f} s, {most_megabytes} MB')}"
    )


if __name__ == "__main__":
    for line in report(streamed=int(sys.argv[1]) if sys.argv[1:] else STREAMED):
        print(line, flush=True)
