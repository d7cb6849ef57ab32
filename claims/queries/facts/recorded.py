"""What was ever recorded of one claim, as plain values, and the facts that it gives as of a date-time. No database here."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from claims.policy.facts import AttributionFact, ClaimFacts, DecisionFact, PageFact, Quantity
from claims.vocabulary import BY_SOURCE, COPIES, DISCREDITED
from factcheck.dates.partial_dates import from_instant


class Withdrawn(NamedTuple):
    """A withdrawal of an attribution: when it was made, by whom, and how long it was in the record."""

    said_at: str
    by: str
    recorded_at: datetime
    undone_at: datetime | None

    def in_record(self, at: datetime) -> bool:
        """Return whether it was recorded by then, and not yet undone."""
        return self.recorded_at <= at and (self.undone_at is None or self.undone_at > at)


class Doubt(NamedTuple):
    """An expression of concern about a document of an attribution, and how long each of the two was in the record."""

    recorded_at: datetime
    lifted_at: datetime | None
    attached_at: datetime | None  # None: with the attribution
    detached_at: datetime | None = None

    def in_record(self, at: datetime) -> bool:
        """Return whether it was recorded by then, and not yet lifted, while the attribution had the document."""
        lifted = self.lifted_at is not None and self.lifted_at <= at
        attached = self.attached_at is None or self.attached_at <= at
        return self.recorded_at <= at and not lifted and attached and (self.detached_at is None or self.detached_at > at)


class RecordedAttribution(NamedTuple):
    """An attribution with every time at which something was recorded of it."""

    id: int
    key: str
    source: int
    stance: str
    scope: str
    basis: str
    said_at: str
    supersedes: int | None
    recorded_at: datetime
    withdrawn_at: str
    withdrawal_recorded_at: datetime | None
    document: int | None
    document_recorded_at: datetime | None
    voided_at: datetime | None
    withdrawn_by: str
    publisher: int | None
    hedge: str = ""
    undone: tuple[Withdrawn, ...] = ()  # withdrawals that were undone, oldest first
    further: tuple[Span, ...] = ()  # this attribution, a further document of it
    doubts: tuple[Doubt, ...] = ()  # about its documents

    def in_record(self, at: datetime) -> bool:
        """Return whether it was recorded by then, and not yet voided."""
        return self.recorded_at <= at and (self.voided_at is None or self.voided_at > at)

    def withdrawn(self, at: datetime) -> Withdrawn | None:
        """Return the withdrawal that was recorded by then and not yet undone, if there was one."""
        last = self.withdrawal_recorded_at
        own = () if last is None else (Withdrawn(self.withdrawn_at, self.withdrawn_by, last, None),)
        return next((each for each in (*self.undone, *own) if each.in_record(at)), None)

    def taken_back_by(self, at: datetime) -> int | None:
        """Return the source or the publisher that had withdrawn it, as recorded by then."""
        withdrawn = self.withdrawn(at)
        if withdrawn is None:
            return None
        return self.source if withdrawn.by == BY_SOURCE else self.publisher if self.documented(at) else None

    def documented(self, at: datetime) -> bool:
        """Return whether the desk held a document of it by then."""
        first = self.document is not None and (self.document_recorded_at is None or self.document_recorded_at <= at)
        return first or any(held.in_record(at) for held in self.further)

    def doubted_at(self, at: datetime) -> datetime | None:
        """Return when the last expression of concern about a document of it was recorded that was not lifted by then."""
        return max((doubt.recorded_at for doubt in self.doubts if doubt.in_record(at)), default=None)


class Span(NamedTuple):
    """A link of attributions or claims, a further document or a stake, and how long it was in the record."""

    one: int
    other: int
    kind: str
    recorded_at: datetime
    struck_at: datetime | None

    def in_record(self, at: datetime) -> bool:
        """Return whether it was recorded by then, and not yet struck out."""
        return self.recorded_at <= at and (self.struck_at is None or self.struck_at > at)


class Settled(NamedTuple):
    """A decision, and when it was struck out."""

    fact: DecisionFact
    struck_at: datetime | None

    def in_record(self, at: datetime) -> bool:
        """Return whether it was recorded by then, and not yet struck out."""
        return self.fact.recorded_at <= at and (self.struck_at is None or self.struck_at > at)


class Window(NamedTuple):
    """When a claim is said to happen, an editor's word on whether it predicts, and the figure that it states."""

    begins: str
    ends: str
    predicts: bool | None
    quantity: Quantity | None = None


