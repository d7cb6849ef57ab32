"""The digest that ties each revision of a claim to the one before.

The parts of a revision that may have to be erased enter the digest only as commitments: each is the SHA-256 of a random salt
and the part. Erasing a part replaces its salt, so that nobody can confirm a guess at what it was. The digest covers the old
commitment, and stays. See docs/decisions/0032. Older revisions have no salt: their digest covers the parts themselves.
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
#: The parts that have commitments, in the order of their bytes in a salt.
PARTS: Final = (REASON, BODY, PREVIOUS)
#: Marks, among the commitments of a revision, that its digest was replaced by a salted one: the old one allowed guesses.
RESEALED: Final = "resealed"
#: Bytes of the salt of one part: nobody can try 2**128 values.
_SALT: Final = 16
#: Begins the content of a salted digest, so that it is never mistaken for one without a salt.
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
    """Return a salt with new bytes for one part, so that the old commitment to it no longer confirms a guess."""
    start = PARTS.index(part) * _SALT
    held = bytes(salt)
    return held[:start] + os.urandom(_SALT) + held[start + _SALT :]


def commitment(salt: bytes | memoryview | None, part: str, value: bytes) -> str:
    """Return the commitment to a part: a SHA-256; without a salt that of the part alone, as in older revisions."""
    if salt is None:
        return sha256(value).hexdigest()
    start = PARTS.index(part) * _SALT
    return sha256(bytes(salt[start : start + _SALT]) + value).hexdigest()


def chain_digest(revision: Chained) -> str:
    """Return the SHA-256 that a revision must have: it covers its content and the digest of the revision before."""
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
