"""``python -m tests.upgrade``: upgrade a database of an earlier version in one step, and say what was seen.

The earlier version comes from the history of this clone. It fills an empty database, and serves readers and writers while the
present one migrates it. On PostgreSQL its worker goes on, too, and is replaced in the middle of a run. Whatever is wrong ends
this with status 1.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from tests.upgrade.databases import DATABASES
from tests.upgrade.proof import Proof
from tests.upgrade.record import Record
from tests.upgrade.traffic import Traffic
from tests.upgrade.versions import ROOT, Version, checked_out
from tests.upgrade.workers import BROKER, NoWorkers, Workers

#: Release 0.1.0: CHANGELOG.md names this commit.
RELEASE: Final = "53e56b811b63a77f8b3e3b80b393a7b1020dc153"
#: Seconds for which the earlier version goes on after the migration.
AFTER: Final = 10.0


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.upgrade", description=__doc__)
    parser.add_argument("--from", default=RELEASE, dest="commit", help="commit or tag of the earlier version (default: 0.1.0)")
    parser.add_argument("--on", choices=sorted(DATABASES), action="append", help="one database (default: both)")
    parser.add_argument("--broker", default=BROKER, help=f"the Redis of the workers (default: {BROKER})")
    parser.add_argument("--claims", type=int, default=0, metavar="N", help="that many made-up claims as well")
    asked = parser.parse_args()
    wrong: list[str] = []
    for name in asked.on or sorted(DATABASES):
        with tempfile.TemporaryDirectory(prefix="factcheck-upgrade-") as directory, DATABASES[name](Path(directory)) as url:
            print(f"{asked.commit[:12]} to the present version, on {name}", flush=True)
            wrong += [f"{name}: {one}" for one in upgrade(asked.commit, url, Path(directory), asked)]
    for one in wrong:
        print(f"WRONG {one}", file=sys.stderr)
    return 1 if wrong else 0


def upgrade(commit: str, url: str, directory: Path, asked: argparse.Namespace) -> list[str]:
    """Upgrade one database, and return what was wrong."""
    claims: int = asked.claims
    old, new = Version(checked_out(commit, directory / "old"), url), Version(ROOT, url)
    _timed("the earlier version migrates the empty database", lambda: old.manage("migrate", "--noinput"))
    record = Record(old, directory)
    _timed("it loads the sample case, and verifies", record.load)
    if claims:
        _timed(f"it loads {claims:,} made-up claims, and verifies", lambda: record.load_made_up(claims))
    with old.serving() as address:
        record.work(address)
        proof = Proof(new, record, address)
        traffic = Traffic(address, record)
        # SQLite is the embedded default, where requests and commands do the work of workers.
        workers = Workers(old, new, record, address, asked.broker) if url.startswith("postgres") else NoWorkers()
        with workers, traffic:
            what = "the present version migrates, while the earlier one serves"
            migrated: list[str] = []
            took = _timed(what, lambda: migrated.append(new.manage("migrate", "--noinput", "--verbosity=2")))
            workers.end_night()
            record.work_late(address)
            workers.go_on()
            time.sleep(AFTER)
            workers.hand_over()
        print(f"    {traffic.summary(took)}", flush=True)
        for name, seconds in re.findall(r"Applying (\S+)\.\.\. OK \(([\d.]+)s\)", migrated[0]):
            print(f"    {name}: {float(seconds):.2f} s", flush=True)
    wrong = traffic.wrong() + workers.wrong
    with new.serving() as address:
        wrong += proof.after(address, traffic.written)
    return wrong


def _timed(what: str, does: Callable[[], object]) -> float:
    begun = time.monotonic()
    does()
    took = time.monotonic() - begun
    print(f"  {what}: {took:.1f} s", flush=True)
    return took


if __name__ == "__main__":
    sys.exit(main())