class RecordedProblem(NamedTuple):
    """A problem of a page, and how long it was in the record."""

    fact: PageFact
    recorded_at: datetime
    ended_at: datetime | None

    def in_record(self, at: datetime) -> bool:
        """Return whether it was recorded by then, and had not ended."""
        return self.recorded_at <= at and (self.ended_at is None or self.ended_at > at)


@dataclass(frozen=True, slots=True)
class ClaimRecord:
    """Everything that was ever recorded of one claim; each list in the order in which the policy reads it."""

    key: str
    recorded_at: datetime
    window: Window  # the current one
    removed: bool = False  # deleted since then: its content is gone
    attributions: list[RecordedAttribution] = field(default_factory=list)
    links: list[Span] = field(default_factory=list)  # citing, cited
    stakes: list[Span] = field(default_factory=list)  # source, side
    rivals: list[Span] = field(default_factory=list)  # this claim, the other
    successors: list[Span] = field(default_factory=list)  # this claim, the newer one
    decisions: list[Settled] = field(default_factory=list)
    pages: list[RecordedProblem] = field(default_factory=list)
    windows: list[tuple[datetime, Window]] = field(default_factory=list)  # after each revision, oldest first
    published: list[tuple[datetime, Mapping[str, str]]] = field(default_factory=list)  # dates of documents, likewise

    def facts(self, at: datetime) -> ClaimFacts:
        """Return the facts as recorded by ``at``, without contradicting and newer claims."""
        rows = [row for row in self.attributions if row.in_record(at)]
        upstream: dict[int, list[Span]] = {}
        for link in self.links:
            if link.in_record(at):
                upstream.setdefault(link.one, []).append(link)
        stakes = tuple((stake.one, stake.other) for stake in self.stakes if stake.in_record(at))
        recorded_times = [row.recorded_at for row in rows]
        recorded_times += [withdrawn.recorded_at for row in rows if (withdrawn := row.withdrawn(at)) is not None]
        window = self._window(at)
        dates = next((dates for shown_at, dates in reversed(self.published) if shown_at <= at), {})
        attributions = tuple(_attribution_fact(row, upstream.get(row.id, ()), at, dates.get(row.key, "")) for row in rows)
        decisions = tuple(decision.fact for decision in self.decisions if decision.in_record(at))
        last = max(recorded_times, default=self.recorded_at)
        times = self.recorded_at, last
        begins, ends, predicts, quantity = window
        facts = ClaimFacts(self.key, attributions, stakes, (), begins, ends, *times, decisions)
        pages = tuple(page.fact for page in self.pages if page.in_record(at))
        return facts._replace(predicts=predicts, quantity=quantity, pages=pages)

    def opponents(self, at: datetime) -> list[int]:
        """Return the claims that contradicted this one as recorded by ``at``, ordered by id."""
        return sorted({rival.other for rival in self.rivals if rival.in_record(at)})

    def discredited_by(self, at: datetime, keys: Collection[str]) -> bool:
        """Return whether one of the claims ``keys`` alone discredited an attribution, as recorded by ``at``."""
        found = (each for each in self.decisions if each.fact.kind == DISCREDITED and each.in_record(at))
        return any(each.fact.claim in keys for each in found)

    def newer(self, at: datetime) -> list[int]:
        """Return the claims that superseded this one as recorded by ``at``, ordered by id."""
        return sorted({newer.other for newer in self.successors if newer.in_record(at)})

    def _window(self, at: datetime) -> Window:
        known = [window for shown_at, window in self.windows if shown_at <= at]
        return known[-1] if known else self.window


def _attribution_fact(row: RecordedAttribution, upstream: Sequence[Span], at: datetime, published_at: str) -> AttributionFact:
    withdrawn = row.withdrawn(at)
    return AttributionFact(
        id=row.id,
        key=row.key,
        source=row.source,
        stance=row.stance,
        scope=row.scope,
        basis=row.basis,
        said_at=row.said_at,
        withdrawn_at=withdrawn.said_at if withdrawn is not None else None,
        supersedes=row.supersedes,
        documented=row.documented(at),
        cites=tuple(link.other for link in upstream if link.kind != COPIES),
        copies=next((link.other for link in upstream if link.kind == COPIES), None),
        withdrawn_by=row.taken_back_by(at),
        recorded_at=from_instant(row.recorded_at),
        published_at=published_at,
        hedge=row.hedge,
        doubted_at=row.doubted_at(at),
    )
