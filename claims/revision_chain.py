"""The digest that ties each revision of a claim to the one before."""

from __future__ import annotations

from hashlib import sha256

import msgspec

from claims.models import Revision


def chain_digest(revision: Revision) -> str:
    """Return the SHA-256 that a revision must carry: over what it says and over the digest of the one before."""
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
