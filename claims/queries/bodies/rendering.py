"""From stored rows and an assessment to the public body of a claim."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import TextField
from django.db.models.functions import Cast
from msgspec import structs

from claims.claim_fields import fields
from claims.models import Attribution, AttributionDocument, Citation, Claim, ClaimRelation, ClaimTopic, Interest
from claims.published import (
    PublicAssessment,
    PublicAttribution,
    PublicClaim,
    PublicDocument,
    PublicFurtherDocument,
    PublicHedge,
    PublicInterest,
    PublicQuantity,
    PublicQuote,
    PublicRelation,
    PublicSource,
    PublicWindow,
    PublicWithdrawal,
    encode,
)
from claims.queries.bodies.named_records import public_documents, public_sources
from claims.queries.bodies.settled import Discredited, Settled, settled
from claims.queries.facts.current import Ids
from claims.vocabulary import COPIES
from factcheck.database.prepared import PreparedOf


class _Row(NamedTuple):
    """An attribution that was not voided, with its document."""

    claim: int
    id: int
    key: str
    source: int
    stance: str
    scope: str
    basis: str
    said_at: str
    supersedes: int | None
    withdrawal_recorded_at: str | None
    withdrawn_at: str
    withdrawn_by: str
    withdrawal_reason: str
    quote_exact: str
    quote_prefix: str
    quote_suffix: str
    quote_translation: str
    document: int | None
    hedge: str
    hedge_words: str
    reporter: str


_QUOTE = ("quote_exact", "quote_prefix", "quote_suffix", "quote_translation")
_COLUMNS = (
    "claim_id", "id", "key", "source_id", "stance", "scope", "basis", "said_at", "supersedes_id",
    # Only whether it is set is read. As text, no column needs a converter on SQLite, which would run for each row.
    Cast("withdrawal_recorded_at", TextField()), "withdrawn_at", "withdrawn_by", "withdrawal_reason", *_QUOTE, "document_id",
    "hedge", "hedge_words", "reporter",
)  # fmt: skip


class _Parts(NamedTuple):
    """The rows from which the bodies of claims are rendered, by claim id; links by attribution id, sources by source id."""

    topics: Mapping[int, list[str]]
    interests: Mapping[int, list[tuple[int, int, str]]]
    relations: Mapping[int, list[tuple[str, str]]]
    attributions: Mapping[int, list[_Row]]
    links: Mapping[int, list[tuple[str, str]]]
    further: Mapping[int, list[tuple[Any, ...]]]  # documents with quotes, by attribution id
    sources: Mapping[int, PublicSource]
    documents: Mapping[int, PublicDocument]
    settled: Settled


def render_bodies(ids: Ids, assessments: Mapping[int, PublicAssessment]) -> dict[int, bytes]:
    """Return the public body of each of the claims ``ids``, in eleven queries and without model instances."""
    parts = _parts(ids)
    return {row[0]: encode(_public_claim(row, assessments[row[0]], parts)) for row in _CLAIMS.rows(ids)}


#: The columns with their own field in the body: the names, and those to omit.
_OWN = tuple(field.name for field in fields() if field.in_body)
_EMPTY = tuple(field.empty for field in fields() if field.in_body)
_QUANTITY = ("quantity_low", "quantity_high", "quantity_unit", "quantity_as_of")
_CLAIMS = PreparedOf(
    "id",
    lambda these: (
        Claim.objects.filter(these, removed_at=None)  # a tombstone is published for deleted claims
        .order_by("id")
        .values_list("id", "key", "text", "window_from", "window_until", *_QUANTITY, "merged_into__key", *_OWN)
    ),
)
_TOPICS = PreparedOf(
    "claim_id",
    lambda these: ClaimTopic.objects.filter(these).order_by("claim_id", "topic").values_list("claim_id", "topic"),
)
_STAKES = PreparedOf(
    "claim_id",
    lambda these: (
        Interest.objects.filter(these, struck_at=None)
        .order_by("claim_id", "source_id")
        .values_list("claim_id", "source_id", "side", "reason")
    ),
)
_RELATIONS = PreparedOf(
    "from_claim_id",
    lambda these: (
        ClaimRelation.objects.filter(these, struck_at=None)
        .order_by("from_claim_id", "kind", "to_claim__key")
        .values_list("from_claim_id", "kind", "to_claim__key")
    ),
)
_ATTRIBUTIONS = PreparedOf(
    "claim_id",
    lambda these: Attribution.objects.filter(these, voided_at=None).order_by("claim_id", "key").values_list(*_COLUMNS),
)
_FURTHER = PreparedOf(
    "claim_id",
    lambda these: (
        AttributionDocument.objects.filter(these, struck_at=None)
        .order_by("attribution_id", "id")
        .values_list("attribution_id", "document_id", *_QUOTE)
    ),
)
_CITED = PreparedOf(
    "claim_id",
    lambda these: Citation.objects.filter(these, struck_at=None).values_list("citing_id", "cited_id", "kind"),
)
#: Documents, each with its corrections, oldest first: one row per correction, or one row without.


def _parts(ids: Ids) -> _Parts:
    attributions: dict[int, list[_Row]] = {}
    keys: dict[int, str] = {}
    held: set[int] = set()
    for row in map(_Row._make, _ATTRIBUTIONS.rows(ids)):
        attributions.setdefault(row.claim, []).append(row)
        keys[row.id] = row.key
        if row.document is not None:
            held.add(row.document)
    further = _grouped(_FURTHER.rows(ids))
    held.update(document for rows in further.values() for document, *_ in rows)
    staked, decided = _grouped(_STAKES.rows(ids)), settled(ids)
    return _Parts(
        {claim: [topic for (topic,) in found] for claim, found in _grouped(_TOPICS.rows(ids)).items()},
        staked,
        _grouped(_RELATIONS.rows(ids)),
        attributions,
        _links(ids, keys),
        further,
        public_sources(_named(attributions, staked, decided.discredited)),
        public_documents(held),
        decided,
    )


def _links(ids: Ids, keys: Mapping[int, str]) -> dict[int, list[tuple[str, str]]]:
    """Return the links of attributions to those in ``keys``: kind and key, in the order of the keys."""
    found: dict[int, list[tuple[str, str]]] = {}
    for citing, cited, kind in _CITED.rows(ids):
        # Voided attributions are not shown, so links to them are not either.
        if cited in keys:
            found.setdefault(citing, []).append((kind, keys[cited]))
    for several in found.values():
        # Sorted here, as everything in a body is in some fixed order: equal claims must give equal bytes.
        several.sort(key=itemgetter(1))
    return found


def _grouped(rows: Iterable[tuple[Any, ...]]) -> dict[int, list[Any]]:
    """Return the remaining columns of each row by its first column."""
    found: dict[int, list[Any]] = {}
    for first, *rest in rows:
        found.setdefault(first, []).append(tuple(rest))
    return found


def _named(
    attributions: Mapping[int, list[_Row]],
    interests: Mapping[int, list[tuple[int, int, str]]],
    discredited: Mapping[int, Mapping[str, Discredited]],
) -> set[int]:
    """Return the sources that speak, have a stake, or showed attributions to be forged or false."""
    ids = {row.source for rows in attributions.values() for row in rows}
    ids.update(source for staked in interests.values() for source, _, _ in staked)
    for claim, found in discredited.items():
        ids |= _shown_by(attributions.get(claim, ()), found)
    return ids


def _public_claim(claim: tuple[Any, ...], assessment: PublicAssessment, parts: _Parts) -> PublicClaim:
    pk, key, text, window_from, window_until, low, high, unit, as_of, merged_into, *own = claim
    rows, staked = parts.attributions.get(pk, []), parts.interests.get(pk, [])
    discredited = parts.settled.discredited.get(pk, {})
    named = {row.source for row in rows} | {source for source, _, _ in staked} | _shown_by(rows, discredited)
    superseded = {row.supersedes: row.key for row in rows if row.supersedes}
    return PublicClaim(
        key=key,
        text=text,
        status=assessment.status,
        explanation=assessment.explanation,
        flags=assessment.flags,
        support=assessment.support,
        denial=assessment.denial,
        sources=tuple(sorted((parts.sources[source] for source in named), key=lambda source: source.key)),
        attributions=tuple(_attribution(row, parts, superseded.get(row.id, ""), discredited.get(row.key)) for row in rows),
        topics=tuple(parts.topics.get(pk, ())),
        window=PublicWindow(from_=window_from, until=window_until) if window_from or window_until else None,
        quantity=PublicQuantity(low=low, high=high, unit=unit, as_of=as_of) if (low, high) != (None, None) else None,
        interests=tuple(
            PublicInterest(source=parts.sources[source].key, side=side, reason=reason) for source, side, reason in staked
        ),
        relations=tuple(PublicRelation(kind=kind, claim=other) for kind, other in parts.relations.get(pk, ())),
        merged_into=merged_into or "",
        superseded_by=assessment.superseded_by,
        decisions=parts.settled.decisions.get(pk, ()),
        verdict=parts.settled.verdicts.get(pk),
        **{name: value for name, value, empty in zip(_OWN, own, _EMPTY, strict=True) if value != empty},
    )


def _shown_by(rows: Iterable[_Row], discredited: Mapping[str, Discredited]) -> set[int]:
    """Return the sources that showed attributions to be forged or false."""
    found = (discredited[row.key].source for row in rows if row.key in discredited)
    return {source for source in found if source is not None}


def _attribution(row: _Row, parts: _Parts, superseded_by: str, discredited: Discredited | None) -> PublicAttribution:
    links = parts.links.get(row.id, ())
    return PublicAttribution(
        key=row.key,
        source=parts.sources[row.source].key,
        stance=row.stance,
        scope=row.scope,
        basis=row.basis,
        hedge=PublicHedge(degree=row.hedge, words=row.hedge_words) if row.hedge else None,
        reporter=row.reporter,
        cites=tuple(key for kind, key in links if kind != COPIES),
        copies=next((key for kind, key in links if kind == COPIES), ""),
        said_at=row.said_at,
        document=parts.documents[row.document] if row.document else None,
        quote=_quote(row.quote_exact, row.quote_prefix, row.quote_suffix, row.quote_translation),
        documents=tuple(
            PublicFurtherDocument(**structs.asdict(parts.documents[pk]), quote=_quote(*quote))
            for pk, *quote in parts.further.get(row.id, ())
        ),
        superseded_by=superseded_by,
        withdrawn=_withdrawal(row),
        discredited=discredited.shown if discredited is not None else None,
    )


def _quote(exact: str, prefix: str, suffix: str, translation: str) -> PublicQuote | None:
    return PublicQuote(exact=exact, prefix=prefix, suffix=suffix, translation=translation) if exact else None


def _withdrawal(row: _Row) -> PublicWithdrawal | None:
    if row.withdrawal_recorded_at is None:
        return None
    return PublicWithdrawal(by=row.withdrawn_by, reason=row.withdrawal_reason, at=row.withdrawn_at)
