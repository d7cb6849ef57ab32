from __future__ import annotations

from claims.admin.proposals.wording import OBSTACLES, confidence_words, dropped_words, stance_words
from claims.intake.extraction.proposals import Fault
from claims.intake.extraction.suggestions import Obstacle


def test_codes_are_said_in_words():
    assert set(OBSTACLES) == set(Obstacle)
    assert [confidence_words(share) for share in (None, 0.84, 0.1)] == [
        "never measured", "right in about 8 of 10", "right in about 1 of 10",
    ]  # fmt: skip
    assert [stance_words(stance) for stance in ("neither", "could_not_confirm")] == ["takes no side", "could not confirm"]
    assert dropped_words({"twice": 2, "too_many": 1}) == "too many: 1, proposed twice: 2"
    assert not any(fault in dropped_words({fault: 1}) for fault in (Fault.QUOTE, Fault.CYCLE))
