"""How long making and verifying heads of revision chains takes: ``python -m tests.benchmarks.chain_heads [REVISIONS]``.

It fills a PostgreSQL database of its own with made-up revisions of 100,000 claims, whose digests are random.
"""

from __future__ import annotations

import sys

from bootstrap import probe
from tests.benchmarks.databases import Database, postgresql
from tests.benchmarks.spending import Spent, manage

REVISIONS = 1_000_000
CLAIMS = 100_000
_FILL = """
    INSERT INTO claims_revision (claim_id, number, at, actor, action, reason, assessment_id, body_sha256, previous_sha256,
                                 sha256, body_from, salt)
    SELECT 1 + n % {claims}, 1 + n / {claims}, now(), 'job:nightly', 'verified', '', 1, repeat('ab', 32),
           CASE WHEN n < {claims} THEN '' ELSE repeat('ab', 32) END, md5(n::text) || md5((-n)::text), 1,
           decode(repeat('ab', 48), 'hex')
    FROM generate_series(0, {revisions} - 1) AS n
"""


def fill(database: Database, revisions: int) -> None:
    """Fill the table of revisions alone: heads read nothing else."""
    database.execute("SET session_replication_role = replica")  # no foreign keys
    database.execute(_FILL.format(claims=CLAIMS, revisions=revisions))
    database.tidy()


def main(revisions: int) -> None:
    server = probe.postgresql()
    if "problem" in server:
        sys.exit(server["problem"])
    with postgresql(server["url"]) as database:
        manage(database.url, "migrate", "-v0")
        fill(database, revisions)
        print(f"{revisions:,} revisions")
        print(f"making their heads: {_rate(manage(database.url, 'chain_heads'), revisions)}")
        print(f"verifying them: {_rate(manage(database.url, 'verify_heads'), revisions)}")
        print(f"when nothing is new: {manage(database.url, 'chain_heads')}, the start of the command")
        ((size,),) = database.rows("SELECT pg_total_relation_size('claims_chainhead')")
        print(f"the table of heads: {size / revisions:.1f} bytes per revision")


def _rate(spent: Spent, revisions: int) -> str:
    return f"{spent}, {revisions / spent.wall:,.0f} revisions/s"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else REVISIONS)
