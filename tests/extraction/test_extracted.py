from __future__ import annotations

from claims.intake.extraction.proposals import SHOWN
from tests.extraction.extracted import extracted


def test_proposals_are_marks_with_the_rule_that_made_them() -> None:
    marks = extracted("basic", ["en-001"], everything=True)["en-001"]

    assert marks.id == "en-001"
    assert all(each.rule for each in marks.spans)


def test_what_a_desk_is_not_shown_is_left_out() -> None:
    ids = ["en-001", "en-003", "en-005"]
    shown, everything = (extracted("basic", ids, everything=each) for each in (False, True))

    assert all(each.confidence >= SHOWN for marks in shown.values() for each in marks.spans if each.confidence is not None)
    assert all(set(shown[each].spans) <= set(everything[each].spans) for each in ids)
