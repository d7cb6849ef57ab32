"""The revisions of all claims as one feed, in an order that never changes, followed from any place without a gap."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from claims.models import Assessment, ClaimTopic, Flag, Revision
from claims.models.revision import reason_shown
from claims.queries.claims.read import published
from claims.queries.webhooks.feed_watermark import watermark
from claims.revision_chain import RESEALED
from factcheck.paging import cut

#: Revisions read for one page of a filtered feed: bounds the cost of a filter that matches almost nothing.
WINDOW: Final = 5_000
#: The last digits of a cursor: so many of the digest of its revision.
_DIGITS: Final = 12
_CURSOR: Final = re.compile(rf"(\d{{1,18}})-([0-9a-f]{{{_DIGITS}}})", re.ASCII)
_ID_DIGITS: Final = 32


class Place(NamedTuple):
    """A place in the feed: a revision, or the beginning.

    The digest shows whether the record is still the one that was read: after an older backup is restored, ids repeat.
    """

    id: int
    digest: str

    def __str__(self) -> str:
        return f"{self.id}-{self.digest}"

    @classmethod
    def of(cls, revision: int, digest: str) -> Place:
        """Return the place of a revision with this digest."""
        return cls(revision, digest[:_DIGITS])


BEGINNING: Final = Place(0, "0" * _DIGITS)


class LostPlaceError(Exception):
    """The cursor was not found: the record is not the one that was read, as after a restored backup."""


class Event(NamedTuple):
    """A revision as the feed shows it. For a deleted claim everything about its content is left out."""

    place: Place
    claim_id: int
    claim: str  # key
    deleted: bool
    revision: int
    at: datetime
    actor: str
    action: str
    reason: str
    digest: str
    status: str | None
    body_changed: bool | None
    raised: tuple[str, ...] = ()
    cleared: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Its permanent, unique id, made from the digest: a number could be given out again after a backup is restored."""
        return event_id(self.digest)


def event_id(digest: str) -> str:
    """Return the id of the event of a revision with this digest."""
    return f"evt_{digest[:_ID_DIGITS]}"


class Wanted(NamedTuple):
    """The filters of the feed: an event must match one word of each kind that has any."""

    claims: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()  # raised or cleared by the revision
    actors: tuple[str, ...] = ()  # kinds: user, token, job, command
    published_at: datetime | None = None  # only claims that outsiders see at this time


ALL: Final = Wanted()


class EventPage(NamedTuple):
    """A page of the feed: the matching events, the place up to which revisions were read, and whether there is more."""

    events: list[Event]
    place: Place
    more: bool


def parse_place(text: str) -> Place | None:
    """Return the place that a cursor names; None if it is malformed."""
    found = _CURSOR.fullmatch(text)
    return Place(int(found[1]), found[2]) if found else None


def last_place() -> Place:
    """Return the place of the last revision of the feed."""
    return _last(_visible(watermark()))


def events_after(place: Place, wanted: Wanted, limit: int) -> EventPage:
    """Return at most ``limit`` matching events after a place, in the order of the feed.

    Raises: LostPlaceError.
    """
    # In a statement of its own before the revisions, as the proof of the watermark requires.
    end = watermark()
    need_place(place)
    rest = _visible(end).filter(pk__gt=place.id)
    if wanted == ALL:
        shown, more = cut(_read(rest, limit + 1), limit)
        return EventPage(_with_flags(shown), shown[-1].place if shown else place, more)
    window, goes_on = _window(rest)
    shown, more = cut(_read(window.filter(_condition(wanted)), limit + 1), limit)
    if more:
        return EventPage(_with_flags(shown), shown[-1].place, more=True)
    reached = _last(window)
    return EventPage(_with_flags(shown), place if reached == BEGINNING else reached, goes_on)


def events_of(ids: Collection[int]) -> dict[int, Event]:
    """Return the events of revisions, by revision id."""
    found = _with_flags(_read(Revision.objects.filter(pk__in=ids), len(ids)))
    return {event.place.id: event for event in found}


def _visible(end: int | None) -> QuerySet[Revision]:
    rows = Revision.objects.all()
    return rows if end is None else rows.filter(pk__lte=end)


def need_place(place: Place) -> None:
    """Raise LostPlaceError unless the record has that place.

    A revision that an erasure resealed has another digest than the one that was read: then only the id is compared.
    """
    if place == BEGINNING:
        return
    found = Revision.objects.filter(pk=place.id).values_list("sha256", "sealed").first()
    if found is None or (Place.of(place.id, found[0]) != place and RESEALED not in (found[1] or {})):
        raise LostPlaceError


