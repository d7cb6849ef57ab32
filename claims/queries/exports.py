"""From stored rows to a case file that loads back to the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from msgspec import UNSET

from claims.casefile import records as r
from claims.models import Attribution, Citation, Claim, ClaimRelation, ClaimTopic, Interest
from claims.queries.facts import of
from claims.vocabulary import COPIES
from sources.models import Document, IndependenceJudgement, Source, SourceRelation
from sources.queries import judgements_in_force, neighbourhood

_FAR_AHEAD = "9999-12-31"


def claim_ids(keys: Sequence[str]) -> list[int]:
    """Return the ids of claims by key (of all, without keys), with all that relations and mergers lead to from them."""
    if not keys:
        return list(Claim.objects.order_by("id").values_list("id", flat=True))
    found: set[int] = set()
    frontier = set(Claim.objects.filter(key__in=keys).values_list("id", flat=True))
    while frontier:
        found |= frontier
        further = set(
            ClaimRelation.objects.filter(of("from_claim_id", sorted(frontier)), struck_at=None).values_list(
                "to_claim_id", flat=True
            )
        )
        further.update(
            Claim.objects.filter(id__in=frontier, merged_into__isnull=False).values_list("merged_into_id", flat=True)
        )
        frontier = further - found
    return sorted(found)


def missing_keys(keys: Iterable[str]) -> list[str]:
    """Return those keys that no claim has."""
    wanted = set(keys)
    return sorted(wanted - set(Claim.objects.filter(key__in=wanted).values_list("key", flat=True)))


def export(ids: Sequence[int], *, whole: bool) -> r.CaseFile:
    """Return the case file of claims with every source and document that they rest on; ``whole``: with all that is stored."""
    attributions = list(
        Attribution.objects.filter(of("claim_id", ids)).order_by("claim_id", "id").select_related("source", "document")
    )
    interests = list(
        Interest.objects.filter(of("claim_id", ids), struck_at=None)
        .order_by("claim_id", "source__key")
        .select_related("source")
    )
    documents = _documents(attributions, whole=whole)
    sources = _sources(attributions, interests, documents, whole=whole)
    return r.CaseFile(
        format="factcheck-case/1",
        sources=[_source(row) for row in sources],
        relations=[_relation(row) for row in _relations(sources)],
        judgements=[_judgement(row) for row in _judgements(sources)],
        documents=[_document(row) for row in documents],
        claims=_claims(ids, attributions, interests),
    )


def _documents(attributions: Iterable[Attribution], *, whole: bool) -> list[Document]:
    rows = Document.objects.select_related("publisher", "copy_of").order_by("id")
    if whole:
        return list(rows)
    found: set[int] = set()
    frontier = {row.document_id for row in attributions if row.document_id}
    while frontier:
        found |= frontier
        originals = Document.objects.filter(id__in=frontier, copy_of__isnull=False)
        frontier = set(originals.values_list("copy_of_id", flat=True)) - found
    return list(rows.filter(id__in=found))


def _sources(
    attributions: Iterable[Attribution], interests: Iterable[Interest], documents: Iterable[Document], *, whole: bool
) -> list[Source]:
    """Return the sources named, their vouchers, and all that ties join with them: families decide who may be whom."""
    rows = Source.objects.select_related("vouched_by").order_by("-identified", "id")
    if whole:
        return list(rows)
    named = {row.source_id for row in attributions} | {row.source_id for row in interests}
    named.update(row.publisher_id for row in documents)
    named.update(Source.objects.filter(id__in=named, vouched_by__isnull=False).values_list("vouched_by_id", flat=True))
    joined, _ = neighbourhood(named, _FAR_AHEAD)
    return list(rows.filter(id__in=joined))


def _relations(sources: Iterable[Source]) -> Iterable[SourceRelation]:
    ids = [row.pk for row in sources]
    rows = SourceRelation.objects.filter(from_source__in=ids, to_source__in=ids, struck_at=None)
    return rows.select_related("from_source", "to_source").order_by("id")


def _judgements(sources: Iterable[Source]) -> Iterable[IndependenceJudgement]:
    ids = [row.pk for row in sources]
    return judgements_in_force().filter(a__in=ids, b__in=ids).select_related("a", "b").order_by("id")


def _or_unset(value: Any) -> Any:
    """Return a value that says something; what is empty is left out of the file."""
    return value if value not in ("", None, [], ()) else UNSET


def _at(instant: datetime | None) -> Any:
    return UNSET if instant is None else instant.isoformat()


def _source(row: Source) -> r.SourceRecord:
    return r.SourceRecord(
        key=row.key,
        name=row.name,
        kind=row.kind,  # type: ignore[arg-type]  # stored from the same list of kinds
        short_name=_or_unset(row.short_name),
        aliases=_or_unset(row.alias_list),
        identified=UNSET if row.identified else False,
        vouched_by=row.vouched_by.key if row.vouched_by else UNSET,
        description=_or_unset(row.description),
        plural=row.plural or UNSET,
        country=_or_unset(row.country),
        organisation=_or_unset(row.organisation),
        homepage=_or_unset(row.homepage),
        wikidata_id=_or_unset(row.wikidata_id),
        anonymity_reason=_or_unset(row.anonymity_reason),
        approved_by=_or_unset(row.approved_by),
        reliability=_reliability(row),
        recorded_at=_at(row.recorded_at),
    )


def _reliability(row: Source) -> Any:
    if not row.reliability:
        return UNSET
    return r.Reliability(
        grade=row.reliability,  # type: ignore[arg-type]
        rationale=_or_unset(row.reliability_rationale),
        graded_by=_or_unset(row.graded_by),
        graded_on=row.graded_on.isoformat() if row.graded_on else UNSET,
    )


def _relation(row: SourceRelation) -> r.RelationRecord:
    return r.RelationRecord(
        from_=row.from_source.key,
        to=row.to_source.key,
        kind=row.kind,  # type: ignore[arg-type]
        reason=row.reason,
        from_on=row.from_on.isoformat() if row.from_on else UNSET,
        until_on=row.until_on.isoformat() if row.until_on else UNSET,
        recorded_at=_at(row.recorded_at),
    )


def _judgement(row: IndependenceJudgement) -> r.JudgementRecord:
    return r.JudgementRecord(
        a=row.a.key,
        b=row.b.key,
        outcome=row.outcome,  # type: ignore[arg-type]
        reason=row.reason,
        recorded_at=_at(row.recorded_at),
    )


def _document(row: Document) -> r.DocumentRecord:
    withdrawn = r.DocumentWithdrawal(at=_or_unset(row.withdrawn_at), reason=row.withdrawal_reason)
    return r.DocumentRecord(
        key=row.key,
        publisher=row.publisher.key,
        kind=row.kind,  # type: ignore[arg-type]
        title=row.title,
        url=_or_unset(row.url),
        author=_or_unset(row.author),
        published_at=_or_unset(row.published_at),
        language=_or_unset(row.language),
        copy_of=row.copy_of.key if row.copy_of else UNSET,
        withdrawn=withdrawn if row.withdrawal_recorded_at else UNSET,
        recorded_at=_at(row.recorded_at),
    )


def _claims(ids: Sequence[int], attributions: Iterable[Attribution], interests: Iterable[Interest]) -> list[r.ClaimRecord]:
    rows_of: dict[int, list[r.AttributionRecord]] = {}
    for record in _attributions(ids, list(attributions)):
        rows_of.setdefault(record[0], []).append(record[1])
    staked: dict[int, list[r.InterestRecord]] = {}
    for interest in interests:
        staked.setdefault(interest.claim_id, []).append(_interest(interest))
    topics: dict[int, list[str]] = {}
    for claim, topic in (
        ClaimTopic.objects.filter(of("claim_id", ids)).order_by("claim_id", "topic").values_list("claim_id", "topic")
    ):
        topics.setdefault(claim, []).append(topic)
    relations: dict[int, list[r.ClaimRelationRecord]] = {}
    related = ClaimRelation.objects.filter(of("from_claim_id", ids), struck_at=None).select_related("to_claim")
    for row in related.order_by("from_claim_id", "id"):
        relations.setdefault(row.from_claim_id, []).append(
            r.ClaimRelationRecord(kind=row.kind, claim=row.to_claim.key, recorded_at=_at(row.recorded_at))  # type: ignore[arg-type]
        )
    claims = Claim.objects.filter(of("id", ids)).select_related("merged_into").order_by("id")
    return [
        _claim(
            row,
            topics=_or_unset(topics.get(row.pk)),
            relations=_or_unset(relations.get(row.pk)),
            interests=_or_unset(staked.get(row.pk)),
            attributions=_or_unset(rows_of.get(row.pk)),
        )
        for row in claims
    ]


def _claim(row: Claim, **lists: Any) -> r.ClaimRecord:
    window = r.Window(from_=_or_unset(row.window_from), until=_or_unset(row.window_until))
    return r.ClaimRecord(
        key=row.key,
        text=row.text,
        window=window if row.window_from or row.window_until else UNSET,
        language=_or_unset(row.language),
        stage=UNSET if row.stage == "new" else row.stage,  # type: ignore[arg-type]
        priority=UNSET if row.priority == Claim._meta.get_field("priority").default else row.priority,
        public=UNSET if row.public else False,
        embargo_until=_at(row.embargo_until),
        merged_into=row.merged_into.key if row.merged_into else UNSET,
        recorded_at=_at(row.recorded_at),
        **lists,
    )


def _interest(row: Interest) -> r.InterestRecord:
    return r.InterestRecord(
        source=row.source.key,
        side=row.side,  # type: ignore[arg-type]
        reason=_or_unset(row.reason),
        recorded_at=_at(row.recorded_at),
    )


def _attributions(ids: Sequence[int], rows: Sequence[Attribution]) -> Iterable[tuple[int, r.AttributionRecord]]:
    names = {row.pk: row.key for row in rows}
    links: dict[int, list[Citation]] = {}
    for link in Citation.objects.filter(of("claim_id", ids)).order_by("citing_id", "id"):
        links.setdefault(link.citing_id, []).append(link)
    for row in rows:
        yield row.claim_id, _attribution(row, links.get(row.pk, []), names)


def _attribution(row: Attribution, links: Sequence[Citation], names: dict[int, str]) -> r.AttributionRecord:
    standing = [link for link in links if link.struck_at is None]
    struck = [
        r.StruckLink(kind=link.kind, to=names[link.cited_id], reason=link.struck_reason)  # type: ignore[arg-type]
        for link in links
        if link.struck_at is not None
    ]
    withdrawn = UNSET
    if row.withdrawal_recorded_at:
        withdrawn = r.Withdrawal(at=_or_unset(row.withdrawn_at), by=row.withdrawn_by, reason=row.withdrawal_reason)  # type: ignore
    return r.AttributionRecord(
        key=row.key,
        source=row.source.key,
        stance=row.stance,  # type: ignore[arg-type]
        scope=UNSET if row.scope == "full" else row.scope,  # type: ignore[arg-type]
        basis=UNSET if row.basis == "statement" else row.basis,  # type: ignore[arg-type]
        ground_rule=UNSET if row.ground_rule == "on_the_record" else row.ground_rule,  # type: ignore[arg-type]
        cites=_or_unset([names[link.cited_id] for link in standing if link.kind != COPIES]),
        copies=next((names[link.cited_id] for link in standing if link.kind == COPIES), UNSET),
        document=row.document.key if row.document else UNSET,
        quote=_quote(row),
        said_at=_or_unset(row.said_at),
        supersedes=names[row.supersedes_id] if row.supersedes_id else UNSET,
        withdrawn=withdrawn,
        voided=r.Voiding(reason=row.void_reason) if row.voided_at else UNSET,
        struck_links=_or_unset(struck),
        recorded_at=_at(row.recorded_at),
    )


def _quote(row: Attribution) -> Any:
    if not row.quote_exact:
        return UNSET
    return r.Quote(
        exact=row.quote_exact,
        prefix=_or_unset(row.quote_prefix),
        suffix=_or_unset(row.quote_suffix),
        start=_or_unset(row.quote_start),
        end=_or_unset(row.quote_end),
        translation=_or_unset(row.quote_translation),
    )
