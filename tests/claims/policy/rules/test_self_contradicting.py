"""self_contradicting: one voice both supports and denies the claim."""

from __future__ import annotations

import pytest

from claims.policy.facts import Contradiction, Supporter
from claims.vocabulary import CHANGE_DECLARED
from tests.claims.policy.build import Facts, flag

CODE = "self_contradicting"


def yes_and_no(yes_at: str = "", no_at: str = "") -> Facts:
    facts = Facts().source("us", label="the U.S.").says("yes", "us", held=True, said_at=yes_at)
    return facts.denies("no", "us", held=True, said_at=no_at)


@pytest.mark.parametrize(
    ("yes_at", "no_at"),
    [("", ""), ("2024-06-10", ""), ("2024-06-10", "2024-06-10"), ("2024-06", "2024-06-10"), ("2024", "2024-06")],
)
def test_support_and_denial_at_times_that_overlap_are_flagged(yes_at: str, no_at: str) -> None:
    raised = flag(yes_and_no(yes_at, no_at), CODE)
    assert (raised.severity, raised.level) == ("warning", "")
    assert raised.reason == "The U.S. both supports and denies it, and it is not certain which came later."
    assert raised.culprits == (("attribution", "yes"), ("attribution", "no"))


@pytest.mark.parametrize(("yes_at", "no_at"), [("2024-06-10", "2024-06-08"), ("2024-05", "2024-06-10")])
def test_a_later_position_replaces_the_earlier_and_nothing_is_flagged(yes_at: str, no_at: str) -> None:
    assert flag(yes_and_no(yes_at, no_at), CODE) is None


def test_two_sources_of_one_voice_contradict_each_other() -> None:
    facts = Facts().source("us").source("spokesman", voice="us").says("us", held=True).denies("spokesman", held=True)
    assert flag(facts, CODE).culprits == (("attribution", "us"), ("attribution", "spokesman"))


def test_two_sources_of_one_family_do_not() -> None:
    facts = Facts().source("us").source("channel", family="us").says("us", held=True).denies("channel", held=True)
    assert flag(facts, CODE) is None


def test_an_unnamed_source_may_contradict_itself() -> None:
    facts = Facts().unnamed("diplomat", "paper").says("yes", "diplomat").denies("no", "diplomat")
    assert flag(facts, CODE)


def test_an_unnamed_source_may_change_its_mind() -> None:
    facts = Facts().unnamed("diplomat", "paper").says("yes", "diplomat", said_at="2024-06-01")
    assert flag(facts.denies("no", "diplomat", said_at="2024-06-05"), CODE) is None


def test_an_outlets_own_assertions_count() -> None:
    facts = Facts().says("yes", "paper", basis="unstated").denies("no", "paper", basis="unstated")
    assert flag(facts, CODE)


def test_withdrawing_one_of_them_clears_it() -> None:
    facts = yes_and_no()
    facts.rows["no"]["withdrawn_at"] = "2024-06-11"
    assert flag(facts, CODE) is None


def test_a_denial_of_part_contradicts_nothing() -> None:
    facts = yes_and_no()
    facts.rows["no"]["scope"] = "partial"
    assert flag(facts, CODE) is None


def test_relaying_the_other_side_contradicts_nothing() -> None:
    facts = Facts().says("paper").denies("moscow").denies("paper-relays", "paper", cites="moscow", held=True)
    assert flag(facts, CODE) is None


def test_a_declared_last_word_clears_it_and_only_it_counts() -> None:
    facts = yes_and_no().decided(CHANGE_DECLARED, ("attribution", "yes"), attribution="no")
    found = facts.assess()
    assert flag(facts, CODE) is None
    assert flag(facts, "position_changed") is None
    assert (found.support.at_most, found.denial.at_most) == (0, 1)


def test_another_statement_brings_it_back() -> None:
    facts = yes_and_no().decided(CHANGE_DECLARED, ("attribution", "yes"), attribution="no").says("yes-again", "us", held=True)
    assert flag(facts, CODE).culprits == (("attribution", "yes-again"), ("attribution", "no"))


def test_a_declaration_counts_only_once_the_last_word_is_said() -> None:
    facts = yes_and_no(no_at="2024-06-20").decided(CHANGE_DECLARED, ("attribution", "yes"), attribution="no")
    assert facts.assess().support.at_most == 1


def test_a_declaration_ends_if_its_last_word_was_voided() -> None:
    facts = Facts().says("yes", "us", held=True).decided(CHANGE_DECLARED, ("attribution", "yes"), attribution="voided")
    assert facts.assess().support.at_most == 1


def test_a_withdrawn_last_word_revives_nothing() -> None:
    facts = yes_and_no().decided(CHANGE_DECLARED, ("attribution", "yes"), attribution="no")
    facts.rows["no"]["withdrawn_at"] = "2024-06-11"
    assert (facts.assess().support.at_most, facts.assess().denial.at_most) == (0, 0)


def test_the_last_word_of_an_unnamed_source_is_declared_too() -> None:
    facts = Facts().unnamed("diplomat", "paper").says("yes", "diplomat").denies("no", "diplomat")
    assert flag(facts.decided(CHANGE_DECLARED, ("attribution", "no"), attribution="yes"), CODE) is None


def test_each_party_of_a_voice_is_named_for_its_own_words_only() -> None:
    facts = Facts().source("moscow", label="Moscow").source("putin", label="Vladimir Putin", voice="moscow")
    raised = flag(facts.says("putin", held=True).denies("moscow", held=True), CODE)
    assert raised.reason == (
        "Moscow denies it; Vladimir Putin, recorded as one voice, supports it; it is not certain which came later."
    )


def test_the_verbs_agree_with_several_speakers() -> None:
    facts = Facts().source("us").source("a", voice="us").source("b", voice="us")
    raised = flag(facts.says("us").says("a").denies("b"), CODE)
    assert raised.reason.startswith("B denies it; a and us, recorded as one voice, support it;")


def test_an_unnamed_group_takes_a_plural_verb() -> None:
    facts = Facts().unnamed("officials", "paper", plural=True).says("yes", "officials").denies("no", "officials")
    assert flag(facts, CODE).reason.startswith("Officials both support and deny it")


def rivals() -> Facts:
    facts = Facts().source("mod", label="the ministry").says("mod", held=True, said_at="2014-07-21")
    source = facts.directory().sources[1]
    facts.contradictions = (Contradiction("buk", (Supporter(source.id, source.label, source.voice),)),)
    return facts


def test_a_source_that_also_supports_a_contradicting_claim_contradicts_itself() -> None:
    raised = flag(rivals(), CODE)
    assert raised.reason == "The ministry supports it and also the contradicting claim “buk”."
    assert raised.culprits == (("attribution", "mod"), ("claim", "buk"))


def test_a_claim_that_only_the_same_voice_contradicts_is_not_contested() -> None:
    assert flag(rivals(), "contested") is None


def test_a_second_supporter_of_the_contradicting_claim_contests_it_alone() -> None:
    facts = rivals()
    (other,) = facts.contradictions
    facts.contradictions = (other._replace(supporters=(*other.supporters, Supporter(99, "the maker", 99))),)
    assert flag(facts, "contested").reason == (
        "The maker supports the contradicting claim “buk”; not everyone who opposes it has a stake."
    )
    assert flag(facts, CODE)


def test_a_declared_last_word_settles_it() -> None:
    assert flag(rivals().decided(CHANGE_DECLARED, ("claim", "buk"), attribution="mod"), CODE) is None
