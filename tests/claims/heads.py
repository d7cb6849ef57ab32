"""Heads of revision chains, and who tampers with what they cover."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from claims.chain_heads import Head
from claims.models import PublicBody, Revision
from claims.operations.history.chain_heads import make_heads
from claims.revision_chain import chain_digest


def head(**changed: Any) -> Head:
    values: dict[str, Any] = {
        "number": 1, "day": "2024-06-12", "made_at": "2024-06-12T03:50:00+00:00", "after": 0, "through": 9, "count": 9,
        "rows_sha256": "ab" * 32, "leaves_sha256": "cd" * 32, "previous_sha256": "",
    }  # fmt: skip
    return Head(**values | changed)


def heads_of(now: datetime, secret: str = "") -> list[Head]:
    """Make the heads that are missing."""
    return list(make_heads(lambda: now, secret))


def forge(key: str, number: int, **changed: Any) -> None:
    """Change a revision as one does who knows how chains work: with its digest, and those of all later ones."""
    Revision.objects.filter(claim__key=key, number=number).update(**changed)
    previous = None
    for one in Revision.objects.filter(claim__key=key, number__gte=number).order_by("number"):
        one.previous_sha256 = one.previous_sha256 if previous is None else previous
        one.sha256 = previous = chain_digest(one)
        one.save()
    PublicBody.objects.filter(claim__key=key).update(chain_sha256=previous)
