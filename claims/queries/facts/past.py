"""The facts of claims as recorded by a past date-time, from everything that was ever recorded of them.

A row belongs to the record from when it was written until it was struck out or voided; nothing is deleted except whole
claims. Three things are edited in place. The window of a claim, its figure and whether it predicts, and the dates of its
documents, are taken from the public bodies of its revisions; a withdrawal that was undone has a row of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime

import msgspec

from claims.body_packing import unpacked
from claims.models import (
    Attribution,
    AttributionDocument,
    Citation,
    Claim,
    ClaimRelation,
    Decision,
    Interest,
    Revision,
    UndoneWithdrawal,
)
from claims.policy.facts import ClaimFacts, Directory
from claims.policy.outsiders import without_hidden
from claims.published import PublicQuantity, PublicWindow
from claims.queries.facts.assembling import directory_of, with_contradictions, with_newer
from claims.queries.facts.current import DECISION, Ids, Loaded, decision_fact, of, sources_named
from claims.queries.facts.documents import first_published
from claims.queries.facts.pages import problems_ever
from claims.queries.facts.quantities import QUANTITY, quantity_of
from claims.queries.facts.recorded import (
    ClaimRecord,
    Doubt,
    RecordedAttribution,
    RecordedProblem,
    Settled,
    Span,
    Window,
    Withdrawn,
)
from claims.vocabulary import BY_OUTLET, BY_SOURCE, CONTRADICTS, SUPERSEDES
from sources.queries import members_as_of


class Records:
    """Everything that was ever recorded of some claims, and of those that ever contradicted or superseded them."""

    def __init__(self, ids: Ids) -> None:
        own = _read(ids)
        self.own: tuple[int, ...] = tuple(pk for pk, record in own.items() if not record.removed)
        linked = (link for record in own.values() for link in (*record.rivals, *record.successors))
        rivals = sorted({link.other for link in linked} - own.keys())
        self._records: Mapping[int, ClaimRecord] = own | _read(rivals) if rivals else own

    def loaded(
        self,
        claims: Iterable[int],
        at: datetime,
        said_until: str,
        directory: Callable[[Collection[int]], Directory],
        hidden: Collection[str] = (),
    ) -> Loaded:
        """Return the facts of those of ``claims`` that were recorded by ``at``; ``directory`` returns sources by id.

        ``said_until`` (a partial date of minute precision) decides which contradicting claims have live support. Claims whose
        keys are ``hidden``, and whatever rests only on those, are left out.
        """
        records = {claim: self._records[claim] for claim in claims if self._records[claim].recorded_at <= at}
        opposed = {claim: found for claim, record in records.items() if (found := self._shown(record.opponents(at), hidden))}
        newer = {claim: found for claim, record in records.items() if (found := self._shown(record.newer(at), hidden))}
        own = {claim: _without(record.facts(at), hidden) for claim, record in records.items()}
        others = {other for by in (opposed, newer) for found in by.values() for other in found} - own.keys()
        facts = {**own, **{other: _without(self._records[other].facts(at), hidden) for other in others}}
        sources = directory(sources_named(facts.values()))
        claims_then = with_newer(own, facts, newer)
        return Loaded(with_contradictions(claims_then, facts, opposed, sources, said_until), sources)

    def _shown(self, others: Iterable[int], hidden: Collection[str]) -> list[int]:
        return [other for other in others if self._records[other].key not in hidden]

    def rested_on(self, claim: int, at: datetime, keys: Collection[str]) -> bool:
        """Return whether one of the claims ``keys`` contradicted a claim as recorded by ``at``, or discredited its evidence."""
        rivals = [self._records[rival] for rival in self._records[claim].opponents(at)]
        return any(rival.key in keys for rival in rivals) or any(
            record.discredited_by(at, keys) for record in (self._records[claim], *rivals)
        )

    def rests_on_removed(self, claim: int, at: datetime) -> bool:
        """Return whether a claim that was deleted since contradicted or superseded this claim as recorded by ``at``."""
        record = self._records[claim]
        return any(self._records[other].removed for other in (*record.opponents(at), *record.newer(at)))


def _without(facts: ClaimFacts, hidden: Collection[str]) -> ClaimFacts:
    return facts._replace(decisions=without_hidden(facts.decisions, hidden)) if hidden else facts


def load_facts_as_of(ids: Ids, recorded: datetime, said_until: str, *, sources_at: datetime | None = None) -> Loaded:
    """Return the facts of the claims ``ids`` as recorded by ``recorded``, ordered by id (sources as of ``sources_at``).

    Claims that were deleted since are left out.

    Voices and families are computed again from the ties recorded by then. ``said_until`` (a partial date of minute precision)
    decides which contradicting claims have live support.
    """
    directory = directory_of(members_as_of(sources_at or recorded))
    records = Records(ids)
    return records.loaded(records.own, recorded, said_until, lambda _named: directory)


def _read(ids: Ids) -> dict[int, ClaimRecord]:
    columns = ("id", "key", "recorded_at", "window_from", "window_until", "predicts", "removed_at", *QUANTITY)
    found = {
        pk: ClaimRecord(
            key, recorded_at, Window(window_from, window_until, predicts, quantity_of(*quantity)), removed_at is not None
        )
        for pk, key, recorded_at, window_from, window_until, predicts, removed_at, *quantity in Claim.objects.filter(
            of("id", ids)
        )
        .order_by("id")
        .values_list(*columns)
    }
    _read_attributions(ids, found)
    _read_rivals(ids, found)
    _read_windows(ids, found)
    return found


def _read_attributions(ids: Ids, found: Mapping[int, ClaimRecord]) -> None:
    rows = Attribution.objects.filter(of("claim_id", ids)).order_by("claim_id", "id")
    undone, further, doubts = _undone(ids), _further(ids), _doubts(ids)
    for claim, *values in rows.values_list("claim_id", *_ATTRIBUTION):
        more = (tuple(rows_of.get(values[0], ())) for rows_of in (undone, further, doubts))
        found[claim].attributions.append(RecordedAttribution._make([*values, *more]))
    spans = ("recorded_at", "struck_at")
    links = Citation.objects.filter(of("claim_id", ids)).order_by("citing_id", "cited_id", "id")
    for claim, *values in links.values_list("claim_id", "citing_id", "cited_id", "kind", *spans):
        found[claim].links.append(Span._make(values))
    stakes = Interest.objects.filter(of("claim_id", ids)).order_by("claim_id", "source_id", "id")
    for claim, source, side, *times in stakes.values_list("claim_id", "source_id", "side", *spans):
        found[claim].stakes.append(Span(source, side, "", *times))
    decisions = Decision.objects.filter(of("claim_id", ids)).order_by("claim_id", "id")
    for claim, struck_at, *values in decisions.values_list("claim_id", "struck_at", *DECISION):
        found[claim].decisions.append(Settled(decision_fact(*values), struck_at))
    for problem in problems_ever(ids):
        found[problem[0]].pages.append(RecordedProblem(*problem[1:]))


def _further(ids: Ids) -> Mapping[int, list[Span]]:
    """Return the further documents that attributions ever had, by attribution id."""
    found: dict[int, list[Span]] = {}
    rows = AttributionDocument.objects.filter(of("claim_id", ids)).order_by("attribution_id", "id")
    for row, document, at, struck_at in rows.values_list("attribution_id", "document_id", "recorded_at", "struck_at"):
        found.setdefault(row, []).append(Span(row, document, "", at, struck_at))
    return found


def _undone(ids: Ids) -> Mapping[int, list[Withdrawn]]:
    """Return the withdrawals that were undone, by the id of their attribution."""
    rows = UndoneWithdrawal.objects.filter(of("attribution__claim_id", ids)).order_by("id")
    found: dict[int, list[Withdrawn]] = {}
    columns = ("attribution_id", "retraction__authors_retraction", "withdrawn_at", "recorded_at", "retraction__undone_at")
    for row, authors, said_at, *span in rows.values_list(*columns):
        found.setdefault(row, []).append(Withdrawn(said_at, BY_OUTLET if authors is None else BY_SOURCE, *span))
    return found


def _doubts(ids: Ids) -> Mapping[int, list[Doubt]]:
    """Return the expressions of concern about the documents of attributions, by the id of the attribution."""
    found: dict[int, list[Doubt]] = {}
    concerned = ("document__concerns__recorded_at", "document__concerns__lifted_at")
    first = Attribution.objects.filter(of("claim_id", ids), document__concerns__isnull=False).order_by("id")
    for row, *span in first.values_list("id", *concerned, "document_recorded_at"):
        found.setdefault(row, []).append(Doubt._make([*span, None]))
    further = AttributionDocument.objects.filter(of("claim_id", ids), document__concerns__isnull=False).order_by("id")
    for row, *span in further.values_list("attribution_id", *concerned, "recorded_at", "struck_at"):
        found.setdefault(row, []).append(Doubt._make(span))
    return found


_ATTRIBUTION = (
    "id", "key", "source_id", "stance", "scope", "basis", "said_at", "supersedes_id", "recorded_at", "withdrawn_at",
    "withdrawal_recorded_at", "document_id", "document_recorded_at", "voided_at", "withdrawn_by", "document__publisher_id",
    "hedge",
)  # fmt: skip


def _read_rivals(ids: Ids, found: Mapping[int, ClaimRecord]) -> None:
    ends = ("from_claim_id", "to_claim_id")
    # A contradiction is recorded from one end, but holds for both.
    for mine, theirs in (ends, ends[::-1]):
        relations = ClaimRelation.objects.filter(of(mine, ids), kind=CONTRADICTS).order_by("id")
        for values in relations.values_list(mine, theirs, "kind", "recorded_at", "struck_at"):
            found[values[0]].rivals.append(Span._make(values))
    newer = ClaimRelation.objects.filter(of("to_claim_id", ids), kind=SUPERSEDES).order_by("id")
    for values in newer.values_list("to_claim_id", "from_claim_id", "kind", "recorded_at", "struck_at"):
        found[values[0]].successors.append(Span._make(values))


class _Document(msgspec.Struct):
    published_at: str = ""


class _Attribution(msgspec.Struct):
    key: str
    document: _Document | None = None
    documents: tuple[_Document, ...] = ()

    def published_at(self) -> str:
        """Return the date of the document that was published first."""
        return first_published(document.published_at for document in (self.document, *self.documents) if document)


class _Body(msgspec.Struct):
    """The parts of a public body that are read here; msgspec skips the rest."""

    window: PublicWindow | None = None
    predicts: bool | None = None
    quantity: PublicQuantity | None = None
    attributions: tuple[_Attribution, ...] = ()


_bodies = msgspec.json.Decoder(_Body)


def _read_windows(ids: Ids, found: Mapping[int, ClaimRecord]) -> None:
    revisions = Revision.objects.filter(of("claim_id", ids), body__isnull=False).order_by("claim_id", "number")
    body, of_claim = None, 0
    for claim, at, stored in revisions.values_list("claim_id", "at", "body").iterator():
        # Bodies are packed against the one before of the same claim, so all of them are read in order.
        body = unpacked(stored or b"", body if claim == of_claim else None)
        of_claim = claim
        shown = _bodies.decode(body)
        window = shown.window or PublicWindow()
        stated = shown.quantity or PublicQuantity()
        quantity = quantity_of(stated.low, stated.high, stated.unit, stated.as_of)
        found[claim].windows.append((at, Window(window.from_, window.until, shown.predicts, quantity)))
        dates = {row.key: date for row in shown.attributions if (date := row.published_at())}
        if not found[claim].published or found[claim].published[-1][1] != dates:
            found[claim].published.append((at, dates))
