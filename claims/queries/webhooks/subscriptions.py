"""Webhook subscriptions, their filters, and the state of their messages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final, NamedTuple

from django.contrib.auth.models import User
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from claims.models import Revision, WebhookDelivery, WebhookStep, WebhookSubscription
from claims.models.webhook import DEAD, SENT, WAITING
from claims.queries.webhooks.events import Wanted
from claims.vocabulary import WebhookState

#: The states of a subscription.
ENDED: Final = WebhookState.ENDED
PAUSED: Final = WebhookState.PAUSED
FAILING: Final = WebhookState.FAILING
ACTIVE: Final = WebhookState.ACTIVE


class Tally(NamedTuple):
    """How many messages of a subscription are in each state."""

    waiting: int
    sent: int
    dead: int


def state_of(subscription: WebhookSubscription) -> str:
    """Return the state of a subscription, in a word."""
    if subscription.ended_at is not None:
        return ENDED
    if subscription.paused_at is not None:
        return PAUSED
    return FAILING if subscription.probe_at is not None else ACTIVE


def wanted_of(subscription: WebhookSubscription, now: datetime) -> Wanted:
    """Return the filters of a subscription."""
    words = {kind: tuple(words) for kind, words in subscription.wanted.items()}
    return Wanted(**words, published_at=None if subscription.desk else now)


def subscriptions() -> QuerySet[WebhookSubscription]:
    """Return all subscriptions that were not ended, newest first."""
    return WebhookSubscription.objects.filter(ended_at=None).order_by("-id")


def subscription_of(key: str) -> WebhookSubscription | None:
    """Return the subscription with a key, including ended ones."""
    return WebhookSubscription.objects.filter(key=key).first()


def live() -> Q:
    """Return the condition that a subscription receives changes: it is not paused, and its owner has not left."""
    return Q(paused_at=None, ended_at=None) & ~orphaned()


def orphaned() -> Q:
    """Return the condition that the owner of a subscription is inactive, or no longer on the desk."""
    # An owner who never was staff, such as the account of a service, need only be active.
    owner = User.objects.filter(pk=OuterRef("owner"))
    return Q(Exists(owner.filter(is_active=False))) | (Q(of_staff=True) & Q(Exists(owner.filter(is_staff=False))))


def live_ids() -> list[int]:
    """Return the ids of the subscriptions that receive changes."""
    return list(WebhookSubscription.objects.filter(live()).values_list("pk", flat=True))


def tallies(ids: list[int]) -> Mapping[int, Tally]:
    """Return how many messages of subscriptions are in each state."""
    rows = WebhookDelivery.objects.filter(subscription__in=ids).values_list("subscription", "state").annotate(n=Count("pk"))
    found: dict[int, dict[str, int]] = {}
    for subscription, state, number in rows.order_by():
        found.setdefault(subscription, {})[state] = number
    return {pk: Tally(*(found.get(pk, {}).get(state, 0) for state in (WAITING, SENT, DEAD))) for pk in ids}


def deliveries_of(subscription: WebhookSubscription, state: str, before: int | None, limit: int) -> list[WebhookDelivery]:
    """Return the messages of a subscription, newest first, optionally of one state."""
    rows = WebhookDelivery.objects.filter(subscription=subscription).select_related("revision__claim")
    rows = rows.filter(state=state) if state else rows
    rows = rows.filter(pk__lt=before) if before is not None else rows
    return list(rows.defer("revision__body").order_by("-pk")[:limit])


def delivery_of(subscription: WebhookSubscription, message_id: str) -> WebhookDelivery | None:
    """Return the message with an id."""
    return WebhookDelivery.objects.filter(subscription=subscription, message_id=message_id).first()


def steps_of(subscription: WebhookSubscription, limit: int) -> list[WebhookStep]:
    """Return the changes of a subscription, newest first."""
    return list(subscription.steps.order_by("-pk")[:limit])


def due(now: datetime) -> Q:
    """Return the condition that a subscription has a message to send now: any that is due or, if it is failing, a probe."""
    waiting = WebhookDelivery.objects.filter(subscription=OuterRef("pk"), state=WAITING)
    closed = Q(Exists(waiting.filter(next_attempt_at__lte=now)), probe_at=None)
    return live() & (closed | Q(Exists(waiting), probe_at__lte=now))


def anything_to_send(now: datetime) -> bool:
    """Return whether messages are due, or changes have not been read yet."""
    if WebhookSubscription.objects.filter(due(now)).exists():
        return True
    later = Revision.objects.filter(pk__gt=OuterRef("place_id"))
    return WebhookSubscription.objects.filter(live()).filter(Exists(later)).exists()
