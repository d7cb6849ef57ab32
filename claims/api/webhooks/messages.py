"""The messages of webhooks over the API: what was sent, what is tried again, and one that tests the way."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

import msgspec
from django.http import HttpResponse
from rest_framework.request import Request

from claims.api.webhooks.views import WebhookView, webhook_move, webhook_op
from claims.api.writing import Because
from claims.models import WebhookDelivery, WebhookSubscription
from claims.operations.webhooks import subscriptions as webhooks
from claims.queries.webhooks.subscriptions import deliveries_of, delivery_of
from claims.vocabulary import DeliveryState
from factcheck.api.describing import Parameter, one_word
from factcheck.api.paging import after_parameters, limit_of, page
from factcheck.api.parameters import one_of
from factcheck.api.problems import ProblemError, refused_parameter
from factcheck.api.views import answer, encoded
from factcheck.words import OneOf

_SEE_MESSAGES: Final = ("claims.view_webhooksubscription", "claims.view_webhookdelivery")


class DeliveryBody(msgspec.Struct, frozen=True, kw_only=True):
    """A message to a webhook, and what came of it."""

    id: str
    claim: str | None  # None: a test
    revision: int | None
    state: OneOf[DeliveryState]
    attempts: int
    created_at: datetime
    last_attempt_at: datetime | None
    next_attempt_at: datetime | None
    give_up_at: datetime
    ended_at: datetime | None
    answer_status: int | None
    answer: str


class DeliveryPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of messages, the newest first; ``next`` is the address of the one after it."""

    deliveries: list[DeliveryBody]
    next: str | None


class Ping(WebhookView):
    """A test."""

    ops = webhook_move(
        "ping_webhook", "Send a webhook a message that tells of no change.", gives=DeliveryBody, status=202,
        example={"reason": "Does it arrive?"},
    )  # fmt: skip

    def posted(self, request: Request, said: Because, **keys: Any) -> HttpResponse:
        sent = webhooks.send_test(self.found(keys["key"]).key, self.change(request, said.reason))
        return _accepted(sent)


class Deliveries(WebhookView):
    """``GET /webhooks/KEY/deliveries/``: what became of its messages."""

    ops = {
        "GET": webhook_op(
            "list_webhook_deliveries",
            "A page of the messages of a webhook, the newest first.",
            _SEE_MESSAGES,
            parameters={
                **after_parameters("id of the message"),
                "state": Parameter("In this state.", one_word(*DeliveryState.words())),
            },
            gives=DeliveryPage,
            problems=("gone",),
        )
    }

    def get(self, request: Request, key: str) -> HttpResponse:
        sent, webhook = request.query_params, self.found(key)
        limit, state = limit_of(request), one_of(sent, "state", DeliveryState.words())
        rows = deliveries_of(webhook, state, _before(webhook, sent.get("after", "")), limit + 1)
        return page(request, "deliveries", list(map(_delivery, rows)), limit, "after", lambda row: row.id)


class Redeliver(WebhookView):
    """``POST /webhooks/KEY/deliveries/ID/replay/``: one message again."""

    ops = webhook_move(
        "replay_webhook_delivery", "Send a message again, whatever became of it; it keeps its id.", gives=DeliveryBody,
        status=202, example={"reason": "They lost it."},
    )  # fmt: skip

    def posted(self, request: Request, said: Because, **keys: Any) -> HttpResponse:
        webhook = self.found(keys["key"])
        if not webhooks.send_again(webhook.key, [keys["delivery"]], self.change(request, said.reason)):
            raise ProblemError("not-found", f"This webhook has no message “{keys['delivery']}”.")
        found = delivery_of(webhook, keys["delivery"])
        if found is None:  # it was tidied away between the two statements
            raise ProblemError("not-found")
        return _accepted(found)


def _before(webhook: WebhookSubscription, after: str) -> int | None:
    if not after:
        return None
    found = delivery_of(webhook, after)
    if found is None:
        raise refused_parameter("after", "It has no message of this id: take the address of the next page as it is told.")
    return found.pk


def _delivery(row: WebhookDelivery) -> DeliveryBody:
    names = (
        "state", "attempts", "created_at", "last_attempt_at", "next_attempt_at", "give_up_at", "ended_at", "answer_status",
        "answer",
    )  # fmt: skip
    told: dict[str, Any] = {name: getattr(row, name) for name in names}
    of = row.revision
    return DeliveryBody(id=row.message_id, claim=of.claim.key if of else None, revision=of.number if of else None, **told)


def _accepted(row: WebhookDelivery) -> HttpResponse:
    """Answer that a message is on its way: a worker sends it, never the request."""
    response = answer(encoded(_delivery(row)))
    response.status_code = 202
    return response
