"""What webhooks have not received yet, and since when."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Min, Q

from claims.models import Revision, WebhookDelivery, WebhookSubscription
from claims.models.webhook import WAITING
from claims.queries.webhooks.subscriptions import live


class Outbox(NamedTuple):
    """Messages that wait, the time since which changes or messages could have been sent, and failing receivers."""

    waiting: int
    since: datetime | None  # None: everything was read and sent, or waits only for a failing receiver
    failing: int


def outbox(now: datetime) -> Outbox:
    """Return the state of the outbox."""
    receivers = WebhookSubscription.objects.filter(live())
    counts = receivers.aggregate(failing=Count("pk", filter=Q(probe_at__isnull=False)), place=Min("place_id"))
    rows = WebhookDelivery.objects.filter(state=WAITING, subscription__in=receivers.values("pk"))
    sendable = Min("next_attempt_at", filter=Q(next_attempt_at__lte=now, subscription__probe_at=None))
    messages = rows.aggregate(waiting=Count("pk"), since=sendable)
    unread = None
    if counts["place"] is not None:
        unread = Revision.objects.filter(pk__gt=counts["place"]).order_by("pk").values_list("at", flat=True).first()
    since = min((at for at in (messages["since"], unread) if at is not None), default=None)
    return Outbox(messages["waiting"], since, counts["failing"])
