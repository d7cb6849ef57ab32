"""Stories and their claims as values, for the tests of sheets."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec

from claims.published import PublicAttribution, PublicClaim, PublicDocument, PublicQuote, PublicSource
from claims.sheets.values import Story, StoryClaim
from factcheck.text.anchoring.anchors import Anchor
from tests.claims.exports.published_claims import published, side

AT = datetime(2024, 6, 12, tzinfo=UTC)


def source(key: str) -> PublicSource:
    return PublicSource(key=key, name=key.title(), kind="outlet", identified=True)


def document(key: str, publisher: str = "paper") -> PublicDocument:
    return PublicDocument(key=key, title=key.title(), publisher=publisher, kind="article")


def said(key: str, stance: str = "supports", *, quote: str = "", **parts: Any) -> PublicAttribution:
    """Return an attribution whose source has its key."""
    words = PublicQuote(exact=quote) if quote else None
    given = {"source": key, "scope": "full", "basis": "statement", "quote": words}
    return PublicAttribution(key=key, stance=stance, **{**given, **parts})


def body(key: str, *rows: PublicAttribution, through: tuple[str, ...] = (), origins: int = 1, **parts: Any) -> PublicClaim:
    """Return a claim without flags and verdict; all its support came through the sources ``through``."""
    given: dict[str, Any] = {
        "key": key,
        "text": f"Claim {key} is so.",
        "status": "unverified",
        "flags": (),
        "verdict": None,
        "attributions": rows,
        "sources": tuple(source(each) for each in dict.fromkeys((*through, *(row.source for row in rows), "paper"))),
        "support": msgspec.structs.replace(side(origins, max(origins, 1)), gateways=through),
        "denial": side(denials := sum(row.stance == "denies" for row in rows), denials),
    }
    return published(**{**given, **parts})


def reported(claim: PublicClaim, *made_from: str, quotes: tuple[str, ...] = (), **more: Any) -> StoryClaim:
    """Return a claim of a story, of which some attributions were recorded from it."""
    given: dict[str, Any] = {"known_until": AT, "status_then": claim.status}
    anchors = tuple(map(Anchor, quotes))
    return StoryClaim(claim=claim, made_from=frozenset(made_from), quotes=anchors, **{**given, **more})


def story(*claims: StoryClaim, text: str = "", **more: Any) -> Story:
    return Story(text=text, claims=claims, **more)
