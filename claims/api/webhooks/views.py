"""Webhooks over the API: the same operations as on the desk, for tokens of administrators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

import msgspec
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from msgspec import UNSET, UnsetType
from rest_framework.request import Request

from claims.api.webhooks.shapes import (
    FromPlace,
    MadeWebhook,
    Narrowed,
    NewSecret,
    NewWebhook,
    WebhookBody,
    WebhookChange,
    WebhookList,
)
from claims.api.writing import Because, DeskWrite
from claims.models import WebhookSubscription
from claims.operations.webhooks import subscriptions as webhooks
from claims.operations.webhooks.subscriptions import Made
from claims.queries.webhooks.events import Place, parse_place
from claims.queries.webhooks.subscriptions import state_of, subscription_of, subscriptions, tallies
from claims.vocabulary import WebhookFilter
from factcheck.access.scopes import ADMIN
from factcheck.api.describing import Op
from factcheck.api.paging import json_answer
from factcheck.api.problems import Fault, ProblemError
from factcheck.api.views import answer, encoded

_SEE: Final = ("claims.view_webhooksubscription",)
CHANGE: Final = ("claims.change_webhooksubscription",)
BECAUSE: Final = {"reason": "The CMS moved."}


def webhook_op(name: str, does: str, needs: Sequence[str], **more: Any) -> Op:
    """Return an operation on webhooks, for administrators."""
    return Op(name=name, does=does, scope=ADMIN, needs=tuple(needs), **{"gives": WebhookBody, **more})


class WebhookView(DeskWrite):
    """The base of all views of webhooks."""

    def found(self, key: str) -> WebhookSubscription:
        """Return a webhook. Raises: ProblemError if there is none, or it was ended."""
        row = subscription_of(key)
        if row is None:
            raise ProblemError("not-found", f"Unknown webhook “{key}”.")
        if row.ended_at is not None:
            raise ProblemError("gone", "This webhook was ended.")
        return row

    def to_problem(self, error: Exception) -> ProblemError | None:
        found = super().to_problem(error)
        if found is not None and isinstance(error, ValidationError):
            found.errors = [_within_wanted(fault) for fault in found.errors]
        return found

    def current_webhook(self, key: str, status: int = 200) -> HttpResponse:
        """Return the response with the current webhook."""
        (body,) = _bodies([self.found(key)])
        response = answer(encoded(body))
        response.status_code = status
        return response


class Webhooks(WebhookView):
    """``/webhooks/``: list webhooks, and create one."""

    secret = True
    ops = {
        "GET": webhook_op("list_webhooks", "All webhooks that were not ended.", _SEE, gives=WebhookList),
        "POST": webhook_op(
            "make_webhook",
            "Send changes to an address from now on, or from a cursor of the feed. Only this response holds the secret.",
            ("claims.add_webhooksubscription",),
            takes=NewWebhook,
            gives=MadeWebhook,
            status=201,
            example={
                "name": "CMS, front page",
                "url": "https://cms.example/hooks/facts",
                "desk": True,
                "wanted": {"flags": ["contested", "verdict_outdated"]},
                "reason": "The front page shows flags.",
            },
        ),
    }

    def get(self, request: Request) -> HttpResponse:
        return json_answer(request, WebhookList(webhooks=_bodies(list(subscriptions()))))

    def posted(self, request: Request, said: NewWebhook, **_keys: Any) -> HttpResponse:
        change = self.change(request, said.reason)
        after = _place(said.after) if said.after else None
        made = webhooks.subscribe(said.name, said.url, change, wanted=_words(said.wanted), after=after, desk=said.desk)
        response = _with_secret(made)
        response.status_code = 201
        response["Location"] = request.build_absolute_uri(f"/api/v1/webhooks/{made.subscription.key}/")
        return response


class OneWebhook(WebhookView):
    """``/webhooks/KEY/``: read a webhook, change it, and end it."""

    ops = {
        "GET": webhook_op("read_webhook", "One webhook and its state.", _SEE, problems=("gone",)),
        "PATCH": webhook_op(
            "change_webhook",
            "Change the address of a webhook, and its filters from now on.",
            CHANGE,
            takes=WebhookChange,
            problems=("gone",),
            example={"url": "https://cms.example/hooks/new", **BECAUSE},
        ),
        "DELETE": webhook_op(
            "end_webhook", "End a webhook for good.", CHANGE, gives=None, status=204, problems=("gone",)
        ),
    }  # fmt: skip

    def get(self, request: Request, key: str) -> HttpResponse:
        (body,) = _bodies([self.found(key)])
        return json_answer(request, body)

    def patched(self, request: Request, said: WebhookChange, **keys: Any) -> HttpResponse:
        key = self.found(keys["key"]).key
        sent = {name: value for name in ("name", "url", "desk") if (value := getattr(said, name)) is not UNSET}
        wanted = None if said.wanted is UNSET else _words(said.wanted)
        webhooks.change_subscription(key, self.change(request, said.reason), wanted=wanted, **sent)
        return self.current_webhook(key)

    def delete(self, request: Request, **keys: Any) -> HttpResponse:
        return self._write(request, self.deleted, keys)

    def deleted(self, request: Request, _said: None, **keys: Any) -> HttpResponse:
        """End it; the request has no body, so the reason is a fixed text."""
        webhooks.end(self.found(keys["key"]).key, self.change(request, "Ended over the API."))
        return HttpResponse(status=204)


class WebhookMove(WebhookView):
    """``POST /webhooks/KEY/…/``: one operation on a webhook; the response is the webhook after it."""

    def posted(self, request: Request, said: Any, **keys: Any) -> HttpResponse:
        key = self.found(keys["key"]).key
        self.moved(key, said, self.change(request, said.reason))
        return self.current_webhook(key)

    def moved(self, key: str, said: Any, change: Any) -> None:
        """Call the operation."""
        raise NotImplementedError


def webhook_move(name: str, does: str, takes: type[msgspec.Struct] = Because, **more: Any) -> Mapping[str, Op]:
    """Return the operation of a view that acts on a webhook."""
    return {"POST": webhook_op(name, does, CHANGE, takes=takes, **{"problems": ("gone",), "example": BECAUSE, **more})}


class Pause(WebhookMove):
    """Pause a webhook."""

    ops = webhook_move("pause_webhook", "Pause a webhook until it is resumed; it keeps its place in the feed.")

    def moved(self, key: str, _said: Because, change: Any) -> None:
        webhooks.pause(key, change)


class Resume(WebhookMove):
    """Go on."""

    ops = webhook_move("resume_webhook", "Resume a webhook from its place in the feed: nothing is skipped.")

    def moved(self, key: str, _said: Because, change: Any) -> None:
        webhooks.resume(key, change)


class Replay(WebhookMove):
    """Send earlier events again."""

    ops = webhook_move(
        "replay_webhook",
        "Send a webhook all events after a cursor again, with the same ids.",
        FromPlace,
        example={"after": "0-000000000000", "reason": "They lost a day."},
    )

    def moved(self, key: str, said: FromPlace, change: Any) -> None:
        webhooks.send_again_after(key, _place(said.after), change)


class Secret(WebhookView):
    """Another secret."""

    secret = True
    ops = webhook_move(
        "replace_webhook_secret",
        "Replace the secret of a webhook, shown only this once; for some hours messages are signed with both.",
        NewSecret,
        gives=MadeWebhook,
        example={"hours": 24, "reason": "Once a year."},
    )

    def posted(self, request: Request, said: NewSecret, **keys: Any) -> HttpResponse:
        key, change = self.found(keys["key"]).key, self.change(request, said.reason)
        return _with_secret(webhooks.replace_secret(key, change, overlap=timedelta(hours=said.hours)))


def _within_wanted(fault: Fault) -> Fault:
    """Return an error with its place in the body: operations name a filter by its kind alone."""
    kind = fault.pointer.removeprefix("/")
    return msgspec.structs.replace(fault, pointer=f"/wanted/{kind}") if kind in WebhookFilter.words() else fault


def _place(cursor: str) -> Place:
    place = parse_place(cursor)
    if place is None:
        detail = "Use a cursor from the feed or a message."
        raise ProblemError("invalid", errors=[Fault(detail=detail, pointer="/after")])
    return place


def _words(wanted: Narrowed | UnsetType) -> dict[str, list[str]]:
    return {} if wanted is UNSET else msgspec.to_builtins(wanted)


def _bodies(rows: list[WebhookSubscription]) -> list[WebhookBody]:
    counted = tallies([row.pk for row in rows])
    return [WebhookBody(**_webhook_values(row), **counted[row.pk]._asdict()) for row in rows]


def _webhook_values(row: WebhookSubscription) -> dict[str, Any]:
    names = ("key", "name", "url", "desk", "wanted", "failures", "created_at", "created_by", "paused_at", "old_secret_until")
    values = {name: getattr(row, name) for name in names}
    return {**values, "state": state_of(row), "cursor": str(Place(row.place_id, row.place_digest))}


def _with_secret(made: Made) -> HttpResponse:
    row = made.subscription
    response = answer(encoded(MadeWebhook(secret=made.secret, **_webhook_values(row), **tallies([row.pk])[row.pk]._asdict())))
    response["Cache-Control"] = "no-store"
    return response
