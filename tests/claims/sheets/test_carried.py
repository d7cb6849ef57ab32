"""A story carries what is recorded from it, and what that passes on."""

from __future__ import annotations

from claims.sheets.carried import carried
from tests.claims.sheets.stories import body, reported, said


def test_a_story_carries_what_its_statements_pass_on_and_nothing_else() -> None:
    rows = (
        said("paper", "reports", copies="agency"),
        said("agency", "reports", cites=("minister", "gone")),
        said("minister"),
        said("other", "reports", cites=("agency",)),
    )

    found = carried(reported(body("a", *rows), "paper"))

    assert [row.key for row in found] == ["paper", "agency", "minister"]


def test_a_circle_of_citations_ends() -> None:
    rows = said("a", "reports", cites=("b",)), said("b", "reports", cites=("a",))
    assert [row.key for row in carried(reported(body("a", *rows), "a"))] == ["a", "b"]
