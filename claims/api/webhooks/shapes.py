"""Request and response bodies for webhooks."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Final

import msgspec
from msgspec import UNSET, Meta, UnsetType

from claims.api.writing import Because
from claims.casefile.values import Line, Reason, Record
from claims.operations.webhooks.subscriptions import MOST_OVERLAP, MOST_WORDS
from claims.vocabulary import WebhookState
from factcheck.words import OneOf

_MOST_HOURS: Final = MOST_OVERLAP.days * 24

Words = Annotated[list[Annotated[str, Meta(min_length=1, max_length=100)]], Meta(max_length=MOST_WORDS)]


class Narrowed(Record, frozen=True, kw_only=True):
    """The filters of a webhook: an event must match one word of each kind that has any. Without filters: every change."""

    claims: Words | UnsetType = UNSET
    topics: Words | UnsetType = UNSET
    actions: Words | UnsetType = UNSET
    statuses: Words | UnsetType = UNSET
    flags: Words | UnsetType = UNSET
    actors: Words | UnsetType = UNSET


class NewWebhook(Record, frozen=True, kw_only=True):
    """A new webhook, and where in the feed it starts: ``after`` is a cursor of ``events/``; left out: from now on.

    With ``desk`` it receives what the desk sees: hidden claims, who changed what, and every flag.
    """

    name: Line
    url: str
    desk: bool = False
    wanted: Narrowed | UnsetType = UNSET
    after: str | UnsetType = UNSET
    reason: Reason


class WebhookChange(Record, frozen=True, kw_only=True):
    """Changes to a webhook: members that are left out stay."""

    name: Line | UnsetType = UNSET
    url: str | UnsetType = UNSET
    desk: bool | UnsetType = UNSET
    wanted: Narrowed | UnsetType = UNSET
    reason: Reason


class NewSecret(Because, frozen=True, kw_only=True):
    """For how many hours messages are signed with the old secret as well."""

    hours: Annotated[int, Meta(ge=0, le=_MOST_HOURS)] = 24


class FromPlace(Because, frozen=True, kw_only=True):
    """The cursor after which everything is sent again."""

    after: str


class WebhookBody(msgspec.Struct, frozen=True, kw_only=True):
    """A webhook, its state, and how many of its messages wait, were sent and have failed. Its secret is not returned."""

    key: str
    name: str
    url: str
    desk: bool
    wanted: dict[str, list[str]]
    state: OneOf[WebhookState]
    cursor: str
    failures: int
    created_at: datetime
    created_by: str
    paused_at: datetime | None
    old_secret_until: datetime | None
    waiting: int
    sent: int
    dead: int


class MadeWebhook(WebhookBody, frozen=True, kw_only=True):
    """A webhook with its secret, which is returned only this once."""

    secret: str


class WebhookList(msgspec.Struct, frozen=True, kw_only=True):
    """All webhooks that were not ended."""

    webhooks: list[WebhookBody]
