"""The digest that chains each revision of a claim to the one before."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Protocol

import msgspec


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


def chain_digest(revision: Chained) -> str:
    """Return the SHA-256 of a revision: over its content and the digest of the one before."""
    said = (
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
    return sha256(msgspec.json.encode(said)).hexdigest()
