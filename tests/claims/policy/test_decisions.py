"""The effect of decisions on counts and flags, whatever the rule: they settle what they name, and nothing later."""

from __future__ import annotations

from claims.policy.assess import RULES
from claims.vocabulary import CHANGE_DECLARED, MERGED, SPLIT, DecisionKind
from tests.claims.policy.build import Facts, flag


def both_ways(**dates: str) -> Facts:
    """One voice that said yes and no in an unknown order, and another that says yes."""
    return Facts().says("yes", "moscow", held=True).says("no", "moscow", "denies", held=True).says("us", held=True, **dates)


def test_a_declared_last_word_outdates_the_opposite_statement_that_it_names() -> None:
    assert flag(both_ways(), "self_contradicting")
    before = both_ways().assess()
    assert (before.support.at_least, before.denial.at_least) == (2, 1)

    declared = both_ways().decided(CHANGE_DECLARED, ("attribution", "yes"), attribution="no")

    after = declared.assess()
    assert (after.support.at_least, after.denial.at_least) == (1, 1)
    assert not flag(declared, "self_contradicting")
    assert not flag(declared, "position_changed")  # whoever declared it has seen the change


def test_a_statement_recorded_later_is_not_outdated_by_it() -> None:
    facts = both_ways().decided(CHANGE_DECLARED, ("attribution", "yes"), attribution="no").says("again", "moscow", held=True)
    assert facts.assess().support.at_least == 2
    assert flag(facts, "self_contradicting")


def test_a_declaration_counts_as_long_as_its_last_word_is_on_record_withdrawn_or_not() -> None:
    facts = both_ways().decided(CHANGE_DECLARED, ("attribution", "yes"), attribution="no")
    facts.rows["no"]["withdrawn_at"] = ""
    assert facts.assess().support.at_least == 1  # a withdrawal revives nothing
    del facts.rows["no"]  # voided: never recorded
    assert facts.assess().support.at_least == 2


def test_no_flag_is_raised_on_a_claim_that_was_merged_or_split() -> None:
    for kind in (MERGED, SPLIT):
        plain, retired = both_ways(), both_ways().decided(kind)
        assert plain.assess().flags
        assert retired.assess().flags == ()
        assert retired.assess().due_at is None
        assert retired.assess().support == plain.assess().support


def test_every_kind_that_a_rule_names_is_a_decision() -> None:
    assert {kind for rule in RULES for kind in rule.settles} <= set(DecisionKind.words())
