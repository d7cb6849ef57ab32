"""The keys that a case file names, so that the stored records can be fetched before the checks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from claims.casefile.checks.case_context import first_record, rows, vouchers
from claims.casefile.checks.discrediting import discreditings
from claims.casefile.decision_records import DecisionRecord
from claims.casefile.records import CaseFile, ClaimRecord
from claims.casefile.source_records import MergerRecord


@dataclass(frozen=True, slots=True)
class NamedKeys:
    """The keys that a case file names, by kind: those of its own records and those that it refers to."""

    sources: frozenset[str]
    documents: frozenset[str]
    claims: frozenset[str]


def named_keys(case: CaseFile) -> NamedKeys:
    """Return every key that the case names, except those of attributions: fetch all attributions of the claims."""
    return NamedKeys(_keys(_sources(case)), _keys(_documents(case)), _keys(_claims(case)))


def _keys(named: Iterable[object]) -> frozenset[str]:
    return frozenset(key for key in named if isinstance(key, str))


def _sources(case: CaseFile) -> Iterable[object]:
    for source in rows(case.sources):
        yield from (source.key, *vouchers(source.vouched_by), first_record(source.merged_into), source.organisation_key)
        if source.named_as:
            yield source.named_as.source
    for relation in rows(case.relations):
        yield from (relation.from_, relation.to)
    for judgement in rows(case.judgements):
        yield from (judgement.a, judgement.b)
    yield from (document.publisher for document in rows(case.documents))
    for document in rows(case.documents):
        yield from (author for made in rows(document.authors_withdrawn) for author in made.authors)
    for claim in rows(case.claims):
        yield from _sources_of_claim(claim)


def _sources_of_claim(claim: ClaimRecord) -> Iterable[object]:
    yield from (interest.source for interest in rows(claim.interests))
    yield from (attribution.source for attribution in rows(claim.attributions))
    yield from (decision.source for decision in _decisions(claim))
    yield from _subjects(claim, "source")


def _documents(case: CaseFile) -> Iterable[object]:
    for source in rows(case.sources):
        if isinstance(source.merged_into, MergerRecord):
            yield from rows(source.merged_into.documents)
    yield from (source.named_as.document for source in rows(case.sources) if source.named_as)
    for document in rows(case.documents):
        yield from (document.key, document.copy_of)
    for claim in rows(case.claims):
        yield from (attribution.document for attribution in rows(claim.attributions))
        yield from (held.document for attribution in rows(claim.attributions) for held in rows(attribution.documents))
        yield from (decision.document for decision in _decisions(claim))
        yield from _subjects(claim, "document")


def _claims(case: CaseFile) -> Iterable[object]:
    for claim in rows(case.claims):
        yield from (claim.key, claim.merged_into)
        yield from (relation.claim for relation in rows(claim.relations))
        yield from (decision.claim for decision in _decisions(claim))
        yield from _subjects(claim, "claim")


def _decisions(claim: ClaimRecord) -> Iterable[DecisionRecord]:
    return (*rows(claim.decisions), *discreditings(claim))


def _subjects(claim: ClaimRecord, kind: str) -> Iterable[object]:
    for decision in _decisions(claim):
        yield from (subject.key for subject in rows(decision.about) if subject.kind == kind)
