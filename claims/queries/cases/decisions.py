"""From stored decisions to those of a case file. Mergers are fields of their claims, and verdicts stay with the desk."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from msgspec import UNSET

from claims.casefile import decision_records as r
from claims.models import Claim, Decision
from claims.queries.facts.current import of
from claims.vocabulary import COMMENT_ANSWERED, COMMENT_REQUESTED, EXCHANGED_DECISIONS

EXCHANGED_KINDS = tuple(kind.value for kind in EXCHANGED_DECISIONS)
#: Starts the actor of a decision where a case file names who made it: see ``claims.operations.cases.decisions``.
_BY_FILE = "file:"


def exchanged(ids: Sequence[int]) -> list[Decision]:
    """Return the exchanged decisions on claims, struck out ones included, by claim in the order of recording."""
    rows = Decision.objects.filter(of("claim_id", ids), kind__in=EXCHANGED_KINDS).order_by("claim_id", "id")
    return list(rows.select_related("attribution", "source", "other_claim", "document"))


def claims_named(decisions: Iterable[Decision]) -> set[int]:
    """Return the claims that decisions refer to."""
    rows = list(decisions)
    keys = _named(rows, "claim")
    found = set(Claim.objects.filter(key__in=keys).values_list("id", flat=True)) if keys else set()
    return found | {row.other_claim_id for row in rows if row.other_claim_id is not None}


def source_keys(decisions: Iterable[Decision]) -> set[str]:
    """Return the keys of the sources that decisions name."""
    rows = list(decisions)
    return _named(rows, "source") | {row.source.key for row in rows if row.source is not None}


def _named(decisions: Iterable[Decision], kind: str) -> set[str]:
    return {key for row in decisions for record, key in row.about if record == kind}


def records(decisions: Iterable[Decision], claims: Collection[str]) -> dict[int, list[r.DecisionRecord]]:
    """Return the records of decisions by claim. ``claims`` are the keys of claims in the file, or which it may refer to.

    Deleted claims are skipped, and so are decisions that settled only such claims.
    """
    requests: dict[int, str] = {}
    found: dict[int, list[r.DecisionRecord]] = {}
    for row in decisions:
        records = found.setdefault(row.claim_id, [])
        if row.kind == COMMENT_REQUESTED:
            requests[row.pk] = f"request-{sum(by.kind == COMMENT_REQUESTED for by in records) + 1}"
        about = list(_subjects(row, claims))
        other = row.other_claim.key if row.other_claim is not None and row.other_claim.key in claims else None
        # Without what it settled, it would load as a decision about something else.
        lost = (row.about and not about) or (row.other_claim is not None and other is None and row.document is None)
        if not lost:
            records.append(_record(row, about, other, requests))
    return {claim: records for claim, records in found.items() if records}


def _subjects(row: Decision, claims: Collection[str]) -> Iterator[r.Subject]:
    for record, key in row.about:
        if record != "claim" or key in claims:
            yield r.Subject(kind=record, key=key)


def _record(row: Decision, about: list[r.Subject], other: str | None, requests: dict[int, str]) -> r.DecisionRecord:
    struck: Any = UNSET
    if row.struck_at is not None:
        struck = r.StruckDecision(reason=row.struck_reason, by=_by(row.struck_by), recorded_at=row.struck_at.isoformat())
    asked = row.source if row.kind != COMMENT_ANSWERED else None  # the request of an answer names the source
    return r.DecisionRecord(
        key=requests.get(row.pk, UNSET),
        kind=row.kind,
        reason=row.reason,
        about=about or UNSET,
        attribution=row.attribution.key if row.attribution is not None else UNSET,
        source=asked.key if asked is not None else UNSET,
        claim=other or UNSET,
        document=row.document.key if row.document is not None else UNSET,
        request=requests[row.request_id] if row.request_id is not None else UNSET,
        outcome=row.outcome or UNSET,
        happened_at=row.happened_at or UNSET,
        answer_by=row.answer_by.isoformat() if row.answer_by is not None else UNSET,
        by=_by(row.actor),
        findings=row.findings_digest or UNSET,
        struck=struck,
        recorded_at=row.recorded_at.isoformat(),
    )


def _by(actor: str) -> str:
    return actor.removeprefix(_BY_FILE)
