"""Append revisions of claims, each chained to the one before, with its public body."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from claims.body_packing import ALONE_EVERY, packed
from claims.models import PublicBody, Revision
from claims.queries.facts.standings import CurrentBody
from claims.revision_chain import BODY, chain_digest, commitment, new_salt
from claims.verification.change import Change
from claims.verification.storage import bulk
from claims.verification.storage.append_guard import begin_appending


class _Revision(NamedTuple):
    """A revision to append."""

    claim_id: int
    number: int
    at: datetime
    actor: str
    action: str
    reason: str
    assessment_id: int
    body_sha256: str
    previous_sha256: str
    salt: bytes
    sealed: None
    erased: Mapping[str, Any] | None


_REVISION = (
    "claim", "number", "at", "actor", "action", "reason", "assessment", "body_sha256", "previous_sha256", "salt", "sealed",
    "erased", "sha256", "body", "body_from",
)  # fmt: skip


def write_revisions(
    rendered: Iterable[tuple[int, bytes]],
    bodies: Mapping[int, CurrentBody],
    change: Change,
    assessments: Mapping[int, int],
    always: Collection[int],
) -> None:
    """Append a revision of each claim whose public body differs from the current one, and of each in ``always``."""
    revisions: list[bulk.Row] = []
    first: list[bulk.Row] = []
    new: list[bulk.Row] = []
    same: list[bulk.Row] = []
    for claim, body in rendered:
        known = bodies.get(claim)
        before = None if known is None else known.body.encode()
        differs = body != before
        if not differs and claim not in always:
            continue
        number, previous = (1, "") if known is None else (known.revision + 1, known.chain_sha256)
        salt = new_salt()
        digest = commitment(salt, BODY, body)
        said = (change.actor, change.action, change.reason)
        erased = change.erased.get(claim) if change.erased else None
        row = _Revision(claim, number, change.at, *said, assessments[claim], digest, previous, salt, None, erased)
        chained = chain_digest(row)
        body_from = number
        # Every so often a body is stored alone, so that reading one unpacks only so many before it.
        if known is not None and (not differs or number - known.body_from < ALONE_EVERY):
            body_from = known.body_from
        stored = packed(body, before if body_from != number else None) if differs else None
        listed = None if erased is None else msgspec.json.encode(erased).decode()
        revisions.append((*row[:-1], listed, chained, stored, body_from))
        if differs:
            (first if known is None else new).append((claim, number, change.at, digest, chained, body.decode(), body_from))
        else:
            # Without the body, the widest column, which is the same.
            same.append((claim, number, change.at, digest, chained))
    # As late as possible: from here until the transaction ends, readers of the feed see no later revision.
    if revisions:
        begin_appending()
    bulk.insert(Revision, _REVISION, revisions)
    bulk.insert(PublicBody, _BODY, first)
    bulk.update(PublicBody, _BODY, new)
    bulk.update(PublicBody, ("claim", "revision", "at", "sha256", "chain_sha256"), same)


_BODY = ("claim", "revision", "at", "sha256", "chain_sha256", "body", "body_from")
