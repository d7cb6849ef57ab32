"""The words that a case file takes are those that the models and the policy know."""

from __future__ import annotations

from typing import Any, get_args, get_type_hints

import pytest

from claims import vocabulary as of_claims
from claims.casefile import decision_records, records
from sources import vocabulary as of_sources


def words(record: type, field: str) -> set[Any]:
    """Return the words that a field's annotation lists."""
    hint = get_type_hints(record)[field]
    return set(get_args(hint)) if not any(get_args(arm) for arm in get_args(hint)) else set(get_args(get_args(hint)[0]))


@pytest.mark.parametrize(
    ("record", "field", "known"),
    [
        (records.SourceRecord, "kind", of_sources.KINDS),
        (records.RelationRecord, "kind", of_sources.RELATIONS),
        (records.JudgementRecord, "outcome", of_sources.OUTCOMES),
        (records.Reliability, "grade", of_sources.GRADES),
        (records.DocumentRecord, "kind", of_sources.DOCUMENT_KINDS),
        (records.AttributionRecord, "stance", of_claims.STANCES),
        (records.AttributionRecord, "scope", of_claims.SCOPES),
        (records.AttributionRecord, "basis", of_claims.BASES),
        (records.AttributionRecord, "ground_rule", of_claims.GROUND_RULES),
        (records.StruckLink, "kind", of_claims.CITATION_KINDS),
        (records.Withdrawal, "by", of_claims.WITHDRAWERS),
        (records.ClaimRelationRecord, "kind", of_claims.CLAIM_RELATIONS),
        (decision_records.DecisionRecord, "outcome", of_claims.OUTCOMES),
    ],
)
def test_the_lists_agree(record: type, field: str, known: tuple[str, ...]) -> None:
    assert words(record, field) == set(known)
