"""chronology_error: an attribution cites something that was said later."""

from __future__ import annotations

import pytest

from tests.claims.policy.build import Facts, flag

CODE = "chronology_error"


def relay(cited_at: str, citing_at: str) -> Facts:
    facts = Facts().source("us", label="the U.S.").source("paper", label="the Paper").says("us-says", "us", said_at=cited_at)
    return facts.reports("p", "paper", cites="us-says", held=True, said_at=citing_at)


def test_a_relay_of_what_was_said_later_is_flagged_with_both_dates() -> None:
    raised = flag(relay("2024-06-10", "2024-06-08"), CODE)
    assert (raised.severity, raised.level) == ("warning", "")
    assert raised.reason == "The Paper (2024-06-08) passes on what the U.S. said only later (2024-06-10)."
    assert raised.culprits == (("attribution", "p"), ("attribution", "us-says"))


@pytest.mark.parametrize(
    ("cited_at", "citing_at"),
    [
        ("2024-06-08", "2024-06-10"),
        ("2024-06-10", "2024-06-10"),
        ("2024-06-10", "2024-06"),
        ("2024-06", "2024-06-10"),
        ("2024", "2024-06-10"),
        ("", "2024-06-10"),
        ("2024-06-10", ""),
        ("2024-06-10", "2024-06-09T20:00Z"),
        ("2024-06-10T20:00Z", "2024-06-09"),
        ("2024-06-10T20:00Z", "2024-06-10T20:00Z"),
    ],
)
def test_dates_that_their_precision_allows_are_not_flagged(cited_at: str, citing_at: str) -> None:
    assert flag(relay(cited_at, citing_at), CODE) is None


@pytest.mark.parametrize(
    ("cited_at", "citing_at"),
    [("2024-06-10", "2024-05"), ("2024", "2023-12-31"), ("2024-06-10T20:01Z", "2024-06-10T20:00Z"),
     ("2024-06-11", "2024-06-09T20:00Z")],
)  # fmt: skip
def test_dates_that_no_precision_excuses_are_flagged(cited_at: str, citing_at: str) -> None:
    assert flag(relay(cited_at, citing_at), CODE)


def test_a_place_ahead_of_utc_may_date_a_month_before_it_begins_in_utc() -> None:
    assert flag(relay("2024-06", "2024-05-31T22:00Z"), CODE) is None


def test_a_copy_of_what_was_said_later_is_flagged() -> None:
    facts = Facts().says("us", said_at="2024-06-10").reports("reprint", copies="us", said_at="2024-06-08")
    assert flag(facts, CODE).culprits == (("attribution", "reprint"), ("attribution", "us"))


@pytest.mark.parametrize("end", [{"withdrawn_at": "2024-06-11"}, {"withdrawn_at": ""}, {"said_at": ""}])
def test_dates_corrected_or_the_relay_withdrawn_clear_it(end: dict[str, str]) -> None:
    facts = relay("2024-06-10", "2024-06-08")
    facts.rows["p"].update(end)
    assert flag(facts, CODE) is None


def test_a_relay_superseded_with_its_date_corrected_clears_it() -> None:
    facts = relay("2024-06-10", "2024-06-08")
    facts.reports("p2", "paper", cites="us-says", held=True, said_at="2024-06-11", supersedes="p")
    assert flag(facts, CODE) is None


def test_the_order_in_which_a_relay_cites_does_not_matter() -> None:
    facts = relay("2024-06-10", "2024-06-08").says("rok", said_at="2024-06-10")
    facts.rows["p"]["cites"] = ["us-says", "rok"]
    one = flag(facts, CODE)
    facts.rows["p"]["cites"] = ["rok", "us-says"]
    assert flag(facts, CODE) == one


def test_a_document_cannot_pass_on_what_was_said_after_it_was_published() -> None:
    facts = Facts().source("us", label="the U.S.").source("paper", label="the Paper")
    facts.says("us-says", "us", said_at="2024-06-10").reports("story", "paper", cites="us-says", published_at="2024-06-08")
    raised = flag(facts, CODE)
    assert raised.reason == "The document of the Paper (2024-06-08) passes on what the U.S. said only later (2024-06-10)."
    facts.rows["story"]["published_at"] = "2024-06"
    assert flag(facts, CODE) is None


def test_a_document_cannot_hold_what_was_said_after_it_was_published() -> None:
    facts = Facts().source("us", label="the U.S.").says("us-says", "us", said_at="2024-06-10", published_at="2024-06-08")
    assert flag(facts, CODE).reason == "The document of the U.S. (2024-06-08) holds what the U.S. said only later (2024-06-10)."
