"""The digest that ties each revision of a claim to the one before.

What a revision says that may have to be erased, its parts, is in the digest only by commitments: each the SHA-256 of a random
salt and the part. Erasing a part replaces its salt, after which nobody can confirm a guess at what it was; the digest is made
of the old commitment, and stays. See docs/decisions/0032. Revisions of before have no salt, and a digest of the parts
themselves.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any, Final, Protocol

import msgspec

REASON: Final = "reason"
BODY: Final = "body"
PREVIOUS: Final = "previous"
#: What is committed to, in the order in which a salt has its bytes for each.
PARTS: Final = (REASON, BODY, PREVIOUS)
#: Marks, among the commitments of a revision, that its digest was made anew with a salt: the one of before was guessable.
RESEALED: Final = "resealed"
#: Bytes of the salt of one part: nobody tries 2**128 of them.
_SALT: Final = 16
#: Begins what a salted digest is made of, so that it is never taken for one of before.
_SALTED: Final = "salted"


class Chained(Protocol):
    """A revision, stored or about to be."""

    @property
    def claim_id(self) -> int: ...
    @property
    def number(self) -> int: ...
    @property
    def at(self) -> datetime: ...
    @property
    def actor(self) -> str: ...
    @property
    def action(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def assessment_id(self) -> int: ...
    @property
    def body_sha256(self) -> str: ...
    @property
    def previous_sha256(self) -> str: ...
    @property
    def salt(self) -> bytes | memoryview | None: ...
    @property
    def sealed(self) -> Mapping[str, Any] | None: ...
    @property
    def erased(self) -> Mapping[str, Any] | None: ...


def new_salt() -> bytes:
    """Return a salt that nobody can guess."""
    return os.urandom(_SALT * len(PARTS))


def resalted(salt: bytes | memoryview, part: str) -> bytes:
    """Return a salt with other bytes for one part: what was committed to with the old ones can be confirmed no more."""
    start = PARTS.index(part) * _SALT
    held = bytes(salt)
    return held[:start] + os.urandom(_SALT) + held[start + _SALT :]


def commitment(salt: bytes | memoryview | None, part: str, value: bytes) -> str:
    """Return the SHA-256 that stands for a part; without a salt that of the part alone, as revisions of before have it."""
    if salt is None:
        return sha256(value).hexdigest()
    start = PARTS.index(part) * _SALT
    return sha256(bytes(salt[start : start + _SALT]) + value).hexdigest()


def chain_digest(revision: Chained) -> str:
    """Return the SHA-256 that a revision must carry: over what it says and over the digest of the one before."""
    if revision.salt is None:
        return sha256(msgspec.json.encode(_plain(revision))).hexdigest()
    sealed = revision.sealed or {}
    said = (
        _SALTED,
        revision.claim_id,
        revision.number,
        revision.at.isoformat(),
        revision.actor,
        revision.action,
        sealed.get(REASON) or commitment(revision.salt, REASON, revision.reason.encode()),
        revision.assessment_id,
        revision.body_sha256,
        sealed.get(PREVIOUS) or commitment(revision.salt, PREVIOUS, revision.previous_sha256.encode()),
        revision.erased,
    )
    return sha256(msgspec.json.encode(said, order="deterministic")).hexdigest()


def _plain(revision: Chained) -> tuple[object, ...]:
    return (
        revision.claim_id,
        revision.number,
        revision.at.isoformat(),
        revision.actor,
        revision.action,
        revision.reason,
        revision.assessment_id,
        revision.body_sha256,
        revision.previous_sha256,
    )
