"""Fingerprints of the stored rows that a claim's result rests on, computed where the rows are.

An unchanged fingerprint proves the result unchanged without reading the rows, which makes a sweep over all claims about as
cheap as an ordered read. Fingerprints cover the columns that ``claims.queries.facts.current`` reads; sources are included by
their prints (see ``claims.verification.storage.prints``). PostgreSQL combines hashes of whole rows; SQLite has no hash
function, so the text of its rows is hashed here. A fingerprint is a signed 64-bit integer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from hashlib import blake2b
from typing import Any, NamedTuple

from django.db import connection

from claims.claim_fields import fields
from claims.queries.facts.current import Ids
from factcheck.database.lookups import array
from factcheck.database.prepared import are_many, planned_cursor, prepared_cursor

#: Increase this when the columns below change, so that an old fingerprint never equals a new one.
_SEED = 7

_CLAIM = tuple(f"c.{field.name}" for field in fields() if field.assessed)
_ATTRIBUTION = (
    "a.id", "a.key", "a.source_id", "a.stance", "a.scope", "a.basis", "a.said_at", "a.withdrawn_at", "a.withdrawal_recorded_at",
    "a.supersedes_id", "a.document_id", "a.recorded_at", "p.print", "a.withdrawn_by", "a.hedge", "q.doubted_at",
    "CASE WHEN a.withdrawn_by = 'outlet' THEN (SELECT o.print FROM claims_sourceprint o"
    " JOIN sources_document d ON d.publisher_id = o.source_id WHERE d.id = a.document_id) END",
)  # fmt: skip
_PRINTS = "LEFT JOIN claims_sourceprint p ON p.source_id"
#: Rows by claim; ``{within}`` is replaced by the condition on claims. No row is repeated: equal rows would cancel out.
_ROWS = {
    "a": (
        _ATTRIBUTION,
        "a.claim_id",
        # Few documents are in doubt, so that the join costs little.
        "claims_attribution a LEFT JOIN sources_document q ON q.id = a.document_id AND q.doubted_at IS NOT NULL"
        f" {_PRINTS} = a.source_id",
        "a.voided_at IS NULL",
    ),
    "l": (("l.citing_id", "l.cited_id", "l.kind"), "l.claim_id", "claims_citation l", "l.struck_at IS NULL"),
    "h": (("h.id", "h.attribution_id", "h.document_id"), "h.claim_id", "claims_attributiondocument h", "h.struck_at IS NULL"),
    # Only further documents in doubt: most claims have none, and keep the fingerprint that they had.
    "q": (
        ("h.id", "q.doubted_at"),
        "h.claim_id",
        "claims_attributiondocument h JOIN sources_document q ON q.id = h.document_id AND q.doubted_at IS NOT NULL",
        "h.struck_at IS NULL",
    ),
    # A row never changes but for its end, and most claims have none: these keep the fingerprint that they had.
    "w": (("w.id",), "w.claim_id", "claims_pageproblem w", "w.ended_at IS NULL"),
    "i": (
        ("i.id", "i.source_id", "i.side", "p.print"),
        "i.claim_id",
        f"claims_interest i {_PRINTS} = i.source_id",
        "i.struck_at IS NULL",
    ),
    "d": (
        (
            "d.id",
            "d.kind",
            "d.attribution_id",
            "d.source_id",
            "d.about",
            "d.findings_digest",
            "d.recorded_at",
            "p.print",
            "d.happened_at",
        ),
        "d.claim_id",
        f"claims_decision d {_PRINTS} = d.source_id",
        "d.struck_at IS NULL",
    ),
    "f": (("r.to_claim_id",), "r.from_claim_id", "claims_claimrelation r", "r.kind = 'contradicts' AND r.struck_at IS NULL"),
    "s": (("r.from_claim_id",), "r.to_claim_id", "claims_claimrelation r", "r.kind = 'supersedes' AND r.struck_at IS NULL"),
    "t": (("r.from_claim_id",), "r.to_claim_id", "claims_claimrelation r", "r.kind = 'contradicts' AND r.struck_at IS NULL"),
}


class Suspects(NamedTuple):
    """Claims of a chunk whose stored result must be checked, in ascending order of their ids, with their fingerprints."""

    # Their rows, policy or time differ, they are marked, or they failed; also after the clock was set back.
    unproven: Mapping[int, int]
    sampled: Mapping[int, int]  # proven, but assessed anyway as a check on the proof

    def without(self, ids: Collection[int]) -> Suspects:
        """Return the others."""
        return Suspects(*({pk: found for pk, found in part.items() if pk not in ids} for part in self)) if ids else self


NOBODY = Suspects({}, {})


def suspects(ids: range, version: str, now: datetime, *, one_in: int) -> Suspects:
    """Return which claims of ``ids`` cannot be proven unchanged at ``now`` under the policy ``version``, and a sample.

    The sample is one in ``one_in`` of the others. It changes from day to day, so that in time every claim is checked.
    """
    unproven: dict[int, int] = {}
    sampled: dict[int, int] = {}
    for claim, proven, found in sorted(_compared(ids, version, now, now.toordinal(), one_in)):
        (sampled if proven else unproven)[claim] = found
    return Suspects(unproven, sampled)


def fingerprints(ids: Ids) -> dict[int, int]:
    """Return the current fingerprint of each of the claims ``ids``."""
    if connection.vendor == "postgresql":
        print_, tables, values = _combined(ids if are_many(ids) else list(ids))
        return dict(_run(f"SELECT c.id, {print_} FROM {tables}", values, plan=are_many(ids)))
    texts, tables, values = _row_texts(ids)
    return {claim: _hashed(rows) for claim, *rows in _run(f"SELECT c.id, {texts} FROM {tables}", values)}


def _compared(ids: range, version: str, now: datetime, day: int, one_in: int) -> Iterator[tuple[int, bool, int]]:
    """Yield the claims to check, whether each is proven unchanged, and its fingerprint."""
    undoubted = (
        # A result for a later present than now proves nothing: the clock was set back.
        "s.policy_version = %s AND s.now <= %s AND (s.due_at IS NULL OR s.due_at > %s)"
        " AND s.marked_at IS NULL AND s.error = '' AND s.fingerprint IS NOT NULL"
    )
    present = connection.ops.adapt_datetimefield_value(now)
    asked = [version, present, present]
    if connection.vendor == "postgresql":
        print_, tables, values = _combined(ids, _STANDING)
        yield from _run(
            "SELECT id, proven, print FROM (SELECT id, print, coalesce(certain AND stored = print, false) AS proven FROM"
            f" (SELECT c.id, {print_} AS print, s.fingerprint AS stored, {undoubted} AS certain FROM {tables}) AS rows_read"
            ") AS compared"
            " WHERE NOT proven OR (id + %s) %% %s = 0",
            [*asked, ids.start, ids.stop, *values, day, one_in],
        )
        return
    texts, tables, values = _row_texts(ids, _STANDING)
    found = _run(
        f"SELECT c.id, s.fingerprint, coalesce({undoubted}, false), {texts} FROM {tables}",
        [*asked, ids.start, ids.stop, *values],
    )
    for claim, stored, certain, *rows in found:
        print_now = _hashed(rows)
        proven = bool(certain) and stored == print_now
        if not proven or (claim + day) % one_in == 0:
            yield claim, proven, print_now


#: Deleted claims have no findings.
_THERE = "c.removed_at IS NULL"
_STANDING = "LEFT JOIN claims_standing s ON s.claim_id = c.id AND s.claim_id >= %s AND s.claim_id < %s"


def _combined(ids: Ids, joined: str = "") -> tuple[str, str, list[Any]]:
    """Return the expression of the fingerprint, the tables that it reads and their parameters, for PostgreSQL."""
    parts, values = [], []
    for name, (columns, claim, tables, condition) in _ROWS.items():
        within, bounds = _within(claim, ids)
        hashed, read = (columns, tables) if isinstance(ids, range) else _looked_up(columns, tables)
        # bit_xor depends on no order of the rows, so nothing has to be sorted.
        parts.append(
            f"LEFT JOIN (SELECT {claim} AS claim_id, bit_xor({_hash(hashed, name)}) AS print FROM {read}"
            f" WHERE {within} AND {condition} GROUP BY 1) AS {name}_rows ON {name}_rows.claim_id = c.id"
        )
        values += bounds
    within, bounds = _within("c.id", ids)
    prints = " # ".join([_hash(_CLAIM, "c"), *(f"coalesce({name}_rows.print, 0)" for name in _ROWS)])
    return f"({prints})", f"claims_claim c {joined} {' '.join(parts)} WHERE {within} AND {_THERE}", [*values, *bounds]


def _looked_up(columns: tuple[str, ...], tables: str) -> tuple[tuple[str, ...], str]:
    """Return the same with the prints of sources looked up one by one: for a join, PostgreSQL reads those of all sources."""
    table, _, source = tables.partition(f" {_PRINTS} = ")
    found = f"(SELECT p.print FROM claims_sourceprint p WHERE p.source_id = {source})"
    return tuple([found if column == "p.print" else column for column in columns]), table


def _hash(columns: tuple[str, ...], kind: str) -> str:
    # Each kind of row has its own seed: equal numbers in two tables must not cancel out.
    return f"hash_record_extended(ROW({', '.join(columns)}), {_SEED * 1000 + ord(kind)})"


def _row_texts(ids: Ids, joined: str = "") -> tuple[str, str, list[Any]]:
    """Return the columns with a claim's rows as text, the tables that they are in and their parameters, for SQLite."""
    texts = [_text(_CLAIM)]
    for columns, claim, tables, condition in _ROWS.values():
        rows = f"SELECT {_text(columns)} AS row FROM {tables} WHERE {claim} = c.id AND {condition} ORDER BY {columns[0]}"
        texts.append(f"(SELECT group_concat(row, char(30)) FROM ({rows}))")
    within, values = _within("c.id", ids)
    return ", ".join(texts), f"claims_claim c {joined} WHERE {within} AND {_THERE}", values


def _text(columns: tuple[str, ...]) -> str:
    return " || char(31) || ".join(f"coalesce({column}, char(29))" for column in columns)


def _hashed(texts: list[str | None]) -> int:
    joined = "\x1d".join([part or "" for part in texts])
    return int.from_bytes(blake2b(joined.encode(), digest_size=8, salt=bytes([_SEED])).digest(), "big", signed=True)


def _within(column: str, ids: Ids) -> tuple[str, list[Any]]:
    if isinstance(ids, range):
        return f"{column} >= %s AND {column} < %s", [ids.start, ids.stop]
    if connection.vendor == "postgresql":
        return f"{column} = ANY(%s::bigint[])", [array(ids)]
    return f"{column} IN (SELECT value FROM json_each(%s))", [str(list(ids))]


def _run(sql: str, values: list[Any], *, plan: bool = True) -> Iterator[tuple[Any, ...]]:
    with planned_cursor() if plan else prepared_cursor() as cursor:
        cursor.execute(sql, values)
        yield from cursor
