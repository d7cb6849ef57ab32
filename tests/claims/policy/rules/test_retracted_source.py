"""retracted_source: support was withdrawn."""

from __future__ import annotations

import pytest

from claims.vocabulary import REVIEWED
from tests.claims.policy.build import Facts, flag

CODE = "retracted_source"


def story(**chief: object) -> Facts:
    facts = Facts().source("chief", label="the police chief").says("chief-says", "chief", **chief)
    return facts.reports("paper", cites="chief-says", held=True)


def test_withdrawing_the_only_origin_is_critical() -> None:
    raised = flag(story(withdrawn_at="2024-06-10"), CODE)
    assert (raised.severity, raised.level, raised.culprits) == ("critical", "", (("attribution", "chief-says"),))
    assert raised.reason == "The police chief withdrew it; no origin is left."


def test_withdrawing_one_of_two_origins_is_a_warning() -> None:
    raised = flag(story(withdrawn_at="2024-06-10").says("mayor", held=True), CODE)
    assert (raised.severity, raised.reason) == ("warning", "The police chief withdrew it; other support remains.")


def test_a_withdrawn_relay_on_the_route_is_flagged() -> None:
    facts = story()
    facts.rows["paper"]["withdrawn_at"] = ""
    raised = flag(facts, CODE)
    assert (raised.severity, raised.culprits) == ("critical", (("attribution", "paper"),))


def test_a_withdrawn_relay_and_origin_are_both_named() -> None:
    facts = story(withdrawn_at="2024-06-10")
    facts.rows["paper"]["withdrawn_at"] = "2024-06-11"
    assert flag(facts, CODE).culprits == (("attribution", "chief-says"), ("attribution", "paper"))


def test_a_withdrawn_copy_is_a_warning() -> None:
    facts = story().reports("reprint", copies="paper", held=True, withdrawn_at="2024-06-10")
    raised = flag(facts, CODE)
    assert (raised.severity, raised.culprits) == ("warning", (("attribution", "reprint"),))


def test_a_withdrawn_assertion_without_a_source_is_a_warning_since_a_was_0() -> None:
    raised = flag(Facts().says("paper", basis="unstated", withdrawn_at="2024-06-10"), CODE)
    assert (raised.severity, raised.reason) == ("warning", "Paper withdrew it; no support is left.")


def test_an_origin_replaced_by_an_assertion_is_still_critical() -> None:
    facts = story(withdrawn_at="2024-06-10").says("post", basis="unstated", held=True)
    assert flag(facts, CODE).severity == "critical"


def test_a_superseded_row_is_silent() -> None:
    facts = story().says("chief-again", "chief", stance="declined", supersedes="chief-says")
    assert flag(facts, CODE) is None


def test_a_row_superseded_and_then_withdrawn_is_silent() -> None:
    facts = story(withdrawn_at="2024-06-10").says("chief-again", "chief", held=True, supersedes="chief-says")
    assert flag(facts, CODE) is None


def test_a_voided_row_is_silent() -> None:
    assert flag(Facts().reports("paper", cites="voided", held=True), CODE) is None


def test_a_withdrawn_denial_is_silent() -> None:
    assert flag(Facts().says("us").denies("moscow", withdrawn_at="2024-06-10"), CODE) is None


def test_a_withdrawn_relay_of_the_denial_is_silent() -> None:
    facts = Facts().says("us").denies("moscow").reports("paper", cites="moscow", withdrawn_at="2024-06-10")
    assert flag(facts, CODE) is None


@pytest.mark.parametrize(("withdrawn_at", "raised"), [("2024-06-12T12:00Z", True), ("2024-06-12T12:01Z", False)])
def test_a_withdrawal_counts_from_when_it_was_said(withdrawn_at: str, raised: bool) -> None:
    assert (flag(story(withdrawn_at=withdrawn_at), CODE) is not None) == raised


def test_a_withdrawn_earlier_position_is_silent_since_the_latest_counted() -> None:
    facts = Facts().says("yes", "us", said_at="2024-06-01", withdrawn_at="2024-06-10").denies("no", "us", said_at="2024-06-05")
    assert flag(facts, CODE) is None


def test_a_row_that_nothing_held_would_reach_was_on_no_route() -> None:
    facts = Facts().says("us", withdrawn_at="2024-06-10").reports("paper", cites="us", held=True)
    facts.says("corrected", "paper", supersedes="paper", held=True)
    assert flag(facts, CODE) is None


def reviewed(facts: Facts) -> Facts:
    culprits = flag(facts, CODE).culprits
    return facts.decided(REVIEWED, *culprits, findings=facts.case().findings)


def test_an_editor_who_reviewed_what_remains_settles_it() -> None:
    assert flag(reviewed(story(withdrawn_at="2024-06-10").says("mayor", held=True)), CODE) is None


def test_other_findings_bring_it_back() -> None:
    facts = reviewed(story(withdrawn_at="2024-06-10").says("mayor", held=True))
    assert flag(facts.says("deputy", held=True), CODE)


def test_another_withdrawal_brings_it_back_though_the_findings_stay() -> None:
    facts = story(withdrawn_at="2024-06-10").says("mayor", held=True).reports("reprint", copies="paper", held=True)
    reviewed(facts)
    found = facts.case().findings
    facts.rows["reprint"]["withdrawn_at"] = "2024-06-11"
    assert facts.case().findings == found
    assert flag(facts, CODE).culprits == (("attribution", "chief-says"), ("attribution", "reprint"))


def test_a_journal_that_withdraws_a_paper_does_not_withdraw_for_its_authors() -> None:
    facts = Facts().source("journal", label="The Journal").source("a1", label="Author One").source("a4", label="Author Four")
    for author in ("a1", "a4"):
        facts.says(author, held=True, withdrawn_at="2024-06-04", withdrawn_by="journal")
    raised = flag(facts.says("a4-again", "a4", held=True, said_at="2024-06-05"), CODE)
    assert (
        raised.reason == "The Journal retracted what it had published from Author One and Author Four; other support remains."
    )


def test_a_sources_own_withdrawal_and_a_publishers_are_distinguished() -> None:
    facts = story(withdrawn_at="2024-06-10").says("mayor", held=True, withdrawn_at="", withdrawn_by="paper")
    assert (
        flag(facts, CODE).reason
        == "The police chief withdrew it; paper retracted what it had published from mayor; no origin is left."
    )
