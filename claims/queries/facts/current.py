"""From stored rows to the current facts that the policy reads: plain tuples, in a fixed number of queries.

``claims.queries.facts.past`` reads what was recorded by a time in the past.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import BigIntegerField, BooleanField, Case, ExpressionWrapper, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from claims.models import Attribution, Citation, Claim, Decision, Interest
from claims.policy.facts import AttributionFact, ClaimFacts, DecisionFact, Directory, Member, SourceFact
from claims.policy.origins.ties import Component, independent_voices
from claims.queries.facts.assembling import (
    Organisations,
    families,
    leading_up,
    organisations_of,
    source_fact,
    tied_families,
    who_speaks_for,
    with_contradictions,
    with_newer,
)
from claims.queries.facts.documents import further_documents, held_further
from claims.queries.facts.pages import HAS_PROBLEMS, open_problems
from claims.queries.facts.quantities import QUANTITY, quantity_of
from claims.queries.facts.related import related_claims
from claims.vocabulary import BY_OUTLET, BY_SOURCE, COPIES, DISCREDITED
from factcheck.database.lookups import among
from factcheck.database.prepared import PreparedOf
from factcheck.dates.instants import Minutes, instant, text_of
from sources.families import Tie, uplines
from sources.models import Document
from sources.queries import members
from sources.queries.changes import last_change_at

Ids = range | Sequence[int]


class Loaded(NamedTuple):
    """Facts of claims in id order, and the directory of the sources that they name."""

    claims: Mapping[int, ClaimFacts]
    directory: Directory


def of(field: str, ids: Ids) -> Q:
    """Return the condition that ``field`` is among ``ids``; a range needs no list of them."""
    if isinstance(ids, range):
        return Q(**{f"{field}__gte": ids.start, f"{field}__lt": ids.stop})
    return among(field, ids)


def compact(ids: Sequence[int]) -> Ids:
    """Return ascending ids as a range if it has no gaps: the database reads a range faster than a list."""
    return range(ids[0], ids[-1] + 1) if ids and ids[-1] - ids[0] + 1 == len(ids) else ids


class Sources:
    """The sources that claims name, read once for many claims.

    Callers that take facts from it then check, in the same transaction, whether it was ``outdated``; if so, they read again.
    """

    #: Forget everything above this number: bounds memory, at about two thirds of a kilobyte each.
    MOST = 30_000

    def __init__(self) -> None:
        # Before the first source is read: a change between the two is then found by `outdated`.
        self._begin(last_change_at())

    def _begin(self, recorded_at: datetime | None) -> None:
        self.recorded_at = recorded_at  # of the last change of a source that was read
        self._facts: dict[int, SourceFact] = {}
        self._families: dict[int, tuple[Member, ...]] = {}
        self._independent: frozenset[tuple[int, int]] = frozenset()
        self._ties: dict[int, Component] = {}
        self._spokesmen: dict[int, str] = {}
        self._up: set[Tie] = set()  # the ties by which organisations lead up to others

    def outdated(self) -> bool:
        """Return whether a source has changed since the first one was read; if so, all are forgotten and read again."""
        at = last_change_at()
        if at == self.recorded_at:
            return False
        self._begin(at)
        return True

    def directory(self, ids: Collection[int]) -> Directory:
        """Return a directory with at least the sources ``ids`` and their families."""
        missing = set(ids) - self._facts.keys()
        if missing and len(self._facts) + len(missing) > self.MOST:
            self._begin(self.recorded_at)
            missing = set(ids)
        if missing:
            self._read(missing)
        return Directory(self._facts, self._families, self._independent, self._ties)

    def organisations(self, ids: Collection[int]) -> Organisations:
        """Return organisations with everything above each."""
        self.directory(ids)
        return uplines(ids, self._up)

    def _read(self, ids: set[int]) -> None:
        found = members(ids, whole_families=True, known=self._families)
        self._up.update(leading_up(found))
        organisations = organisations_of(found, self._up)
        self._spokesmen |= who_speaks_for(found)
        rows = {pk: row for pk, row in found.sources.items() if pk in ids}
        self._facts.update({pk: source_fact(row, found.sources, organisations, self._spokesmen) for pk, row in rows.items()})
        # If a family is known already, the new rows are only a part of it.
        self._families = {**families(found.sources.values(), organisations), **self._families}
        self._ties |= tied_families(found)
        self._independent |= independent_voices(found.independent, self._ties)


class Read(NamedTuple):
    """What was read of claims and of those that contradict or supersede them; these are not yet in the facts."""

    own: Mapping[int, ClaimFacts]
    facts: Mapping[int, ClaimFacts]  # of all these claims
    opposed: Mapping[int, Sequence[int]]  # the claims that contradict each
    directory: Directory
    newer: Mapping[int, Sequence[int]] = {}  # the claims that supersede each


def load_facts(ids: Ids, said_until: str, *, sources: Sources | None = None) -> Loaded:
    """Return the current facts of the claims ``ids``, except deleted ones.

    ``said_until`` (a partial date of minute precision) decides which contradicting claims have live support. ``sources`` may
    hold sources that were read earlier in the same transaction.
    """
    own, facts, opposed, directory, newer = read_facts(ids, sources)
    return Loaded(with_contradictions(with_newer(own, facts, newer), facts, opposed, directory, said_until), directory)


def read_facts(ids: Ids, sources: Sources | None = None) -> Read:
    """Return the facts of the claims ``ids``, of those that contradict or supersede them, and all their sources."""
    own = _facts(ids)
    opposed, newer = related_claims(ids)
    others = sorted({other for by in (opposed, newer) for found in by.values() for other in found} - own.keys())
    facts = {**own, **_facts(others)} if others else own
    return Read(own, facts, opposed, (sources or Sources()).directory(sources_named(facts.values())), newer)


def sources_named(facts: Iterable[ClaimFacts]) -> set[int]:
    """Return the sources that claims name: speakers, those who withdrew something, had a stake or were asked for comment."""
    named: set[int] = set()
    for claim in facts:
        named.update([row.source for row in claim.attributions])
        named.update([row.withdrawn_by for row in claim.attributions if row.withdrawn_by is not None])
        named.update([source for source, _ in claim.stakes])
        named.update([decision.source for decision in claim.decisions if decision.source is not None])
    return named


def _facts(ids: Ids) -> dict[int, ClaimFacts]:
    """Return the facts of claims without contradictions, ordered by id."""
    attributions, last = _attributions(ids)
    stakes: dict[int, list[tuple[int, int]]] = {}
    for claim, source, side in _STAKES.rows(ids):
        stakes.setdefault(claim, []).append((source, side))
    decisions = _decisions(ids)
    rows = _CLAIMS.rows(ids)
    pages = open_problems(ids) if any(row[-1] for row in rows) else {}  # few claims have any
    return {
        pk: ClaimFacts(
            key,
            tuple(attributions.get(pk, ())),
            tuple(stakes.get(pk, ())),
            (),
            window_from,
            window_until,
            instant(recorded),
            # Compared as text, which sorts like time, so that only the later one has to be parsed.
            instant(max(recorded, last.get(pk, ""))),
            tuple(decisions.get(pk, ())),
            predicts=predicts,
            quantity=quantity_of(low, high, unit, as_of),
            pages=pages.get(pk, ()),
        )
        for pk, key, window_from, window_until, predicts, recorded, low, high, unit, as_of, _has_problems in rows
    }


_STAKES = PreparedOf(
    "claim_id",
    lambda these: (
        Interest.objects.filter(these, struck_at=None)
        .order_by("claim_id", "source_id")
        .values_list("claim_id", "source_id", "side")
    ),
)
_CLAIMS = PreparedOf(
    "id",
    lambda these: (
        Claim.objects.filter(these, removed_at=None)
        .order_by("id")
        .values_list("id", "key", "window_from", "window_until", "predicts", text_of("recorded_at"), *QUANTITY, HAS_PROBLEMS)
    ),
)


_ATTRIBUTION = (
    "claim_id", "id", "key", "source_id", "stance", "scope", "basis", "said_at",
    Case(When(withdrawal_recorded_at__isnull=False, then="withdrawn_at"), default=None),
    "supersedes_id", ExpressionWrapper(Q(document__isnull=False), BooleanField()),
    # Read for withdrawn rows only: a join would read the document of every row.
    Case(
        When(withdrawn_by=BY_SOURCE, then="source_id"),
        When(withdrawn_by=BY_OUTLET, then=Subquery(Document.objects.filter(pk=OuterRef("document_id")).values("publisher_id"))),
        default=None,
        output_field=BigIntegerField(),
    ),
    Coalesce("document__published_at", Value("")), "hedge", "document__doubted_at",
    text_of("recorded_at"), text_of("withdrawal_recorded_at"),
)  # fmt: skip
_ATTRIBUTIONS = PreparedOf(
    "claim_id",
    lambda these: Attribution.objects.filter(these, voided_at=None).order_by("claim_id", "id").values_list(*_ATTRIBUTION),
)


def _attributions(ids: Ids) -> tuple[Mapping[int, list[AttributionFact]], Mapping[int, str]]:
    """Return the attributions of claims that are not voided, and when each claim last gained or lost one."""
    cites, copies = _links(ids)
    further = further_documents(ids)
    found: dict[int, list[AttributionFact]] = {}
    last: dict[int, str] = {}
    minutes = Minutes()
    for row in _ATTRIBUTIONS.rows(ids):
        claim, pk, (by, published, hedge, doubted, recorded, withdrawn) = row[0], row[1], row[-6:]
        links = tuple(cites.get(pk, ())), copies.get(pk)
        fact = AttributionFact._make((*row[1:-6], *links, by, minutes[recorded], published, hedge, doubted))
        if pk in further:
            fact = held_further(fact, further[pk])
        found.setdefault(claim, []).append(fact)
        latest = recorded if withdrawn is None else max(recorded, withdrawn)
        if latest > last.get(claim, ""):
            last[claim] = latest
    return found, last


def _links(ids: Ids) -> tuple[Mapping[int, list[int]], Mapping[int, int]]:
    cites: dict[int, list[int]] = {}
    copies: dict[int, int] = {}
    for citing, cited, kind in _LINKS.rows(ids):
        if kind == COPIES:
            copies[citing] = cited
        else:
            cites.setdefault(citing, []).append(cited)
    return cites, copies


_LINKS = PreparedOf(
    "claim_id",
    lambda these: (
        Citation.objects.filter(these, struck_at=None)
        .order_by("claim_id", "citing_id", "cited_id")
        .values_list("citing_id", "cited_id", "kind")
    ),
)


def _decisions(ids: Ids) -> Mapping[int, list[DecisionFact]]:
    found: dict[int, list[DecisionFact]] = {}
    for claim, *values in _DECISIONS.rows(ids):
        found.setdefault(claim, []).append(decision_fact(*values))
    return found


#: The columns that ``decision_fact`` takes.
DECISION = (
    "kind", "attribution__key", "source_id", "about", "findings_digest", "recorded_at", "other_claim__key", "document_id", "id",
    "happened_at",
)  # fmt: skip
_DECISIONS = PreparedOf(
    "claim_id",
    lambda these: Decision.objects.filter(these, struck_at=None).order_by("claim_id", "id").values_list("claim_id", *DECISION),
)


def decision_fact(
    kind: str, attribution: str | None, source: int | None, about: list[list[str]], findings: str, recorded_at: datetime,
    claim: str | None, document: int | None, pk: int, happened_at: str,
) -> DecisionFact:  # fmt: skip
    """Return a decision as the policy reads it."""
    culprits = tuple([(record, key) for record, key in about])
    shown = document is not None or (kind == DISCREDITED and attribution is not None)
    rests_on = claim if claim is not None and not shown else ""
    return DecisionFact(kind, attribution or "", source, culprits, findings, recorded_at, rests_on, pk, happened_at)
