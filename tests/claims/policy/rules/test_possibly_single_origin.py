"""possibly_single_origin: what seems to be several origins may be one."""

from __future__ import annotations

from tests.claims.policy.build import Facts, flag

CODE = "possibly_single_origin"


def two_diplomats() -> Facts:
    facts = Facts().unnamed("one", "paper", label="a diplomat").unnamed("other", "post", label="an envoy")
    return facts.says("one").says("other")


def test_two_unnamed_sources_that_may_be_the_same_are_flagged() -> None:
    raised = flag(two_diplomats(), CODE)
    assert (raised.severity, raised.level) == ("info", "")
    assert raised.reason == "Only one origin is certain among a diplomat and an envoy; at most 2."
    assert raised.culprits == (("attribution", "one"), ("attribution", "other"))


def test_two_sources_of_one_family_are_flagged() -> None:
    assert flag(Facts().says("owner").source("channel", family="owner").says("channel"), CODE)


def test_a_plural_origin_is_one_or_more() -> None:
    facts = Facts().unnamed("others", "paper", plural=True).says("others")
    assert flag(facts, CODE).reason == "Only one origin is certain among others; at most 1 or more."


def test_an_assertion_and_one_origin_are_flagged_together() -> None:
    raised = flag(Facts().says("us").says("paper", basis="unstated"), CODE)
    assert raised.culprits == (("attribution", "us"), ("attribution", "paper"))


def test_a_second_certain_origin_clears_it() -> None:
    assert flag(two_diplomats().says("us").says("rok"), CODE) is None


def test_contradicting_traits_clear_it() -> None:
    facts = two_diplomats()
    facts.sources["one"]["country"], facts.sources["other"]["country"] = "US", "CN"
    assert flag(facts, CODE) is None


def test_a_judgement_of_independence_clears_it() -> None:
    assert flag(two_diplomats().judged_independent("one", "other"), CODE) is None


def test_exactly_one_origin_is_another_flag() -> None:
    facts = Facts().says("us")
    assert flag(facts, CODE) is None
    assert flag(facts, "single_origin")


def test_no_origin_is_another_flag() -> None:
    assert flag(Facts().says("paper", basis="unstated"), CODE) is None
