from __future__ import annotations

from claims.intake.extraction.basic.drafts import Draft
from claims.intake.sentences import Part


def test_the_source_is_the_last_hand() -> None:
    relay, source = Part(0, 3), Part(4, 9)

    assert Draft("r", "supports", "clause", Part(10, 12), source, relays=[relay]).hands == [relay, source]
    assert Draft("r", "supports", "clause", Part(10, 12)).hands == []
