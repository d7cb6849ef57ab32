"""What *basic* reads in a text, in short."""

from __future__ import annotations

from claims.intake.extraction.basic.extractor import Basic


def marks(text: str, language: str = "en") -> list[tuple[str, str, str]]:
    """Return the stance, the hands and the content of each proposal."""
    found = Basic().propose(text, language)
    return [(each.stance, " < ".join(hand.quote for hand in each.hands), each.content.quote) for each in found]
