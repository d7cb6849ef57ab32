"""document_in_doubt: a publisher expressed concern about a document."""

from __future__ import annotations

from datetime import timedelta

import pytest

from claims.vocabulary import DISCREDITED, REVIEWED
from tests.claims.policy.build import NOW, Facts, flag

CODE = "document_in_doubt"


def story(**chief: object) -> Facts:
    facts = Facts().source("chief", label="The Police Chief")
    return facts.says("chief-says", "chief", held=True, doubted_at=NOW, **chief)


def test_a_concern_changes_no_count_and_names_what_rests_on_the_document() -> None:
    raised = flag(story(), CODE)
    assert (raised.severity, raised.culprits) == ("info", (("attribution", "chief-says"),))
    assert raised.reason == "Its publisher expressed concern about what we have of The Police Chief."
    assert (raised.level, story().assess().support.at_least) == ("", 1)


def test_without_a_concern_it_is_silent() -> None:
    assert flag(Facts().says("chief", held=True), CODE) is None


def test_denials_relays_and_copies_rest_on_documents_too() -> None:
    facts = Facts().says("us").denies("moscow", held=True, doubted_at=NOW)
    facts.reports("paper", cites="us", held=True, doubted_at=NOW).reports("reprint", copies="paper", held=True, doubted_at=NOW)
    assert [key for _, key in flag(facts, CODE).culprits] == ["moscow", "paper", "reprint"]


@pytest.mark.parametrize("ended", ["withdrawn", "superseded", "discredited"])
def test_what_no_longer_counts_is_silent(ended: str) -> None:
    if ended == "withdrawn":
        assert flag(story(withdrawn_at="2024-06-10"), CODE) is None
    elif ended == "superseded":
        assert flag(story().says("again", "chief", supersedes="chief-says", held=True), CODE) is None
    else:
        assert flag(story().decided(DISCREDITED, ("attribution", "chief-says")), CODE) is None


def reviewed(facts: Facts, **fields: object) -> Facts:
    return facts.decided(REVIEWED, *flag(facts, CODE).culprits, findings=facts.case().findings, **fields)


def test_a_review_settles_it_until_the_findings_change() -> None:
    facts = reviewed(story())
    assert flag(facts, CODE) is None
    assert flag(facts.says("mayor", held=True), CODE)


def test_another_concern_brings_it_back() -> None:
    facts = reviewed(story())
    facts.rows["chief-says"]["doubted_at"] = NOW + timedelta(minutes=1)
    assert flag(facts, CODE)


def test_another_document_in_doubt_brings_it_back() -> None:
    facts = reviewed(story().reports("paper", cites="chief-says", held=True))
    facts.rows["paper"]["doubted_at"] = NOW
    assert flag(facts, CODE)
