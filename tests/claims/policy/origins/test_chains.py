"""Which rows are live, what copies count as, which rows are held, and which are orphans."""

from __future__ import annotations

import pytest

from claims.policy.facts import Clock
from tests.claims.policy.build import CLOCK, NOW, Facts


def live(facts: Facts, clock: Clock = CLOCK) -> set[str]:
    return {row.key for row in facts.case(clock=clock).counts.chains.nodes}


def held(facts: Facts) -> set[str]:
    chains = facts.case().counts.chains
    return {chains.nodes[index].key for index in chains.held}


def orphans(facts: Facts) -> set[str]:
    return {row.key for row in facts.case().counts.chains.orphans}


# Live rows


@pytest.mark.parametrize(
    ("said_at", "counts"),
    [("", True), ("2024", True), ("2024-06", True), ("2024-06-12", True), ("2024-06-12T12:00Z", True),
     ("2024-06-12T12:01Z", False), ("2024-06-13", False), ("2024-07", False), ("2025", False)],
)  # fmt: skip
def test_a_row_counts_from_the_earliest_time_at_which_it_may_have_been_said(said_at: str, counts: bool) -> None:
    assert live(Facts().says("us", said_at=said_at)) == ({"us"} if counts else set())


@pytest.mark.parametrize(
    ("withdrawn_at", "counts"), [(None, True), ("", False), ("2024-06-12", False), ("2024-06", False), ("2024-06-13", True)]
)
def test_a_row_counts_until_it_is_withdrawn(withdrawn_at: str | None, counts: bool) -> None:
    assert live(Facts().says("us", withdrawn_at=withdrawn_at)) == ({"us"} if counts else set())


def test_a_superseded_row_stays_dead_when_its_successor_is_withdrawn() -> None:
    assert live(Facts().says("old", "us").says("new", "us", supersedes="old", withdrawn_at="2024-06-01")) == set()


def test_a_row_is_superseded_only_once_the_new_one_is_said() -> None:
    facts = Facts().says("old", "us").says("new", "us", supersedes="old", said_at="2024-06-20")
    assert live(facts) == {"old"}
    assert live(facts, Clock(NOW, "2024-06-20T00:00Z")) == {"new"}


# The latest position of a voice


def changed_mind(**later: object) -> Facts:
    return Facts().says("first", "us", said_at="2024-06-01").says("then", "us", **{"said_at": "2024-06-05", **later})


@pytest.mark.parametrize("stance", ["denies", "questions"])
def test_only_the_latest_of_different_positions_of_a_voice_counts(stance: str) -> None:
    assert live(changed_mind(stance=stance)) == {"then"}


@pytest.mark.parametrize("stance", ["supports", "declined", "reports"])
def test_a_later_statement_that_is_no_other_position_does_not_outdate_the_first(stance: str) -> None:
    assert "first" in live(changed_mind(stance=stance))


@pytest.mark.parametrize("said_at", ["", "2024", "2024-06", "2024-06-01", "2024-06-02T10:00Z"])
def test_positions_at_times_that_are_unknown_or_overlap_all_count(said_at: str) -> None:
    assert live(changed_mind(stance="denies", said_at=said_at)) == {"first", "then"}


def test_a_later_position_that_was_withdrawn_revives_nothing() -> None:
    assert live(changed_mind(stance="denies", withdrawn_at="2024-06-06")) == set()


def test_a_later_position_that_was_superseded_no_longer_counts() -> None:
    facts = changed_mind(stance="denies").says("silent", "us", "declined", supersedes="then")
    assert live(facts) == {"first", "silent"}


def test_a_later_position_that_is_not_yet_said_changes_nothing() -> None:
    assert live(changed_mind(stance="denies", said_at="2024-06-20")) == {"first"}


def test_a_position_on_part_of_the_claim_is_no_other_position() -> None:
    assert live(changed_mind(stance="denies", scope="partial")) == {"first", "then"}


def test_an_earlier_position_on_part_of_the_claim_stays() -> None:
    facts = changed_mind(stance="denies")
    facts.rows["first"]["scope"] = "partial"
    assert live(facts) == {"first", "then"}


def test_relaying_the_other_side_is_no_position() -> None:
    facts = changed_mind(stance="denies", cites="moscow").denies("moscow")
    assert live(facts) == {"first", "then", "moscow"}


