"""tainted: the claim's text has changed since its attributions were recorded."""

from __future__ import annotations

import pytest

from claims.vocabulary import RECONFIRMED, REWORDED
from tests.claims.policy.build import Facts, flag

CODE = "tainted"
US, ROK = ("attribution", "us"), ("attribution", "rok")


def reworded() -> Facts:
    return Facts().source("us", label="the U.S.").says("us").says("rok").decided(REWORDED, US, ROK)


def test_attributions_recorded_for_another_wording_are_flagged() -> None:
    raised = flag(reworded(), CODE)
    assert (raised.severity, raised.level, raised.culprits) == ("warning", "", (US, ROK))
    assert raised.reason == (
        "The text was changed after statements of the U.S. and rok were recorded; nobody has confirmed them for the new text."
    )


def test_attributions_recorded_later_are_about_the_current_wording() -> None:
    assert flag(reworded().says("un"), CODE).culprits == (US, ROK)


def test_reconfirming_some_leaves_the_others_in_doubt() -> None:
    facts = reworded().decided(RECONFIRMED, US)
    assert flag(facts, CODE).culprits == (ROK,)
    assert flag(facts.decided(RECONFIRMED, ROK), CODE) is None


def test_another_rewording_brings_it_back() -> None:
    facts = reworded().decided(RECONFIRMED, US, ROK).decided(REWORDED, US, ROK)
    assert flag(facts, CODE).culprits == (US, ROK)


@pytest.mark.parametrize("end", [{"withdrawn_at": "2024-06-01"}, {"said_at": "2024-06-01"}])
def test_attributions_that_no_longer_count_need_no_decision(end: dict[str, str]) -> None:
    facts = reworded()
    facts.rows["us"].update(end)
    assert flag(facts.denies("later", "us", said_at="2024-06-05"), CODE).culprits == (ROK,)


def test_superseded_attributions_need_no_decision() -> None:
    assert flag(reworded().says("us-again", "us", supersedes="us"), CODE).culprits == (ROK,)


def test_a_rewording_without_remaining_attributions_is_silent() -> None:
    assert flag(Facts().says("un").decided(REWORDED, US), CODE) is None
