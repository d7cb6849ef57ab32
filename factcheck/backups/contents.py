"""What a database holds: counted and digested the same way on every engine, inside one snapshot."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from typing import Any, Final

from factcheck.backups.manifest import Contents

#: Runs a statement and returns its rows, one after the other.
Ask = Callable[[str], Iterable[Any]]
#: The digests that tie the record together, in the order in which they were written.
_REVISIONS: Final = "SELECT id, sha256 FROM claims_revision ORDER BY id"
#: The last signed head of these digests.
_HEAD: Final = "SELECT number, sha256 FROM claims_chainhead ORDER BY number DESC LIMIT 1"


def contents(ask: Ask, tables: Iterable[str]) -> Contents:
    """Return what a database with these tables holds."""
    counted = {table: next(iter(ask(f'SELECT count(*) FROM "{table}"')))[0] for table in tables}  # noqa: S608 - names of tables, from the catalogue
    digest = hashlib.sha256()
    for pk, sha256 in ask(_REVISIONS) if "claims_revision" in counted else ():
        digest.update(f"{pk} {sha256}\n".encode())
    heads = [f"{number} {sha256}" for number, sha256 in (ask(_HEAD) if "claims_chainhead" in counted else ())]
    return Contents(rows=counted, revisions=digest.hexdigest(), head=heads[0] if heads else "")
