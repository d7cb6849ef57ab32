"""Nobody has judged whether the origins of a corroborated claim are independent."""

from __future__ import annotations

from tests.claims.policy.build import Facts, flag, raised


def two() -> Facts:
    facts = Facts().source("chief", label="the police chief").source("surgeon", label="the surgeon")
    return facts.says("chief", held=True).says("surgeon", held=True)


def test_two_origins_of_whose_independence_nobody_has_said_a_word() -> None:
    flag = raised(two(), "independence_not_judged")
    assert flag.reason == "Nobody has judged whether the police chief and the surgeon are independent of each other."
    assert flag.severity == "info"
    assert "; independence not judged" in two().assess().explanation


def test_one_judged_pair_is_enough() -> None:
    facts = two().says("nurse", held=True).judged_independent("chief", "nurse")
    assert flag(facts, "independence_not_judged") is None
    assert "not judged" not in facts.assess().explanation


def test_a_judgement_of_one_record_is_of_its_voice_whatever_the_time() -> None:
    facts = two().source("ministry").tie("chief", "speaks_for", "ministry", until_on="2020-01-01")
    facts.judged_independent("ministry", "surgeon")
    assert flag(facts, "independence_not_judged") is None


def test_a_claim_that_is_not_corroborated_has_other_questions_first() -> None:
    assert flag(two().denies("denier", held=True), "independence_not_judged") is None
    assert flag(Facts().says("chief", held=True), "independence_not_judged") is None
