from __future__ import annotations

from datetime import datetime

import pytest

from claims.models import CaptureReading, ProposedAttribution
from claims.queries.proposals.precision import Precision, rule_results
from tests import reviewing


def test_the_interval_is_that_of_wilson() -> None:
    # As printed by R: binom::binom.wilson(8, 10).
    assert Precision(8, 10).interval == pytest.approx((0.4901625, 0.9433178), abs=1e-4)
    assert Precision(0, 3).interval[0] == 0
    assert Precision(3, 3).interval[1] == pytest.approx(1)


def test_each_rule_is_counted_and_what_is_of_no_interest_does_not_count(db: None, now: datetime) -> None:
    reading = reviewing.reading(now=now)
    ProposedAttribution.objects.all().delete()
    assert rule_results() == []
    decided = {"decided_at": now, "decided_by": "user:ada"}
    made = [
        *[{"decision": "accepted", **decided}] * 3,
        {"decision": "edited", "changed": "stance", **decided},
        *({"decision": "rejected", "rejected_because": each, **decided} for each in ("wrong_words", "not_of_interest")),
        {},
    ]
    for number, values in enumerate(made, start=1):
        _make(reading, number, "clause", 0.5 + number / 100, values)
    _make(reading, 99, "hearsay", None, {})

    clause, hearsay = sorted(rule_results(), key=lambda each: each.rule)

    assert (clause.extractor, clause.proposed, clause.open, clause.accepted, clause.edited) == ("basic", 7, 1, 3, 1)
    assert clause.rejected == {"wrong_words": 1, "not_of_interest": 1}
    assert clause.precision == (3, 5)
    assert clause.measured == pytest.approx(0.57)  # that of the last proposal
    assert (hearsay.precision.of, hearsay.measured) == (0, None)


def _make(reading: CaptureReading, number: int, rule: str, confidence: float | None, values: dict[str, object]) -> None:
    given = {"number": number, "rule": rule, "confidence": confidence, "stance": "supports", "spans": {}}
    ProposedAttribution.objects.create(reading=reading, **given, **values)
