"""The published JSON Schema says what the records say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from claims import vocabulary as claim_words
from claims.casefile import FORMAT
from claims.casefile.schema import as_text, json_schema
from sources import vocabulary as source_words
from tests.claims.casefile.build import visit

ROOT = Path(__file__).parents[3]
#: Told by ``merged_into``, or a desk's own.
NOT_EXCHANGED = {
    claim_words.MERGED,
    claim_words.VERDICT_PUBLISHED,
    claim_words.VERDICT_CONFIRMED,
    claim_words.VERDICT_WITHDRAWN,
}
REGENERATE = "python -m claims.casefile.schema > docs/case-file.schema.json"


def test_the_published_schema_is_up_to_date() -> None:
    published = (ROOT / "docs" / "case-file.schema.json").read_text(encoding="utf-8")

    assert published == as_text(), f"the records have changed; run: {REGENERATE}"


def test_the_command_prints_the_schema_and_nothing_else() -> None:
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-m", "claims.casefile.schema"], cwd=ROOT, capture_output=True, check=True
    )

    assert ran.stdout.decode() == as_text()
    assert ran.stderr == b""


def test_the_schema_is_a_schema_and_takes_the_example() -> None:
    Draft202012Validator.check_schema(json_schema())

    Draft202012Validator(json_schema()).validate(visit())


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("$.claims[0].key", "A b"),
        ("$.claims[0].stnce", 1),
        ("$.claims[0].attributions[0].stance", "x"),
        ("$.sources[0].name", ""),
    ],
)
def test_the_schema_refuses_what_decoding_refuses(path: str, value: object) -> None:
    assert not Draft202012Validator(json_schema()).is_valid(visit({path: value}))


@pytest.mark.parametrize(
    ("record", "field", "words"),
    [
        ("CaseFile", "format", [FORMAT]),
        ("SourceRecord", "kind", source_words.SourceKind.words()),
        ("RelationRecord", "kind", source_words.SourceRelationKind.words()),
        ("JudgementRecord", "outcome", source_words.Judgement.words()),
        ("Reliability", "grade", source_words.Grade.words()),
        ("DocumentRecord", "kind", source_words.DocumentKind.words()),
        ("AttributionRecord", "stance", claim_words.Stance.words()),
        ("AttributionRecord", "scope", claim_words.Scope.words()),
        ("AttributionRecord", "basis", claim_words.Basis.words()),
        ("AttributionRecord", "ground_rule", claim_words.GroundRule.words()),
        ("StruckLink", "kind", claim_words.CitationKind.words()),
        ("Withdrawal", "by", claim_words.Withdrawer.words()),
        ("ClaimRecord", "stage", claim_words.Stage.words()),
        ("ClaimRelationRecord", "kind", claim_words.ClaimRelationKind.words()),
        ("DecisionRecord", "kind", set(claim_words.DecisionKind.words()) - NOT_EXCHANGED),
        ("DecisionRecord", "outcome", claim_words.PredictionOutcome.words()),
    ],
)
def test_the_words_of_the_format_are_those_of_the_vocabulary(record: str, field: str, words: Any) -> None:
    assert set(json_schema()["$defs"][record]["properties"][field]["enum"]) == set(words)