def test_an_assertion_without_a_source_is_a_position() -> None:
    assert live(changed_mind(stance="denies", basis="unstated")) == {"then"}


def test_an_unnamed_source_has_no_latest_position() -> None:
    facts = Facts().unnamed("us", "paper").says("first", "us", said_at="2024-06-01")
    assert live(facts.denies("then", "us", said_at="2024-06-05")) == {"first", "then"}


def test_another_source_of_the_voice_has_the_last_word_too() -> None:
    facts = Facts().source("us").source("spokesman", voice="us").says("first", "us", said_at="2024-06-01")
    assert live(facts.denies("spokesman", said_at="2024-06-05")) == {"spokesman"}


def test_of_three_positions_the_last_counts() -> None:
    facts = changed_mind(stance="denies").says("again", "us", said_at="2024-06-09")
    assert live(facts) == {"again"}


# Copies and what is held


def test_a_copy_of_a_copy_counts_as_the_original_and_is_no_row_itself() -> None:
    facts = Facts().says("us").reports("bb", cites="us").reports("sr", copies="bb").reports("tv", copies="sr", held=True)
    assert live(facts) == {"us", "bb"}
    assert held(facts) == {"bb"}


def test_citing_a_copy_counts_as_citing_the_original() -> None:
    facts = Facts().says("us").reports("sr", copies="us").reports("paper", cites="sr", held=True)
    assert [row.key for row in facts.case().support.origins] == ["us"]


def test_a_row_that_nothing_cites_or_copies_is_held() -> None:
    assert held(Facts().says("us").reports("paper", cites="us")) == {"paper"}


def test_a_citation_by_a_withdrawn_row_counts() -> None:
    assert held(Facts().says("us").reports("paper", cites="us", withdrawn_at="")) == set()


def test_a_row_dated_ahead_passes_on_nothing_yet() -> None:
    assert held(Facts().says("us").reports("paper", cites="us", said_at="2024-06-20")) == {"us"}


def test_a_document_of_a_withdrawn_copy_does_not_count_for_the_original() -> None:
    facts = Facts().says("us").reports("reprint", copies="us", held=True, withdrawn_at="")
    assert held(facts) == set()


# Orphans


@pytest.mark.parametrize("link", ["cites", "copies"])
def test_a_row_that_passes_on_only_dead_rows_is_an_orphan(link: str) -> None:
    assert orphans(Facts().says("us", withdrawn_at="").reports("paper", **{link: "us"})) == {"paper"}


@pytest.mark.parametrize("link", ["cites", "copies"])
def test_a_row_that_passes_on_only_voided_rows_is_an_orphan_and_no_origin(link: str) -> None:
    facts = Facts().reports("paper", **{link: "voided"}, held=True)
    assert orphans(facts) == {"paper"}
    assert facts.case().support.at_most == 0


def test_a_relay_of_an_orphaned_copy_is_an_orphan() -> None:
    facts = (
        Facts().says("us", withdrawn_at="").reports("sr", copies="us").reports("tv", copies="sr").reports("post", cites="tv")
    )
    assert orphans(facts) == {"sr", "tv", "post"}


def test_a_supporting_relay_of_a_dead_row_supports_nothing() -> None:
    facts = Facts().says("us", withdrawn_at="").says("paper", cites="us", held=True)
    assert (facts.case().support.at_least, facts.case().support.at_most) == (0, 0)


# Closed circles


def circle(**fields: object) -> Facts:
    return Facts().says("a", cites="b", **fields).says("b", cites="a", held=True, **fields)


def test_a_closed_circle_counts_once_for_the_side_of_a_member() -> None:
    assert circle().case().support.at_most == 1
    assert circle().case().denial.at_most == 0


@pytest.mark.parametrize("fields", [{"stance": "reports"}, {"scope": "partial"}])
def test_a_circle_without_a_member_that_supports_the_whole_is_on_no_side(fields: dict[str, str]) -> None:
    assert circle(**fields).case().support.at_most == 0


def test_a_circle_whose_members_take_both_sides_counts_for_both() -> None:
    facts = circle()
    facts.rows["a"]["stance"] = "denies"
    case = facts.case()
    assert (case.support.at_most, case.denial.at_most) == (1, 1)
