"""Erase parts of stored revisions, and commit to what replaces them: the chain stays intact, and lists the erased parts.

Callers hold the claim's lock and the transaction, and append a revision that lists what is returned.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec

from claims.body_packing import packed, unpacked
from claims.models import PublicBody, Revision
from claims.revision_chain import BODY, PREVIOUS, REASON, RESEALED, chain_digest, commitment, new_salt, resalted
from claims.verification.storage import bulk

_COLUMNS: Final = ("pk", "reason", "body_sha256", "previous_sha256", "sha256", "body", "salt", "sealed")


@dataclass(slots=True)
class Sealed:
    """What was erased from the revisions of a claim.

    ``gaps`` are the parts, as an erasing revision lists them. ``anew`` holds, by id, the old and the new digest of the
    revisions that had to be resealed: those without a salt, from the first one with an erased part on.
    """

    gaps: list[dict[str, Any]] = field(default_factory=list)
    anew: dict[int, tuple[str, str]] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)

    @property
    def listed(self) -> dict[str, Any]:
        """The list in the erasing revision."""
        return {"gaps": self.gaps, "resealed": [self.numbers[0], self.numbers[-1]] if self.numbers else []}


@dataclass(slots=True)
class _Row:
    """A revision with the body of the claim after it: as it was, and as the erasure leaves it (None: deleted)."""

    stored: Revision
    was: bytes
    body: bytes | None
    reason: str

    @property
    def changes_body(self) -> bool:
        return self.body != self.was


def seal(
    claim_id: int, reason: Callable[[str], str], body: Callable[[bytes], bytes | None], *, before: int | None = None
) -> Sealed:
    """Replace each reason and body in a claim's revisions by what ``reason`` and ``body`` return (None: delete the body).

    Bodies packed against a changed one are packed again, and the current body changes with its revision. With ``before``,
    reasons from that revision on stay, and every older digest without a salt is replaced.
    """
    rows = list(_rows(claim_id, reason, body, before))
    sealed = Sealed()
    anew = before is not None
    if not anew and not any(row.changes_body or row.reason != row.stored.reason for row in rows):
        return sealed
    _seal_rows(rows, sealed, anew=anew)
    bulk.update(Revision, _COLUMNS, [_values(row.stored) for row in rows])
    last = rows[-1]
    current = {"sha256": last.stored.body_sha256, "chain_sha256": last.stored.sha256}
    current |= {} if last.body is None else {"body": last.body.decode()}
    PublicBody.objects.filter(claim=claim_id).update(**current)
    return sealed


def _values(row: Revision) -> bulk.Row:
    return (row.pk, *(getattr(row, name) for name in _COLUMNS[1:-1]), _json(row.sealed))


def _json(value: Any) -> str | None:
    return None if value is None else msgspec.json.encode(value).decode()


def _rows(
    claim_id: int, reason: Callable[[str], str], body: Callable[[bytes], bytes | None], before: int | None
) -> Iterator[_Row]:
    was: bytes = b""
    now: bytes | None = b""
    # In order, as a body is packed against the one before it.
    for row in Revision.objects.filter(claim=claim_id).order_by("number"):
        if row.body is not None:
            was = unpacked(row.body, was or None)
            now = body(was)
        is_kept = before is not None and row.number >= before
        yield _Row(row, was, now, row.reason if is_kept else reason(row.reason))


def _seal_rows(rows: list[_Row], sealed: Sealed, *, anew: bool) -> None:
    """Replace the parts of each row in order; with ``anew``, also every digest without a salt."""
    before: _Row | None = None
    for row in rows:
        stored, previous = row.stored, before.stored.sha256 if before else ""
        anew = anew or (stored.salt is None and (row.changes_body or row.reason != stored.reason))
        if stored.salt is None:
            if anew:
                _reseal(row, previous, sealed)
        else:
            _replace_parts(row, previous, sealed)
        _repack(row, before)
        before = row


def _reseal(row: _Row, previous: str, sealed: Sealed) -> None:
    """Give an older revision a salt and a new digest: its old one would let a guess be confirmed."""
    stored, old = row.stored, row.stored.sha256
    stored.salt, stored.sealed = new_salt(), {RESEALED: True}
    stored.reason, stored.previous_sha256 = row.reason, previous
    stored.body_sha256 = commitment(stored.salt, BODY, row.body or b"")
    stored.sha256 = chain_digest(stored)
    sealed.anew[stored.pk] = (old, stored.sha256)
    sealed.numbers.append(stored.number)


def _replace_parts(row: _Row, previous: str, sealed: Sealed) -> None:
    stored = row.stored
    # The link is a part like the others: the digest commits to the old one, which nobody may compare any more.
    if stored.previous_sha256 != previous:
        _replace(stored, PREVIOUS, stored.previous_sha256.encode(), previous.encode(), sealed)
        stored.previous_sha256 = previous
    if stored.reason != row.reason:
        _replace(stored, REASON, stored.reason.encode(), row.reason.encode(), sealed)
        stored.reason = row.reason
    if row.changes_body:
        _replace(stored, BODY, row.was, row.body, sealed)


def _replace(stored: Revision, part: str, was: bytes, now: bytes | None, sealed: Sealed) -> None:
    """Keep the commitment to the old part, which the digest covers, and destroy its salt."""
    salt = bytes(stored.salt or b"")
    if part != BODY:  # that one has a column of its own
        stored.sealed = {part: commitment(salt, part, was), **(stored.sealed or {})}
    stored.salt = resalted(salt, part)
    stands = "" if now is None else commitment(stored.salt, part, now)
    sealed.gaps.append({"revision": stored.number, "part": part, "sha256": stands})


def _repack(row: _Row, before: _Row | None) -> None:
    stored = row.stored
    if stored.body is None:
        return
    if row.body is None:
        stored.body = None
    elif row.changes_body or (before is not None and before.changes_body):
        alone = stored.body_from == stored.number or before is None
        stored.body = packed(row.body, None if alone or before is None else before.body)
