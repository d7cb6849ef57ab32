"""``GET /events/``: every change to every claim, in the order of the record, resumable from a cursor."""

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
from factcheck.api.paging import following, json_answer, limit_of, limit_parameter, links_to
from factcheck.api.problems import ProblemError, refused_parameter
from factcheck.api.views import ApiView

PAGE: Final = 100
LARGEST_PAGE: Final = 500
#: In place of a cursor: from now on.
LATEST: Final = "latest"
_MOST_WORDS: Final = 20
#: The allowed values of a filter, where they are a closed set.
_WORDS: Final = {"status": Status.words(), "flag": CODES, "actor": ActorKind.words()}
_FILTERS: Final = {
    "claim": Parameter("Of these claims, by key.", TEXT, "arms-transfers"),
    "topic": Parameter("Of claims that have one of these topics now.", TEXT, "diplomacy"),
    "action": Parameter("With this action.", TEXT, "attribution withdrawn"),
    "status": Parameter(f"After which the status is one of: {', '.join(Status.words())}.", TEXT, "contested"),
    "flag": Parameter("That raised or cleared one of these flags.", TEXT, "single_origin"),
    "actor": Parameter(f"Made by one of: {', '.join(ActorKind.words())}.", TEXT, "job"),
}


class EventBody(msgspec.Struct, frozen=True):
    """A revision of a claim. For a ``deleted`` claim everything about its content is left out."""

    # In the order of ``Event``, whose members follow the first two.
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
    """A page of the feed: ``cursor`` is where to continue, now or later; ``next`` is that URL while there is ``more``."""

    events: list[EventBody]
    cursor: str
    more: bool
    next: str | None


class EventList(ApiView):
    """A page of the feed after a cursor. The response always holds the cursor for the next request."""

    ops = {
        "GET": Op(
            name="list_events",
            does="Every change to every claim after a cursor, in the order of the record: none is missed or repeated.",
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
        events = list(map(_event_body, page.events))
        body = EventPageBody(events=events, cursor=str(page.place), more=page.more, next=link or None)
        return json_answer(request, body, links_to(link))


def wanted_of(sent: Mapping[str, str]) -> Wanted:
    """Return the filters of the feed from the parameters.

    Raises: ProblemError for an invalid parameter.
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
    """Return the values of a comma-separated parameter."""
    words, choices = tuple(filter(None, sent.get(name, "").split(","))), _WORDS.get(name)
    # A misspelt status or flag would match nothing, and whoever follows the feed would wait for it for ever.
    if len(words) > _MOST_WORDS or (choices is not None and not set(choices).issuperset(words)):
        of = f", of: {', '.join(sorted(choices))}" if choices else ""
        raise refused_parameter(name, f"Use at most {_MOST_WORDS} comma-separated words{of}.")
    return words


def _page(after: str, wanted: Wanted, limit: int) -> EventPage:
    if after == LATEST:
        return EventPage([], last_place(), more=False)
    place = parse_place(after) if after else BEGINNING
    if place is None:
        raise refused_parameter("after", f"Use the cursor of an earlier response, or “{LATEST}”.")
    try:
        return events_after(place, wanted, limit)
    except LostPlaceError:
        raise ProblemError("cursor-lost") from None


def _event_body(event: Event) -> EventBody:
    shown: list[Any]
    place, _claim_id, *shown = event
    return EventBody(event.id, str(place), *shown)
