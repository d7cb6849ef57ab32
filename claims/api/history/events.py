"""``GET /events/``: every change to every claim, in the order of the record, to be followed from where one left off."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import msgspec
from django.http import HttpResponse
from rest_framework.request import Request

from claims.policy.assess import CODES
from claims.queries.webhooks.events import (
    BEGINNING,
    Event,
    EventPage,
    LostPlaceError,
    Wanted,
    events_after,
    last_place,
    parse_place,
)
from claims.vocabulary import ActorKind, Status
from factcheck.access.scopes import CLAIMS_READ
from factcheck.api.describing import TEXT, Op, Parameter
from factcheck.api.paging import following, limit_of, limit_parameter, links_to, told
from factcheck.api.problems import ProblemError, refused_parameter
from factcheck.api.views import ApiView

PAGE: Final = 100
LARGEST_PAGE: Final = 500
#: Instead of a cursor: from here on.
LATEST: Final = "latest"
_MOST_WORDS: Final = 20
#: The words that a filter may be, where those are known.
_WORDS: Final = {"status": Status.words(), "flag": CODES, "actor": ActorKind.words()}
_FILTERS: Final = {
    "claim": Parameter("Of these claims, by key.", TEXT, "arms-transfers"),
    "topic": Parameter("Of claims that are filed under these topics today.", TEXT, "diplomacy"),
    "action": Parameter("By which this was done.", TEXT, "attribution withdrawn"),
    "status": Parameter(f"After which the status was one of these: {', '.join(Status.words())}.", TEXT, "contested"),
    "flag": Parameter("That raised or cleared one of these flags.", TEXT, "single_origin"),
    "actor": Parameter(f"Made by one of these: {', '.join(ActorKind.words())}.", TEXT, "job"),
}


class EventBody(msgspec.Struct, frozen=True, kw_only=True):
    """A revision of a claim. Of a ``deleted`` one what its content told is left out."""

    id: str  # for good
    cursor: str
    claim: str
    deleted: bool
    revision: int
    at: datetime
    actor: str
    action: str
    reason: str
    digest: str
    status: str | None
    body_changed: bool | None
    raised: tuple[str, ...]
    cleared: tuple[str, ...]


class EventPageBody(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the feed: ``cursor`` is where to go on, now or later; ``next`` the address of that while there is ``more``."""

    events: list[EventBody]
    cursor: str
    more: bool
    next: str | None


class EventList(ApiView):
    """A page of the feed after a cursor. The cursor that it ends with is told in any case, to ask again with."""

    ops = {
        "GET": Op(
            name="list_events",
            does="Every change to every claim after a cursor, in the order of the record: none is missed, none comes twice.",
            scope=CLAIMS_READ,
            needs=("claims.view_revision",),
            parameters={
                **limit_parameter(LARGEST_PAGE, PAGE),
                "after": Parameter(f"The cursor that an earlier answer ended with; “{LATEST}”: from now on.", TEXT, LATEST),
                **_FILTERS,
            },
            gives=EventPageBody,
            problems=("cursor-lost",),
        )
    }

    def get(self, request: Request) -> HttpResponse:
        sent = request.query_params
        page = _page(sent.get("after", ""), wanted_of(sent), limit_of(request, LARGEST_PAGE, PAGE))
        link = following(request, "after", page.place) if page.more else ""
        events = list(map(_told, page.events))
        body = EventPageBody(events=events, cursor=str(page.place), more=page.more, next=link or None)
        return told(request, body, links_to(link))


def wanted_of(sent: Mapping[str, str]) -> Wanted:
    """Return what the parameters narrow the feed to.

    Raises: ProblemError at the parameter that does not fit.
    """
    names = {
        "claim": "claims",
        "topic": "topics",
        "action": "actions",
        "status": "statuses",
        "flag": "flags",
        "actor": "actors",
    }
    wanted: dict[str, Any] = {kind: _words(sent, name) for name, kind in names.items()}
    return Wanted(**wanted)


def _words(sent: Mapping[str, str], name: str) -> tuple[str, ...]:
    """Return the words of a parameter that takes several, parted by commas."""
    words, choices = tuple(filter(None, sent.get(name, "").split(","))), _WORDS.get(name)
    if len(words) > _MOST_WORDS or (choices is not None and not set(choices).issuperset(words)):
        of = f", of: {', '.join(sorted(choices))}" if choices else ""
        raise refused_parameter(name, f"At most {_MOST_WORDS} words, parted by commas{of}.")
    return words


def _page(after: str, wanted: Wanted, limit: int) -> EventPage:
    if after == LATEST:
        return EventPage([], last_place(), more=False)
    place = parse_place(after) if after else BEGINNING
    if place is None:
        raise refused_parameter("after", f"A cursor as an earlier answer told it, or “{LATEST}”.")
    try:
        return events_after(place, wanted, limit)
    except LostPlaceError:
        raise ProblemError("cursor-lost") from None


def _told(event: Event) -> EventBody:
    named = {name: value for name, value in event._asdict().items() if name not in ("place", "claim_id")}
    return EventBody(id=event.id, cursor=str(event.place), **named)