def _last(rows: QuerySet[Revision]) -> Place:
    found = rows.order_by("-pk").values_list("pk", "sha256").first()
    return BEGINNING if found is None else Place.of(*found)


def _window(rest: QuerySet[Revision]) -> tuple[QuerySet[Revision], bool]:
    """Return the next revisions to read, and whether there are more after them."""
    last_two = list(rest.order_by("pk").values_list("pk", flat=True)[WINDOW - 1 : WINDOW + 1])
    return (rest.filter(pk__lte=last_two[0]), len(last_two) > 1) if last_two else (rest, False)


_COLUMNS: Final = (
    "pk", "sha256", "claim_id", "claim__key", "claim__removed_at", "number", "at", "actor", "action", "reason", "changes",
    "status",
)  # fmt: skip


def _read(rows: QuerySet[Revision], limit: int) -> list[Event]:
    # Looked up, not joined: even if its assessment were missing, which would be a defect, a revision is in the feed.
    status = Subquery(Assessment.objects.filter(pk=OuterRef("assessment_id")).values("status")[:1])
    columns = rows.annotate(status=status, changes=Q(body__isnull=False)).order_by("pk").values_list(*_COLUMNS)
    return [_event(*row) for row in columns[:limit]]


def _event(
    pk: int, digest: str, claim_id: int, claim: str, removed_at: datetime | None, number: int, at: datetime, actor: str,
    action: str, reason: str, changes: bool, status: str,
) -> Event:  # fmt: skip
    place, deleted = Place.of(pk, digest), removed_at is not None
    if deleted:
        return Event(place, claim_id, claim, True, number, at, actor, action, "", digest, None, None)
    why = reason_shown(action, reason)
    return Event(place, claim_id, claim, False, number, at, actor, action, why, digest, status, changes)


def _with_flags(events: list[Event]) -> list[Event]:
    """Add to each event the flags that it raised and cleared: those with its claim and its time."""
    if not events:
        return events
    # A flag has the time of the revision that raised or cleared it, and no other revision of the claim has that time.
    instants, claims = {event.at for event in events}, {event.claim_id for event in events}
    still_open, past = _moved("__in", instants, claim__in=claims)
    rows = still_open.union(past, all=True)
    raised: dict[tuple[int, datetime], list[str]] = {}
    cleared: dict[tuple[int, datetime], list[str]] = {}
    for claim, code, raised_at, cleared_at in rows.order_by("code").values_list("claim", "code", "raised_at", "cleared_at"):
        raised.setdefault((claim, raised_at), []).append(code)
        if cleared_at is not None:
            cleared.setdefault((claim, cleared_at), []).append(code)
    return [event._replace(raised=_codes(raised, event), cleared=_codes(cleared, event)) for event in events]


def _moved(lookup: str, at: Any, **of: Any) -> tuple[QuerySet[Flag], QuerySet[Flag]]:
    """Return the open flags raised at a time, and the past ones raised or cleared then.

    Each kind has an index on the claim, which the database cannot use for both at once.
    """
    raised = Q(**{f"raised_at{lookup}": at})
    past = Flag.objects.filter(raised | Q(**{f"cleared_at{lookup}": at}), cleared_at__isnull=False, **of)
    return Flag.objects.filter(raised, cleared_at=None, **of), past


def _codes(found: Mapping[tuple[int, datetime], Iterable[str]], event: Event) -> tuple[str, ...]:
    return tuple(found.get((event.claim_id, event.at), ()))


def _condition(wanted: Wanted) -> Q:
    """Return the condition that a revision matches all filters."""
    found = Q()
    if wanted.claims:
        found &= Q(claim__key__in=wanted.claims)
    if wanted.topics:
        found &= Q(Exists(ClaimTopic.objects.filter(claim=OuterRef("claim"), topic__in=wanted.topics)))
    if wanted.actions:
        found &= Q(action__in=wanted.actions)
    if wanted.statuses:
        # An event of a deleted claim shows no status, so a filter must not tell it either.
        standing = Assessment.objects.filter(pk=OuterRef("assessment_id"), status__in=wanted.statuses)
        found &= Q(Exists(standing), claim__removed_at=None)
    if wanted.flags:
        still_open, past = _moved("", OuterRef("at"), claim=OuterRef("claim"), code__in=wanted.flags)
        found &= Q(Exists(still_open)) | Q(Exists(past))
    if wanted.published_at is not None:
        found &= published(wanted.published_at, "claim__")
    if wanted.actors:
        kinds = Q()
        for kind in wanted.actors:
            kinds |= Q(actor__startswith=f"{kind}:")
        found &= kinds
    return found
