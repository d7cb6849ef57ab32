"""What to ask about the flags of a claim, from its current records."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from claims.policy.assess import case_at
from claims.policy.questions import Question, questions
from claims.queries.facts.current import load_facts
from claims.queries.policy.versions import thresholds
from claims.verification.evaluating import clock_at


def questions_about(claim_id: int, codes: Collection[str], now: datetime) -> Mapping[str, Question]:
    """Return the question that would settle each of the flags ``codes`` that the current records still raise."""
    if not codes:
        return {}
    clock = clock_at(now)
    loaded = load_facts([claim_id], clock.said_until)
    return questions(case_at(loaded.claims[claim_id], loaded.directory, thresholds(), clock), codes)
