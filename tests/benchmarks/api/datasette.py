"""The same rows in Datasette: exported to SQLite, and its nested query over them.

Datasette is a tool of this benchmark alone: it is installed into an environment that is thrown away, unless it is at hand.
"""

from __future__ import annotations

import importlib.util
import json
import sqlite3
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.api.serving import Server, UnmeasuredError, other
from tests.benchmarks.databases import Database

VERSION = "0.65.5"
PAGE = 50

#: What the query reads, with what it finds rows by.
_TABLES = {
    "claims": (
        "SELECT c.id, c.key, c.text, s.status, e.explanation, c.language, c.window_from, c.window_until FROM claims_claim c"
        " JOIN claims_standing s ON s.claim_id = c.id JOIN claims_assessment e ON e.id = s.assessment_id ORDER BY c.id",
        "",
    ),
    "topics": ("SELECT id, claim_id, topic FROM claims_claimtopic ORDER BY claim_id, topic", "claim_id"),
    "flags": (
        "SELECT id, claim_id, code, severity, reason, level FROM claims_flag WHERE cleared_at IS NULL ORDER BY claim_id",
        "claim_id",
    ),
    "attributions": (
        "SELECT id, claim_id, key, source_id, stance, scope, basis, said_at, quote_exact, withdrawn_at, withdrawn_by,"
        " withdrawal_reason, document_id FROM claims_attribution WHERE voided_at IS NULL ORDER BY claim_id, key",
        "claim_id",
    ),
    "citations": ("SELECT id, citing_id, cited_id, kind FROM claims_citation WHERE struck_at IS NULL ORDER BY id", "citing_id"),
    "sources": ("SELECT id, key, name, kind, identified::int AS identified, description, country FROM sources_source", ""),
    "documents": ("SELECT id, key, title, publisher_id, kind, url, published_at FROM sources_document", ""),
}

#: Fifty claims before an id, each with its attributions, as a query of SQLite.
NESTED = """
SELECT c.key, c.text, c.status, c.explanation, c.language, c.window_from, c.window_until,
    (SELECT json_group_array(t.topic) FROM topics t WHERE t.claim_id = c.id) AS topics,
    (
        SELECT json_group_array(json_object('code', f.code, 'severity', f.severity, 'reason', f.reason, 'level', f.level))
        FROM flags f WHERE f.claim_id = c.id
    ) AS flags,
    (
        SELECT json_group_array(json_object(
            'key', a.key,
            'source', json_object(
                'key', o.key, 'name', o.name, 'kind', o.kind, 'identified', o.identified, 'description', o.description,
                'country', o.country
            ),
            'stance', a.stance, 'scope', a.scope, 'basis', a.basis, 'said_at', a.said_at, 'quote_exact', a.quote_exact,
            'withdrawn_at', a.withdrawn_at, 'withdrawn_by', a.withdrawn_by, 'withdrawal_reason', a.withdrawal_reason,
            'document', CASE WHEN d.id IS NOT NULL THEN json_object(
                'key', d.key, 'title', d.title, 'publisher', p.key, 'kind', d.kind, 'url', d.url, 'published_at', d.published_at
            ) END,
            'citations', (
                SELECT json_group_array(json_object('cited', b.key, 'kind', l.kind))
                FROM citations l JOIN attributions b ON b.id = l.cited_id WHERE l.citing_id = a.id
            )
        ))
        FROM attributions a
        JOIN sources o ON o.id = a.source_id
        LEFT JOIN documents d ON d.id = a.document_id
        LEFT JOIN sources p ON p.id = d.publisher_id
        WHERE a.claim_id = c.id
    ) AS attributions
FROM claims c WHERE c.id < :before ORDER BY c.id DESC LIMIT 50
"""
#: Columns that hold JSON are sent as such, as ours are, and not as texts.
PARSED = "_json=topics&_json=flags&_json=attributions"


@contextmanager
def datasette(database: Database, directory: Path) -> Iterator[Server]:
    """Export the rows of a PostgreSQL database and serve them.

    Raises: UnmeasuredError where there is no Datasette and none can be installed.
    """
    program = _program(directory)
    path = directory / "bench.db"
    export(database, path)
    metadata = directory / "metadata.json"
    metadata.write_text(json.dumps({"databases": {"bench": {"queries": {"claims": {"sql": NESTED}}}}}))
    command = [*program, "serve", "--immutable", str(path), "--metadata", str(metadata), "--host", "127.0.0.1"]
    with other(command, "--port") as server:
        yield server


def _program(directory: Path) -> list[str]:
    if importlib.util.find_spec("datasette") is not None:
        return [sys.executable, "-m", "datasette"]
    home = directory / "environment"
    venv.create(home, with_pip=True)
    python = home / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    done = subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", f"datasette=={VERSION}"],
        capture_output=True, check=False, text=True,
    )  # fmt: skip
    if done.returncode:
        raise UnmeasuredError(f"it cannot be installed: {(done.stderr.strip().splitlines() or ['no reason given'])[-1]}")
    return [str(python), "-m", "datasette"]


def export(database: Database, path: Path) -> None:
    """Write the rows of a PostgreSQL database that the query reads into an SQLite file."""
    with sqlite3.connect(path) as target:
        for table, (select, found_by) in _TABLES.items():
            names, rows = database.named_rows(select)
            target.execute(f"CREATE TABLE {table} ({', '.join(map(_column, names))})")
            target.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(names))})", rows)
            if found_by:
                target.execute(f"CREATE INDEX {table}_{found_by} ON {table} ({found_by})")
        target.execute("ANALYZE")
    target.close()


def _column(name: str) -> str:
    if name == "id":
        return "id INTEGER PRIMARY KEY"
    # Without a type SQLite would not take its index to find a number by it.
    return f"{name} INTEGER" if name.endswith("_id") or name == "identified" else f"{name} TEXT"
