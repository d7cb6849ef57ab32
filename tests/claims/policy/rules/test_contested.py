"""contested: someone denies what someone else supports."""

from __future__ import annotations

import pytest

from claims.vocabulary import ACKNOWLEDGED, CONTEST_RESOLVED
from tests.claims.policy.build import Facts, flag, rival

CODE = "contested"


def both() -> Facts:
    facts = Facts().source("us", label="U.S.").source("moscow", label="Moscow")
    return facts.says("us-says", "us", held=True).denies("moscow-denies", "moscow", held=True)


def contradicted(*, interested: bool) -> Facts:
    facts = Facts().says("us")
    facts.contradictions = (rival("no-shipment", "Pyongyang", interested=interested),)
    return facts


def test_a_denial_by_someone_without_a_stake_is_independent() -> None:
    raised = flag(both(), CODE)
    assert (raised.severity, raised.level) == ("critical", "independent")
    assert raised.culprits == (("attribution", "moscow-denies"),)
    assert raised.reason == "Denied by Moscow; not everyone who opposes it has a stake."


def test_a_denial_by_the_accused_is_a_denial_by_a_party() -> None:
    raised = flag(both().stake("moscow", -1), CODE)
    assert raised.level == "party"
    assert raised.reason == "Denied by Moscow; everyone who opposes it has a stake."


def test_a_stake_in_the_claim_itself_does_not_make_a_denier_a_party() -> None:
    assert flag(both().stake("moscow", 1), CODE).level == "independent"


def test_the_stake_of_another_source_of_the_voice_makes_a_party() -> None:
    assert flag(both().source("kremlin", voice="moscow").stake("kremlin", -1), CODE).level == "party"


def test_one_denier_without_a_stake_makes_it_independent() -> None:
    facts = both().stake("moscow", -1).denies("un", held=True)
    assert flag(facts, CODE).level == "independent"
    assert flag(facts, CODE).reason.startswith("Denied by Moscow and un;")


@pytest.mark.parametrize(("interested", "level"), [(True, "party"), (False, "independent")])
def test_support_for_a_contradicting_claim_contests(interested: bool, level: str) -> None:
    raised = flag(contradicted(interested=interested), CODE)
    assert (raised.level, raised.culprits) == (level, (("claim", "no-shipment"),))
    assert raised.reason.startswith("Pyongyang supports the contradicting claim “no-shipment”;")


def test_a_denier_with_a_stake_and_an_independent_contradiction_are_independent() -> None:
    facts = contradicted(interested=False).denies("moscow", held=True).stake("moscow", -1)
    raised = flag(facts, CODE)
    assert raised.level == "independent"
    assert raised.culprits == (("attribution", "moscow"), ("claim", "no-shipment"))


def test_a_reason_begins_with_a_capital_whatever_the_label() -> None:
    facts = Facts().says("us")
    facts.contradictions = (rival("no-shipment", "a diplomat", "others"),)
    assert flag(facts, CODE).reason.startswith("A diplomat and others support the contradicting claim")


def test_an_outlets_own_denial_and_own_assertion_contest() -> None:
    facts = Facts().says("paper", basis="unstated").denies("post", basis="unstated")
    assert flag(facts, CODE).culprits == (("attribution", "post"),)


def test_a_closed_circle_of_denials_contests_independently() -> None:
    facts = Facts().says("us", held=True).denies("a", cites="b").denies("b", cites="a", held=True)
    raised = flag(facts, CODE)
    assert (raised.level, raised.culprits) == ("independent", (("attribution", "a"), ("attribution", "b")))
    assert raised.reason.startswith("Denied in a closed circle of citations;")


def test_a_partial_denial_does_not_contest() -> None:
    assert flag(Facts().says("us").denies("moscow", scope="partial"), CODE) is None


def test_a_question_does_not_contest() -> None:
    assert flag(Facts().says("us").says("moscow", stance="questions"), CODE) is None


def test_a_denial_with_only_partial_support_does_not_contest() -> None:
    assert flag(Facts().says("us", scope="partial").denies("moscow"), CODE) is None


@pytest.mark.parametrize("end", [{"withdrawn_at": "2024-06-01"}, {"withdrawn_at": ""}, {"said_at": "2024-06-13"}])
def test_a_denial_that_no_longer_counts_clears_it(end: dict[str, str]) -> None:
    facts = both()
    facts.rows["moscow-denies"].update(end)
    assert flag(facts, CODE) is None


def test_a_superseded_denial_clears_it() -> None:
    facts = both().says("moscow-again", "moscow", stance="declined", supersedes="moscow-denies")
    assert flag(facts, CODE) is None


def test_a_new_denial_reopens_it() -> None:
    facts = both()
    facts.rows["moscow-denies"]["withdrawn_at"] = "2024-06-01"
    assert flag(facts.denies("pyongyang", held=True), CODE)


def test_an_editor_resolves_it_and_the_status_follows() -> None:
    facts = both().decided(CONTEST_RESOLVED, ("attribution", "moscow-denies"))
    assert flag(facts, CODE) is None
    assert facts.assess().status == "unverified"
    assert facts.assess().denial.at_most == 1


def test_another_denial_reopens_a_resolved_contest() -> None:
    facts = both().decided(CONTEST_RESOLVED, ("attribution", "moscow-denies")).denies("pyongyang", held=True)
    raised = flag(facts, CODE)
    assert raised.culprits == (("attribution", "moscow-denies"), ("attribution", "pyongyang"))
    assert flag(facts.decided(CONTEST_RESOLVED, ("attribution", "pyongyang")), CODE) is None


def test_a_contradicting_claim_reopens_a_resolved_contest() -> None:
    facts = both().decided(CONTEST_RESOLVED, ("attribution", "moscow-denies"))
    facts.contradictions = (rival("no-shipment", "Pyongyang", interested=True),)
    assert flag(facts, CODE)
    assert flag(facts.decided(CONTEST_RESOLVED, ("claim", "no-shipment")), CODE) is None


def test_another_kind_of_decision_resolves_nothing() -> None:
    assert flag(both().decided(ACKNOWLEDGED, ("attribution", "moscow-denies")), CODE)
