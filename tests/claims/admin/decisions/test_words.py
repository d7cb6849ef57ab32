"""The texts of the pages on which decisions are made."""

from __future__ import annotations

from claims.admin.decisions.words import ANSWER_WORDS, KINDS, OUTCOME_WORDS, STEPS
from claims.operations.decisions.ledger import BY_A_WORD
from claims.policy.assess import RULES
from claims.vocabulary import ANSWERS, DecisionKind, PredictionOutcome


def test_every_flag_that_a_decision_resolves_has_texts() -> None:
    assert set(KINDS) == set(DecisionKind.words())
    assert set(OUTCOME_WORDS) == set(PredictionOutcome.words())
    assert set(ANSWER_WORDS) == set(ANSWERS)
    assert set(STEPS) == set(BY_A_WORD)
    offered = {*STEPS, "self_contradicting", "overdue_outcome", "no_response_sought", "verdict_outdated"}
    assert {rule.code for rule in RULES if rule.settles} == offered
