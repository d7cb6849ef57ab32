"""Checks the chain of a claim's revisions: nothing has changed except the parts that a later revision lists as erased."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from claims.body_packing import unpacked
from claims.models import PublicBody, Revision
from claims.revision_chain import BODY, PREVIOUS, REASON, RESEALED, chain_digest, commitment

#: The commitments that replace erased parts, by number of the revision and part; empty: nothing replaces it.
Gaps = Mapping[tuple[int, str], str]


def broken_chain(claim_id: int, revisions: Sequence[Revision], body: PublicBody | None, *, removed: bool) -> Iterator[str]:
    """Yield what is wrong with the revisions of a claim; if it was ``removed``, all earlier bodies are deleted."""
    previous = ""
    for revision in revisions:
        if revision.previous_sha256 != previous or revision.sha256 != chain_digest(revision):
            yield f"revision {revision.number} of claim {claim_id} does not continue the chain: it was changed once stored"
            return
        previous = revision.sha256
    gaps, resealed = listed_gaps(revisions), _listed_resealed(revisions)
    buried = last_removal(revisions) if removed else 0
    body_now: bytes | None = None
    for revision in revisions:
        body_now = _body_after(revision, body_now)
        yield from _changed_parts(claim_id, revision, gaps)
        if RESEALED in (revision.sealed or {}) and revision.number not in resealed:
            yield f"revision {revision.number} of claim {claim_id} was sealed anew, and no erasure lists it"
        if revision.number < buried:
            if revision.body is not None:
                yield f"the body of revision {revision.number} of claim {claim_id}, which was deleted, is left"
        elif body_now is None or not _is_committed(revision, BODY, body_now, revision.body_sha256, gaps):
            yield f"the body of revision {revision.number} of claim {claim_id} is not the one that was published"
    last = revisions[-1]
    if body is None or body_now is None or body.body.encode() != body_now or _digests(body) != (last.body_sha256, last.sha256):
        yield f"the public body of claim {claim_id} is not that of its last revision"


def _digests(body: PublicBody) -> tuple[str, str]:
    return body.sha256, body.chain_sha256


def last_removal(revisions: Sequence[Revision]) -> int:
    """Return the number of the revision that records the deletion of a claim; of the last one if none does."""
    removals = [revision.number for revision in revisions if revision.action == "removed" and revision.body is not None]
    return removals[0] if removals else revisions[-1].number


def listed_gaps(revisions: Sequence[Revision]) -> Gaps:
    """Return the parts that revisions list as erased, each as the last of these revisions left it."""
    found = {}
    for revision in revisions:
        for gap in gaps_of(revision):
            # No revision can excuse gaps of its own, or of later ones.
            if gap["revision"] < revision.number:
                found[gap["revision"], gap["part"]] = gap["sha256"]
    return found


def gaps_of(revision: Revision) -> Sequence[Mapping[str, Any]]:
    """Return what a revision lists as erased: ``revision``, ``part``, and the commitment that replaces it as ``sha256``."""
    gaps: Sequence[Mapping[str, Any]] = (revision.erased or {}).get("gaps", ())
    return gaps


def _listed_resealed(revisions: Sequence[Revision]) -> set[int]:
    """Return the numbers of the revisions that later ones list as resealed: their digest is not the original one."""
    found: set[int] = set()
    for revision in revisions:
        if resealed := (revision.erased or {}).get("resealed"):
            found.update(range(resealed[0], min(resealed[1] + 1, revision.number)))
    return found


def _changed_parts(claim_id: int, revision: Revision, gaps: Gaps) -> Iterator[str]:
    """Yield the parts that were removed although no revision lists them, or that differ from what their erasure left."""
    values = {REASON: revision.reason.encode(), PREVIOUS: revision.previous_sha256.encode()}
    for part in sorted(values.keys() & (revision.sealed or {}).keys()):
        if not _is_committed(revision, part, values[part], "", gaps):
            yield f"the {_NAMES[part]} of revision {revision.number} of claim {claim_id} is not what its erasure left"


_NAMES = {REASON: "reason", PREVIOUS: "link"}


def _is_committed(revision: Revision, part: str, value: bytes, otherwise: str, gaps: Gaps) -> bool:
    return commitment(revision.salt, part, value) == gaps.get((revision.number, part), otherwise)


def _body_after(revision: Revision, before: bytes | None) -> bytes | None:
    """Return the body that a revision left, if it can be read."""
    try:
        return before if revision.body is None else unpacked(revision.body, before)
    except zlib.error:
        return None
