"""From stored rows and an assessment to the public body of a claim."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet

from claims.models import Attribution, Citation, Claim, ClaimRelation, ClaimTopic, Interest
from claims.policy.assess import Assessment
from claims.policy.independence import Side
from claims.published import (
    PublicAttribution,
    PublicClaim,
    PublicDocument,
    PublicFlag,
    PublicInterest,
    PublicQuote,
    PublicRelation,
    PublicSide,
    PublicSource,
    PublicWindow,
    PublicWithdrawal,
    encode,
)
from claims.queries.facts import Ids, of
from claims.vocabulary import COPIES
from sources.models import Source


def public_side(side: Side) -> PublicSide:
    """Return the counts of a side in the public shape."""
    return PublicSide(
        at_least=side.at_least,
        at_most=side.at_most,
        open=side.open,
        on_record=side.on_record,
        disinterested=side.disinterested,
        routes=side.routes,
        gateways=tuple(source.key for source in side.gateways),
        witnesses=tuple(source.key for source in side.witnesses),
    )


def public_flags(assessment: Assessment) -> tuple[PublicFlag, ...]:
    """Return the flags of an assessment in the public shape."""
    return tuple(PublicFlag(code=f.code, severity=f.severity, reason=f.reason, level=f.level) for f in assessment.flags)


def render_bodies(ids: Ids, assessments: Mapping[int, Assessment]) -> dict[int, bytes]:
    """Return the public body of each of the claims ``ids``, in seven queries."""
    topics = _grouped(ClaimTopic.objects.filter(of("claim_id", ids)).order_by("claim_id", "topic"))
    interests = _grouped(Interest.objects.filter(of("claim_id", ids), struck_at=None).order_by("claim_id", "source_id"))
    relations = _grouped(
        ClaimRelation.objects.filter(of("from_claim_id", ids), struck_at=None)
        .select_related("to_claim")
        .order_by("from_claim_id", "kind", "to_claim__key"),
        "from_claim_id",
    )
    attributions = _grouped(
        Attribution.objects.filter(of("claim_id", ids), voided_at=None)
        .select_related("document__publisher")
        .order_by("claim_id", "key")
    )
    links = _links(ids)
    sources = _sources(attributions.values(), interests.values())
    return {
        claim.pk: encode(
            _public_claim(
                claim, assessments[claim.pk], topics, interests, relations, attributions.get(claim.pk, []), links, sources
            )
        )
        for claim in Claim.objects.filter(of("id", ids)).select_related("merged_into").order_by("id")
    }


def _grouped(rows: QuerySet[Any], by: str = "claim_id") -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows.iterator():
        found.setdefault(getattr(row, by), []).append(row)
    return found


def _links(ids: Ids) -> dict[int, list[tuple[str, str]]]:
    """Return for each attribution the kind and key of what it passes on; links to voided rows are left out."""
    found: dict[int, list[tuple[str, str]]] = {}
    rows = Citation.objects.filter(of("citing__claim_id", ids), struck_at=None, cited__voided_at=None)
    for citing, kind, key in rows.order_by("citing_id", "cited__key").values_list("citing_id", "kind", "cited__key"):
        found.setdefault(citing, []).append((kind, key))
    return found


def _sources(attributions: Iterable[list[Attribution]], interests: Iterable[list[Interest]]) -> dict[int, PublicSource]:
    ids = {row.source_id for of_claim in attributions for row in of_claim}
    ids.update(row.source_id for of_claim in interests for row in of_claim)
    return {
        source.pk: PublicSource(
            key=source.key,
            name=source.name,
            kind=source.kind,
            identified=source.identified,
            description=source.description,
            vouched_by=source.vouched_by.key if source.vouched_by else "",
            country=source.country,
        )
        for source in Source.objects.filter(pk__in=ids).select_related("vouched_by")
    }


def _public_claim(
    claim: Claim,
    assessment: Assessment,
    topics: Mapping[int, list[ClaimTopic]],
    interests: Mapping[int, list[Interest]],
    relations: Mapping[int, list[ClaimRelation]],
    attributions: list[Attribution],
    links: Mapping[int, list[tuple[str, str]]],
    sources: Mapping[int, PublicSource],
) -> PublicClaim:
    staked = interests.get(claim.pk, [])
    named = {row.source_id for row in attributions} | {row.source_id for row in staked}
    superseded = {row.supersedes_id: row.key for row in attributions if row.supersedes_id}
    window = PublicWindow(from_=claim.window_from, until=claim.window_until)
    return PublicClaim(
        key=claim.key,
        text=claim.text,
        status=assessment.status,
        explanation=assessment.explanation,
        flags=public_flags(assessment),
        support=public_side(assessment.support),
        denial=public_side(assessment.denial),
        sources=tuple(sorted((sources[source] for source in named), key=lambda source: source.key)),
        attributions=tuple(_attribution(row, links.get(row.pk, []), superseded, sources) for row in attributions),
        topics=tuple(row.topic for row in topics.get(claim.pk, [])),
        language=claim.language,
        window=window if claim.window_from or claim.window_until else None,
        interests=tuple(PublicInterest(source=sources[row.source_id].key, side=row.side, reason=row.reason) for row in staked),
        relations=tuple(PublicRelation(kind=row.kind, claim=row.to_claim.key) for row in relations.get(claim.pk, [])),
        merged_into=claim.merged_into.key if claim.merged_into else "",
    )


def _attribution(
    row: Attribution, links: list[tuple[str, str]], superseded: Mapping[int, str], sources: Mapping[int, PublicSource]
) -> PublicAttribution:
    withdrawn = PublicWithdrawal(by=row.withdrawn_by, reason=row.withdrawal_reason, at=row.withdrawn_at)
    quote = PublicQuote(
        exact=row.quote_exact, prefix=row.quote_prefix, suffix=row.quote_suffix, translation=row.quote_translation
    )
    return PublicAttribution(
        key=row.key,
        source=sources[row.source_id].key,
        stance=row.stance,
        scope=row.scope,
        basis=row.basis,
        cites=tuple(key for kind, key in links if kind != COPIES),
        copies=next((key for kind, key in links if kind == COPIES), ""),
        said_at=row.said_at,
        document=_document(row),
        quote=quote if row.quote_exact else None,
        superseded_by=superseded.get(row.pk, ""),
        withdrawn=withdrawn if row.withdrawal_recorded_at else None,
    )


def _document(row: Attribution) -> PublicDocument | None:
    document = row.document
    if document is None:
        return None
    return PublicDocument(
        key=document.key,
        title=document.title,
        publisher=document.publisher.key,
        kind=document.kind,
        url=document.url,
        published_at=document.published_at,
    )
