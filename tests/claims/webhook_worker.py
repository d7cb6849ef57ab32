"""What happens to the messages of webhooks: claims change, messages are made, and a worker takes and sends them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from claims.models import Claim, WebhookDelivery, WebhookSubscription
from claims.operations.decisions.ledger import reaffirm
from claims.operations.webhooks.deliveries import (
    Result,
    Taken,
    let_go,
    make_deliveries,
    note_result,
    take_delivery,
    take_subscription,
)
from claims.verification import Change

TAKEN, FAILED = Result(204, ""), Result(500, "oops")


def again(at: datetime, key: str = "arms-transfers") -> None:
    reaffirm(Claim.objects.get(key=key).pk, Change(at, "user:ada", "reaffirmed", "Asked again."))


def make(now: datetime) -> int:
    return make_deliveries(now, lambda: False)


def take(now: datetime) -> tuple[Taken, WebhookDelivery]:
    """Take a subscription and its next message, as a worker does."""
    taken = take_subscription(now)
    assert taken is not None
    found = take_delivery(taken, now)
    assert found is not None
    return found


def attempt(now: datetime, result: Result, chance: Callable[[], float] = lambda: 1.0) -> WebhookDelivery:
    """Take the next message and let it end in a result, as a worker does."""
    taken, delivery = take(now)
    note_result(delivery, result, now, chance)
    let_go(taken, now)
    delivery.refresh_from_db()
    return delivery


def fresh(hook: WebhookSubscription) -> WebhookSubscription:
    return WebhookSubscription.objects.get(pk=hook.pk)
