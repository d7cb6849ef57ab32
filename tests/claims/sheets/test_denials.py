"""Which denials a story does not carry, and how they are named."""

from __future__ import annotations

from claims.published import PublicDiscrediting, PublicWithdrawal
from claims.sheets.denials import denials, described, is_later
from tests.claims.exports.published_claims import side
from tests.claims.sheets.stories import body, document, reported, said, story


def test_only_current_denials_that_the_story_does_not_carry_count() -> None:
    rows = (
        said("paper", "reports", cites=("moscow",)),
        said("moscow", "denies"),
        said("pyongyang", "denies"),
        said("relay", "denies", cites=("pyongyang",)),
        said("sputnik", "denies", superseded_by="x"),
        said("tass", "denies", withdrawn=PublicWithdrawal(by="source", reason="A slip.")),
        said("forged", "denies", discredited=PublicDiscrediting(reason="Forged.")),
        said("doubter", "questions"),
    )
    assert [row.key for row in denials(reported(body("a", *rows), "paper"))] == ["pyongyang"]


def test_a_full_denial_that_the_policy_does_not_count_is_none() -> None:
    full, part = said("kim", "denies"), said("moscow", "denies", scope="partial")
    assert [row.key for row in denials(reported(body("a", full, part, denial=side())))] == ["moscow"]


def test_a_denial_is_described_by_who_when_and_where_it_can_be_read() -> None:
    denial = said("kim", "denies", scope="partial", said_at="2024-06-11")
    carrier = said("agency", "reports", cites=("kim",))
    page = said("paper", "reports", copies="agency", document=document("putin visits"))

    assert described(denial, body("a", denial, carrier, page)) == "Kim in part, 2024-06-11 (“Putin Visits”, Paper)"
    assert described(denial, body("a", denial)) == "Kim in part, 2024-06-11"


def test_a_denial_is_later_only_where_the_dates_leave_no_doubt() -> None:
    published = story(published_at="2024-06")
    assert is_later(said("kim", "denies", said_at="2024-07-01"), published)
    assert not is_later(said("kim", "denies", said_at="2024-06-30"), published)
    assert not is_later(said("kim", "denies"), published)
    assert not is_later(said("kim", "denies", said_at="2024-07-01"), story())
