"""A denial on record that the story does not carry."""

from __future__ import annotations

from claims.sheets.rules.denial_left_out import check
from tests.claims.sheets.stories import body, document, reported, said, story


def test_it_names_who_denied_and_where_in_one_flag_for_each_claim() -> None:
    moscow = said("moscow", "denies", said_at="2024-06-01", document=document("briefing"))
    one = reported(body("a", said("paper"), moscow, said("kim", "denies")), "paper")
    other = reported(body("b", said("paper")), "paper")

    (flag,) = check(story(one, other, published_at="2024-06-10"))

    assert flag.reason == (
        "“Claim a is so.” Denied by Moscow, 2024-06-01 (“Briefing”, Paper); Kim. Nothing recorded from this story says so."
    )
    assert (flag.code, flag.severity, flag.claims) == ("denial_left_out", "warning", ("a",))


def test_it_is_not_raised_for_what_the_story_carries_what_came_later_and_what_was_retired() -> None:
    carried = reported(body("a", said("paper", "reports", cites=("kim",)), said("kim", "denies")), "paper")
    later = reported(body("b", said("paper"), said("kim", "denies", said_at="2024-06-12")), "paper")
    retired = reported(body("c", said("paper"), said("kim", "denies")), "paper", retired="merged")

    assert list(check(story(carried, later, retired, published_at="2024-06-10"))) == []
