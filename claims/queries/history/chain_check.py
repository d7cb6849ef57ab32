"""The chain of a claim's revisions: whether each says what it said, but for the parts that a later one lists as erased."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from claims.body_packing import unpacked
from claims.models import PublicBody, Revision
from claims.revision_chain import BODY, PREVIOUS, REASON, RESEALED, chain_digest, commitment

#: What stands in place of an erased part, as a commitment, by the number of the revision and the part; empty: nothing does.
Gaps = Mapping[tuple[int, str], str]


def broken_chain(claim_id: int, revisions: Sequence[Revision], body: PublicBody | None, *, removed: bool) -> Iterator[str]:
    """Return what is wrong with the revisions of a claim; of one that was ``removed`` all bodies of before are deleted."""
    previous = ""
    for revision in revisions:
        if revision.previous_sha256 != previous or revision.sha256 != chain_digest(revision):
            yield f"revision {revision.number} of claim {claim_id} does not continue the chain: it was changed once stored"
            return
        previous = revision.sha256
    gaps, anew = listed_gaps(revisions), _listed_anew(revisions)
    buried = last_removal(revisions) if removed else 0
    told: bytes | None = None
    for revision in revisions:
        told = _told(revision, told)
        yield from _changed_parts(claim_id, revision, gaps)
        if RESEALED in (revision.sealed or {}) and revision.number not in anew:
            yield f"revision {revision.number} of claim {claim_id} was sealed anew, and no erasure lists it"
        if revision.number < buried:
            if revision.body is not None:
                yield f"the body of revision {revision.number} of claim {claim_id}, which was deleted, is left"
        elif told is None or not _is_committed(revision, BODY, told, revision.body_sha256, gaps):
            yield f"the body of revision {revision.number} of claim {claim_id} is not the one that was published"
    last = revisions[-1]
    if body is None or told is None or body.body.encode() != told or _digests(body) != (last.body_sha256, last.sha256):
        yield f"the public body of claim {claim_id} is not that of its last revision"


def _digests(body: PublicBody) -> tuple[str, str]:
    return body.sha256, body.chain_sha256


def last_removal(revisions: Sequence[Revision]) -> int:
    """Return the number of the revision that tells of the deletion of a claim; the last one, where none does."""
    removals = [revision.number for revision in revisions if revision.action == "removed" and revision.body is not None]
    return removals[0] if removals else revisions[-1].number


def listed_gaps(revisions: Sequence[Revision]) -> Gaps:
    """Return the parts that revisions list as erased, each as it was left by the last one."""
    found = {}
    for revision in revisions:
        for gap in gaps_of(revision):
            if gap["revision"] < revision.number:
                found[gap["revision"], gap["part"]] = gap["sha256"]
    return found


def gaps_of(revision: Revision) -> Sequence[Mapping[str, Any]]:
    """Return what a revision lists as erased: ``revision``, ``part``, and what stands there since as ``sha256``."""
    gaps: Sequence[Mapping[str, Any]] = (revision.erased or {}).get("gaps", ())
    return gaps


def _listed_anew(revisions: Sequence[Revision]) -> set[int]:
    """Return the numbers of the revisions that others list as sealed anew, with another digest than they were written with."""
    found: set[int] = set()
    for revision in revisions:
        if anew := (revision.erased or {}).get("resealed"):
            found.update(range(anew[0], min(anew[1] + 1, revision.number)))
    return found


def _changed_parts(claim_id: int, revision: Revision, gaps: Gaps) -> Iterator[str]:
    """Yield the parts that were set aside though nothing lists them, or that are not what was left in their place."""
    values = {REASON: revision.reason.encode(), PREVIOUS: revision.previous_sha256.encode()}
    for part in sorted(values.keys() & (revision.sealed or {}).keys()):
        if not _is_committed(revision, part, values[part], "", gaps):
            yield f"the {_NAMES[part]} of revision {revision.number} of claim {claim_id} is not what its erasure left"


_NAMES = {REASON: "reason", PREVIOUS: "link"}


def _is_committed(revision: Revision, part: str, value: bytes, otherwise: str, gaps: Gaps) -> bool:
    return commitment(revision.salt, part, value) == gaps.get((revision.number, part), otherwise)


def _told(revision: Revision, before: bytes | None) -> bytes | None:
    """Return the body that a revision left, if it can be read."""
    try:
        return before if revision.body is None else unpacked(revision.body, before)
    except zlib.error:
        return None
