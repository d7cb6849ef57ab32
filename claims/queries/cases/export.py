"""From stored rows to a case file that loads back unchanged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, Final

from msgspec import UNSET

from claims.casefile import attribution_records as ar
from claims.casefile import records as r
from claims.claim_fields import ClaimField, Kind, fields
from claims.models import Attribution, AttributionDocument, Citation, Claim, ClaimRelation, ClaimTopic, Decision, Interest
from claims.queries.cases.decisions import claims_named, exchanged, records
from claims.queries.cases.documents import document_records
from claims.queries.cases.sources import (
    documents_about,
    documents_shown,
    or_unset,
    source_records,
    sources_behind,
    written_at,
)
from claims.queries.facts.current import of
from claims.vocabulary import COPIES
from factcheck.figures import as_text
from sources.models import Document, Source


def claim_ids(keys: Sequence[str]) -> list[int]:
    """Return the ids of claims by key (all without keys), and of those that their relations, mergers and decisions lead to.

    Deleted claims are skipped: nothing is left of them to export.
    """
    if not keys:
        return list(Claim.objects.filter(removed_at=None).order_by("id").values_list("id", flat=True))
    found: set[int] = set()
    frontier = set(Claim.objects.filter(key__in=keys, removed_at=None).values_list("id", flat=True))
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
        # A file names nothing that is neither in it nor stored, and has to load into an empty desk.
        further |= claims_named(exchanged(sorted(frontier)))
        frontier = _not_removed(further - found)
    return sorted(found)


def _not_removed(ids: set[int]) -> set[int]:
    return set(Claim.objects.filter(of("id", sorted(ids)), removed_at=None).values_list("id", flat=True)) if ids else ids


def missing_keys(keys: Iterable[str]) -> list[str]:
    """Return the keys that no claim has, or only a deleted one."""
    wanted = set(keys)
    return sorted(wanted - set(Claim.objects.filter(key__in=wanted, removed_at=None).values_list("key", flat=True)))


def export(ids: Sequence[int], *, whole: bool, approvals: bool = True) -> r.CaseFile:
    """Return the case file of claims with every source and document that they rest on; ``whole``: with everything stored.

    Without ``approvals`` it omits who approved unnamed sources and why their names were withheld, which only approvers may see.
    """
    attributions = list(
        Attribution.objects.filter(of("claim_id", ids)).order_by("claim_id", "id").select_related("source", "document")
    )
    interests = list(
        Interest.objects.filter(of("claim_id", ids), struck_at=None)
        .order_by("claim_id", "source__key")
        .select_related("source")
    )
    decisions = exchanged(ids)
    documents, sources = _documents_and_sources(attributions, interests, decisions, whole=whole)
    return r.CaseFile(
        format="factcheck-case/1",
        **source_records(sources, approvals=approvals),
        documents=document_records(documents),
        claims=_claims(ids, attributions, interests, decisions),
    )


def _documents_and_sources(
    attributions: list[Attribution], interests: list[Interest], decisions: list[Decision], *, whole: bool
) -> tuple[list[Document], list[Source]]:
    """Return what claims rest on: documents and sources, among them the documents that show who sources are."""
    shown: set[int] = set()
    while True:
        documents = documents_shown(attributions, decisions, shown, whole=whole)
        sources = sources_behind(attributions, interests, documents, decisions, whole=whole)
        shown = documents_about(sources)
        if shown <= {document.pk for document in documents}:
            return documents, sources


def _claims(
    ids: Sequence[int],
    attributions: Iterable[Attribution],
    interests: Iterable[Interest],
    decisions: Iterable[Decision],
) -> list[r.ClaimRecord]:
    rows_of: dict[int, list[ar.AttributionRecord]] = {}
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
            r.ClaimRelationRecord(kind=row.kind, claim=row.to_claim.key, recorded_at=written_at(row.recorded_at))
        )
    claims = list(Claim.objects.filter(of("id", ids)).select_related("merged_into").order_by("id"))
    decided = records(decisions, {row.key for row in claims})
    return [
        _claim(
            row,
            topics=or_unset(topics.get(row.pk)),
            relations=or_unset(relations.get(row.pk)),
            interests=or_unset(staked.get(row.pk)),
            attributions=or_unset(rows_of.get(row.pk)),
            decisions=or_unset(decided.get(row.pk)),
        )
        for row in claims
    ]


def _claim(row: Claim, **lists: Any) -> r.ClaimRecord:
    window = r.Window(from_=or_unset(row.window_from), until=or_unset(row.window_until))
    return r.ClaimRecord(
        key=row.key,
        text=row.text,
        window=window if row.window_from or row.window_until else UNSET,
        quantity=_quantity(row),
        merged_into=row.merged_into.key if row.merged_into and not row.merged_into.removed_at else UNSET,
        recorded_at=written_at(row.recorded_at),
        **{field.name: _own(field, getattr(row, field.name)) for field in _OWN},
        **lists,
    )


def _quantity(row: Claim) -> Any:
    if row.quantity_low is None and row.quantity_high is None:
        return UNSET
    return r.Quantity(
        low=_figure(row.quantity_low),
        high=_figure(row.quantity_high),
        unit=or_unset(row.quantity_unit),
        as_of=or_unset(row.quantity_as_of),
    )


def _figure(value: Decimal | None) -> Any:
    return UNSET if value is None else as_text(value)


#: The columns with their own field in a case file.
_OWN: Final = tuple(field for field in fields() if field.in_case_file)


def _own(field: ClaimField, value: Any) -> Any:
    if value == field.empty:
        return UNSET
    if field.kind is Kind.FIGURE:
        return as_text(value)
    return written_at(value) if field.kind is Kind.INSTANT else value


def _interest(row: Interest) -> r.InterestRecord:
    return r.InterestRecord(
        source=row.source.key,
        side=row.side,  # type: ignore[arg-type]
        reason=or_unset(row.reason),
        recorded_at=written_at(row.recorded_at),
    )


def _attributions(ids: Sequence[int], rows: Sequence[Attribution]) -> Iterable[tuple[int, ar.AttributionRecord]]:
    names = {row.pk: row.key for row in rows}
    links: dict[int, list[Citation]] = {}
    for link in Citation.objects.filter(of("claim_id", ids)).order_by("citing_id", "id"):
        links.setdefault(link.citing_id, []).append(link)
    further: dict[int, list[ar.FurtherDocument]] = {}
    held = AttributionDocument.objects.filter(of("claim_id", ids), struck_at=None).select_related("document")
    for each in held.order_by("attribution_id", "id"):
        shown = ar.FurtherDocument(document=each.document.key, quote=_quote(each))
        further.setdefault(each.attribution_id, []).append(shown)
    for row in rows:
        yield row.claim_id, _attribution(row, links.get(row.pk, []), names, or_unset(further.get(row.pk)))


def _attribution(row: Attribution, links: Sequence[Citation], names: dict[int, str], documents: Any) -> ar.AttributionRecord:
    standing = [link for link in links if link.struck_at is None]
    struck = [
        ar.StruckLink(kind=link.kind, to=names[link.cited_id], reason=link.struck_reason)
        for link in links
        if link.struck_at is not None
    ]
    return ar.AttributionRecord(
        key=row.key,
        source=row.source.key,
        stance=row.stance,
        # Values that a load would fill in are left out, so that files hold only what somebody recorded.
        scope=UNSET if row.scope == "full" else row.scope,
        basis=UNSET if row.basis == "statement" else row.basis,
        hedge=ar.Hedged(degree=row.hedge, words=or_unset(row.hedge_words)) if row.hedge else UNSET,
        ground_rule=UNSET if row.ground_rule == "on_the_record" else row.ground_rule,
        cites=or_unset([names[link.cited_id] for link in standing if link.kind != COPIES]),
        copies=next((names[link.cited_id] for link in standing if link.kind == COPIES), UNSET),
        document=row.document.key if row.document else UNSET,
        quote=_quote(row),
        documents=documents,
        said_at=or_unset(row.said_at),
        reporter=or_unset(row.reporter),
        supersedes=names[row.supersedes_id] if row.supersedes_id else UNSET,
        withdrawn=_withdrawal(row),
        voided=ar.Voiding(reason=row.void_reason) if row.voided_at else UNSET,
        struck_links=or_unset(struck),
        recorded_at=written_at(row.recorded_at),
    )


def _withdrawal(row: Attribution) -> Any:
    if not row.withdrawal_recorded_at:
        return UNSET
    return ar.Withdrawal(
        at=or_unset(row.withdrawn_at),
        by=row.withdrawn_by,
        reason=row.withdrawal_reason,
        with_document=row.withdrawn_with_document or UNSET,
        with_authors=row.withdrawn_with_authors_id is not None or UNSET,
    )


def _quote(row: Attribution | AttributionDocument) -> Any:
    if not row.quote_exact:
        return UNSET
    return ar.Quote(
        exact=row.quote_exact,
        prefix=or_unset(row.quote_prefix),
        suffix=or_unset(row.quote_suffix),
        start=or_unset(row.quote_start),
        end=or_unset(row.quote_end),
        translation=or_unset(row.quote_translation),
    )
