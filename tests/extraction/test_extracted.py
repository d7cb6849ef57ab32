from __future__ import annotations

from tests.extraction.extracted import extracted


def test_proposals_are_marks_with_the_rule_that_made_them() -> None:
    marks = extracted("basic", ["en-001"])["en-001"]

    assert marks.id == "en-001"
    assert all(each.rule for each in marks.spans)
