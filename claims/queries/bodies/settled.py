"""The part of public bodies that people decided: decisions shown to readers, and the published verdict."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from claims.models import Decision, Verdict, VerdictEvidence
from claims.models.verdict import PUBLISHED
from claims.published import PublicDecision, PublicDiscrediting, PublicVerdict
from claims.queries.facts.current import Ids, of
from claims.vocabulary import (
    CHANGE_DECLARED,
    COMMENT_ANSWERED,
    COMMENT_REQUESTED,
    CONTEST_RESOLVED,
    DISCREDITED,
    OUTCOME_LINKED,
    REAFFIRMED,
    REWORDED,
)
from factcheck.database.prepared import PreparedOf

#: Decisions shown to readers. Whether the desk has seen or reviewed something stays internal.
_SHOWN: Final = (
    CONTEST_RESOLVED, CHANGE_DECLARED, REAFFIRMED, REWORDED, OUTCOME_LINKED, COMMENT_REQUESTED, COMMENT_ANSWERED
)  # fmt: skip
#: Decisions whose reason is written for readers; the reasons of others stay internal.
EXPLAINED: Final = (CONTEST_RESOLVED, CHANGE_DECLARED, OUTCOME_LINKED)


_ATTRIBUTION: Final = "attribution"


class Discredited(NamedTuple):
    """How an attribution was discredited: the id of the source that showed it, and the public part."""

    source: int | None
    shown: PublicDiscrediting


class Settled(NamedTuple):
    """Public decisions, oldest first, published verdicts, and discredited attributions by their keys; by claim."""

    decisions: Mapping[int, tuple[PublicDecision, ...]]
    verdicts: Mapping[int, PublicVerdict]
    discredited: Mapping[int, Mapping[str, Discredited]]


def settled(ids: Ids) -> Settled:
    """Return what people decided about the claims ``ids``, as shown to readers."""
    decided = _decided(ids)
    shown = {claim: tuple(decision for _, decision in found) for claim, found in decided.by_id.items()}
    return Settled(shown, _verdicts(ids), decided.discredited)


def decisions_by_id(ids: Ids) -> dict[int, list[tuple[int, PublicDecision]]]:
    """Return by claim the decisions shown to readers, each with the id of its record, oldest first."""
    return _decided(ids).by_id


class _Decided(NamedTuple):
    by_id: dict[int, list[tuple[int, PublicDecision]]]
    discredited: dict[int, dict[str, Discredited]]


def _decided(ids: Ids) -> _Decided:
    found: dict[int, list[tuple[int, PublicDecision]]] = {}
    discredited: dict[int, dict[str, Discredited]] = {}
    for claim, pk, kind, at, reason, attribution, source, other, document, outcome, happened_at, about, by in (
        _DECISIONS.rows(ids)
    ):  # fmt: skip
        if kind == DISCREDITED:  # shown with the attributions
            shown = PublicDiscrediting(
                reason=reason,
                at=happened_at,
                by=source or "",
                document=document or "",
                attribution=attribution or "",
                claim=other or "",
            )
            named = {key: Discredited(by, shown) for record, key in about if record == _ATTRIBUTION}
            discredited.setdefault(claim, {}).update(named)
            continue
        decision = PublicDecision(
            kind=kind,
            at=at.isoformat(),
            note=reason if kind in EXPLAINED else "",
            attribution=attribution or "",
            source=source or "",
            claim=other or "",
            document=document or "",
            outcome=outcome,
            happened_at=happened_at,
        )
        found.setdefault(claim, []).append((pk, decision))
    return _Decided(found, discredited)


_DECISION: Final = (
    "claim_id", "id", "kind", "recorded_at", "reason", "attribution__key", "source__key", "other_claim__key", "document__key",
    "outcome", "happened_at", "about", "source_id",
)  # fmt: skip
_DECISIONS: Final = PreparedOf(
    "claim_id",
    lambda these: (
        Decision.objects.filter(these, kind__in=(*_SHOWN, DISCREDITED), struck_at=None)
        .order_by("claim_id", "id")
        .values_list(*_DECISION)
    ),
)
_VERDICTS: Final = PreparedOf(
    "claim_id",
    lambda these: Verdict.objects.filter(these, state=PUBLISHED).values_list(
        "id", "claim_id", "rating__key", "rating__word", "rating__scale", "rationale", "decided_at"
    ),
)


def _verdicts(ids: Ids) -> dict[int, PublicVerdict]:
    published = _VERDICTS.rows(ids)
    evidence: dict[int, list[str]] = {}
    if published:
        # Readers see no voided attribution, so its key would lead nowhere.
        chosen = VerdictEvidence.objects.filter(of("verdict_id", [row[0] for row in published]), attribution__voided_at=None)
        for verdict, key in chosen.order_by("position", "id").values_list("verdict_id", "attribution__key"):
            evidence.setdefault(verdict, []).append(key)
    return {
        claim: PublicVerdict(
            rating=rating,
            word=word,
            scale=scale,
            rationale=rationale,
            evidence=tuple(evidence.get(pk, ())),
            published_at=decided_at.isoformat(),
        )
        for pk, claim, rating, word, scale, rationale, decided_at in published
    }
