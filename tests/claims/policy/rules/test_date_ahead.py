"""date_ahead: something is dated later than it was recorded."""

from __future__ import annotations

import pytest

from tests.claims.policy.build import Facts, flag

CODE = "date_ahead"


def mistyped(**fields: str) -> Facts:
    facts = Facts().source("paper", label="the Paper")
    return facts.says("row", "paper", **{"held": True, "recorded_at": "2024-06-12T10:00Z", **fields})


def test_a_statement_dated_after_it_was_recorded_is_flagged() -> None:
    raised = flag(mistyped(said_at="2042-06-10"), CODE)
    assert (raised.severity, raised.culprits) == ("warning", (("attribution", "row"),))
    assert raised.reason == "What the Paper said is dated 2042-06-10, and was recorded before (2024-06-12)."


def test_a_document_dated_after_it_was_recorded_is_flagged() -> None:
    raised = flag(mistyped(published_at="2025"), CODE)
    assert raised.reason == "The document of the Paper is dated 2025, and was recorded before (2024-06-12)."


@pytest.mark.parametrize("date", ["", "2024", "2024-06", "2024-06-12", "2024-06-13", "2024-06-12T10:00Z"])
def test_a_date_that_may_be_right_is_not_flagged(date: str) -> None:
    assert flag(mistyped(said_at=date, published_at=date), CODE) is None


def test_a_correction_clears_it() -> None:
    facts = mistyped(said_at="2042-06-10").says("corrected", "paper", said_at="2024-06-10", supersedes="row")
    assert flag(facts, CODE) is None
