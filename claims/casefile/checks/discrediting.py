"""What an attribution says of its own discrediting: the decision that this stands for, and its checks."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import UNSET

from claims.casefile.attribution_records import AttributionRecord, Discrediting, documents_of
from claims.casefile.checks.case_context import Scope, rows
from claims.casefile.checks.references import dangling
from claims.casefile.decision_records import DecisionRecord, Subject
from claims.casefile.problem import Draft
from claims.casefile.records import ClaimRecord
from claims.vocabulary import DISCREDITED, RecordKind


def discreditings(claim: ClaimRecord) -> list[DecisionRecord]:
    """Return the decisions that the attributions of a claim stand for: one for each that is discredited."""
    return [
        _decision(row.key, row.discredited) for row in rows(claim.attributions) if isinstance(row.discredited, Discrediting)
    ]


def _decision(key: str, said: Discrediting) -> DecisionRecord:
    return DecisionRecord(
        kind=DISCREDITED,
        reason=said.reason,
        about=[Subject(kind=RecordKind.ATTRIBUTION, key=key)],
        attribution=said.attribution or UNSET,
        source=said.by or UNSET,
        claim=said.claim or UNSET,
        document=said.document or UNSET,
        happened_at=said.at or UNSET,
    )


def discrediting_drafts(row: AttributionRecord, path: str, scope: Scope) -> Iterator[Draft]:
    """Yield what is wrong with the discrediting of an attribution."""
    said = row.discredited
    if not isinstance(said, Discrediting):
        return
    place = f"{path}.discredited"
    if not (said.document or said.attribution or said.claim):
        yield Draft(place, "needs what shows it: a 'document', an 'attribution' of this claim or a 'claim'")
    if row.voided:
        yield Draft(place, "'voided' counts as never recorded, so there is nothing to discredit; leave one of them out")
    yield from _twice(row.key, place, path, scope)
    yield from _evidence(row, said, place, scope)


def _twice(key: str, place: str, path: str, scope: Scope) -> Iterator[Draft]:
    claim_path = path.rsplit(".", 1)[0]
    for index, made in enumerate(rows(scope.claim.decisions)):
        about = {subject.key for subject in rows(made.about)}
        if made.kind == DISCREDITED and not made.struck and key in about:
            yield Draft(place, f"{claim_path}.decisions[{index}] already says that '{key}' is discredited; keep one")


def _evidence(row: AttributionRecord, said: Discrediting, place: str, scope: Scope) -> Iterator[Draft]:
    context = scope.context
    yield from dangling(said.by, context.sources, f"{place}.by", "source")
    yield from dangling(said.document, context.documents, f"{place}.document", "document")
    yield from dangling(said.claim, context.claims, f"{place}.claim", "claim")
    if said.by and not context.sources.get(said.by, True):
        yield Draft(f"{place}.by", f"source '{said.by}' is unnamed; leave it out, and name the document that shows it")
    if said.document and said.document in documents_of(row):
        yield Draft(f"{place}.document", f"'{said.document}' is what is discredited; name the document that shows it")
    if said.claim == scope.claim.key:
        yield Draft(f"{place}.claim", "names the claim itself; name another, or an attribution of this one")
    if said.attribution == row.key:
        yield Draft(f"{place}.attribution", f"'{row.key}' cannot discredit itself; name what else shows it")
    elif said.attribution and said.attribution not in scope:
        yield Draft(f"{place}.attribution", f"no attribution '{said.attribution}' in this claim", said.attribution, scope)
