"""A claim with something to settle of every kind."""

from __future__ import annotations

from datetime import datetime

from claims.models import Claim
from tests.cases import claim, load, person, row


def dispute(now: datetime) -> Claim:
    """Record a prediction of ada's that ben denies, and of which cyd is accused; kim said both yes and no."""
    sources = [person(key) for key in ("ada", "ben", "cyd", "kim")]
    documents = [{"key": "paper", "publisher": "ada", "kind": "article", "title": "What came of it"}]
    rows = (row("ada", said_at="2024-05-01"), row("ben", stance="denies"), row("yes", "kim"), row("no", "kim", "denies"))
    about = {"interests": [{"source": "cyd", "side": -1}], "window": {"until": "2024-05"}, "predicts": True}
    load({"sources": sources, "documents": documents, "claims": [claim("c", *rows, **about), claim("other")]}, at=now)
    return Claim.objects.get(key="c")
