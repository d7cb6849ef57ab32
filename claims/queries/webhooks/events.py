"""The revisions of all claims as one feed, in an order that never changes, followed from any place without a gap."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime
from functools import lru_cache, reduce
from operator import or_
from typing import Any, Final, NamedTuple

from django.db.models import BigIntegerField, Exists, F, Func, JSONField, OuterRef, Q, QuerySet, Subquery, TextField, Value

from claims.models import Assessment, ClaimTopic, Flag, Revision
from claims.models.revision import reason_shown
from claims.queries.claims.read import published
from claims.queries.webhooks.feed_watermark import watermark
from claims.revision_chain import RESEALED
from factcheck.database.prepared import Given, Prepared
from factcheck.paging import cut

#: Revisions read for one page of a filtered feed: bounds the cost of a filter that matches almost nothing.
WINDOW: Final = 5_000
#: The last digits of a cursor: so many of the digest of its revision.
_DIGITS: Final = 12
_CURSOR: Final = re.compile(rf"(\d{{1,18}})-([0-9a-f]{{{_DIGITS}}})", re.ASCII)
_ID_DIGITS: Final = 32
#: Beyond every id.
_LAST_ID: Final = 2**63 - 1


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
        following = _following(limit + 1).rows(after=place.id, end=_LAST_ID if end is None else end)
        shown, more = cut([pk for (pk,) in following], limit)
        events = _events(shown)
        return EventPage(events, events[-1].place if events else place, more)
    window, goes_on = _window(rest)
    shown, more = cut(_ids(window.filter(_condition(wanted)), limit + 1), limit)
    events = _events(shown)
    if more:
        return EventPage(events, events[-1].place, more=True)
    reached = _last(window)
    return EventPage(events, place if reached == BEGINNING else reached, goes_on)


def events_of(ids: Collection[int]) -> dict[int, Event]:
    """Return the events of revisions, by revision id."""
    return {event.place.id: event for event in _events(list(ids))}


def _visible(end: int | None) -> QuerySet[Revision]:
    rows = Revision.objects.all()
    return rows if end is None else rows.filter(pk__lte=end)


def need_place(place: Place) -> None:
    """Raise LostPlaceError unless the record has that place.

    A revision that an erasure resealed has another digest than the one that was read: then only the id is compared.
    """
    if place == BEGINNING:
        return
    found = _PLACE.rows(id=place.id)
    if not found or (Place.of(place.id, found[0][0]) != place and RESEALED not in (found[0][1] or {})):
        raise LostPlaceError


_PLACE: Final = Prepared(
    lambda: Revision.objects.filter(pk=Given("id", BigIntegerField())).order_by().values_list("sha256", "sealed")
)


def _last(rows: QuerySet[Revision]) -> Place:
    found = rows.order_by("-pk").values_list("pk", "sha256").first()
    return BEGINNING if found is None else Place.of(*found)


def _window(rest: QuerySet[Revision]) -> tuple[QuerySet[Revision], bool]:
    """Return the next revisions to read, and whether there are more after them."""
    last_two = list(rest.order_by("pk").values_list("pk", flat=True)[WINDOW - 1 : WINDOW + 1])
    return (rest.filter(pk__lte=last_two[0]), len(last_two) > 1) if last_two else (rest, False)


@lru_cache(maxsize=100)
def _following(limit: int) -> Prepared:
    """Return the query for the next ids, built once for each size of a page."""
    after, end = Given("after", BigIntegerField()), Given("end", BigIntegerField())
    return Prepared(lambda: Revision.objects.filter(pk__gt=after, pk__lte=end).order_by("pk").values_list("pk")[:limit])


def _ids(rows: QuerySet[Revision], limit: int) -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])


def _events(ids: list[int]) -> list[Event]:
    """Return the events of revisions, in the order of the feed."""
    return [_event(*row) for row in _ROWS.rows(ids=ids)] if ids else []


def _rows() -> QuerySet[Revision, Any]:
    # Looked up, not joined: even if its assessment were missing, which would be a defect, a revision is in the feed.
    status = Subquery(Assessment.objects.filter(pk=OuterRef("assessment_id")).values("status")[:1])
    # A flag has the time of the revision that raised or cleared it, and no other revision of the claim has that time.
    open_raised, past_raised, cleared = map(_codes, _moved(claim=OuterRef("claim")))
    deleted: Any = Q(claim__removed_at__isnull=False)
    changes: Any = Q(body__isnull=False)
    return Revision.objects.filter(pk__among=Given("ids", JSONField())).order_by("pk").values_list(
        "pk", "claim_id", "claim__key", deleted, "number", "at", "actor", "action", "reason", "sha256", status, changes,
        open_raised, past_raised, cleared,
    )  # fmt: skip


#: Built and planned once: a page of the feed is asked for each second, and building took longer than reading the rows.
_ROWS: Final = Prepared(_rows)


def _event(
    pk: int, claim_id: int, claim: str, deleted: bool, number: int, at: datetime, actor: str, action: str, reason: str,
    digest: str, status: str, changes: bool, open_raised: str | None, past_raised: str | None, cleared: str | None,
) -> Event:  # fmt: skip
    place, why = Place.of(pk, digest), "" if deleted else reason_shown(action, reason)
    standing, changed = (None, None) if deleted else (status, changes)
    raised, lifted = _sorted(open_raised, past_raised), _sorted(cleared)
    return Event(place, claim_id, claim, deleted, number, at, actor, action, why, digest, standing, changed, raised, lifted)


def _moved(**of: Any) -> tuple[QuerySet[Flag], QuerySet[Flag], QuerySet[Flag]]:
    """Return the flags of a revision: the open ones that it raised, the past ones that it raised, those that it cleared.

    The open and the past ones have each an index on the claim, and the database cannot use both at once.
    """
    past = Flag.objects.filter(cleared_at__isnull=False, **of)
    still_open = Flag.objects.filter(cleared_at=None, raised_at=OuterRef("at"), **of)
    return still_open, past.filter(raised_at=OuterRef("at")), past.filter(cleared_at=OuterRef("at"))


class _Joined(Func):
    """The texts of all rows, separated by spaces: string_agg, which SQLite calls group_concat. NULL for no row."""

    function = "string_agg"
    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="group_concat", **context)


def _codes(flags: QuerySet[Flag]) -> Subquery:
    return Subquery(flags.order_by().values(codes=_Joined(F("code"), Value(" "))))


def _sorted(*joined: str | None) -> tuple[str, ...]:
    return tuple(sorted(" ".join(filter(None, joined)).split()))


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
        found &= reduce(or_, (Q(Exists(flags)) for flags in _moved(claim=OuterRef("claim"), code__in=wanted.flags)))
    if wanted.published_at is not None:
        found &= published(wanted.published_at, "claim__")
    if wanted.actors:
        kinds = Q()
        for kind in wanted.actors:
            kinds |= Q(actor__startswith=f"{kind}:")
        found &= kinds
    return found
