"""Send webhook messages one by one. The result of each is stored before the next one is sent."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Final

import msgspec
from django.conf import settings

from claims.models import WebhookDelivery, WebhookSubscription
from claims.operations.webhooks.deliveries import (
    LONGEST_ANSWER,
    Result,
    give_up,
    let_go,
    make_deliveries,
    note_result,
    take_delivery,
    take_subscription,
)
from claims.queries.bodies.outside import outside_state
from claims.queries.webhooks.events import Event, events_of
from factcheck import outbound
from factcheck.webhook_signing import secret_of, signed_headers

log = logging.getLogger(__name__)

#: Seconds within which the receiver must respond: Standard Webhooks recommends 15 to 30.
SECONDS: Final = 15.0
#: Bytes read of a response: enough for the part that is stored.
_MOST: Final = 4 * LONGEST_ANSWER
_HEADERS: Final = {"Content-Type": "application/json", "User-Agent": "factcheck-webhooks/1"}

Clock = Callable[[], datetime]


def deliver(clock: Clock, is_over: Callable[[], bool] = lambda: False) -> int:
    """Create the messages for new revisions, and send those that are due until ``is_over``. Return the number sent."""
    make_deliveries(clock(), is_over)
    give_up(clock())
    sent = 0
    while not is_over() and (taken := take_subscription(clock())) is not None:
        while (found := take_delivery(taken, clock())) is not None:
            taken, delivery = found
            note_result(delivery, _tried(taken.subscription, delivery, clock()), clock())
            sent += 1
            if is_over():
                break
        let_go(taken, clock())
    return sent


def _tried(subscription: WebhookSubscription, delivery: WebhookDelivery, now: datetime) -> Result:
    """Send a message. A failure on our side is logged, and does not stop other messages."""
    try:
        return _attempt(subscription, delivery, now)
    except Exception:
        log.exception("webhook message %s could not be created or sent", delivery.message_id)
        return Result(None, "Not sent: an internal error, see the log.")


def _attempt(subscription: WebhookSubscription, delivery: WebhookDelivery, now: datetime) -> Result:
    # Made for each attempt, so that a retry does not send data that was hidden or deleted since.
    body = message(subscription, delivery, now)
    numbers = subscription.secret_numbers(now)
    secrets = [secret_of(key, subscription.key, number) for key in settings.WEBHOOK_KEYS for number in numbers]
    try:
        answer = outbound.send(
            "POST",
            subscription.url,
            headers={**_HEADERS, **signed_headers(secrets, delivery.message_id, now, body)},
            body=body,
            seconds=SECONDS,
            most=_MOST,
            http=settings.DEBUG,
            allowed=settings.WEBHOOK_ALLOWED_NETWORKS,
        )
    except outbound.OutboundError as error:
        return Result(None, f"Not sent: {error}.")
    text = answer.body.decode(errors="replace")
    return Result(answer.status, text, _retry_after(answer.headers.get("retry-after", ""), now))


def message(subscription: WebhookSubscription, delivery: WebhookDelivery, now: datetime) -> bytes:
    """Return the body of a message with the current state. For a claim deleted since, it says nothing else."""
    if delivery.revision_id is None:
        ping: dict[str, Any] = {"type": "ping", "timestamp": delivery.created_at, "data": {"webhook": subscription.key}}
        return msgspec.json.encode(ping)
    event = events_of([delivery.revision_id])[delivery.revision_id]
    data = _desk_data(event) if subscription.desk else _public_data(event, now)
    return msgspec.json.encode({"type": "claim.revised", "timestamp": event.at, "data": data})


def _desk_data(event: Event) -> dict[str, Any]:
    """Return the data for a subscription of the desk. The user and the reason are only in the feed and the revision."""
    return {
        "claim": event.claim,
        "deleted": event.deleted,
        "revision": event.revision,
        "action": event.action,
        "actor": event.actor.partition(":")[0],
        "digest": event.digest,
        "status": event.status,
        "body_changed": event.body_changed,
        "raised": event.raised,
        "cleared": event.cleared,
        "cursor": str(event.place),
    }


def _public_data(event: Event, now: datetime) -> dict[str, Any]:
    """Return the data for a public subscription: that there was a change, and the current public state of the claim."""
    found = outside_state(event.claim_id, now)
    return {
        "claim": event.claim,
        "deleted": event.deleted,
        "revision": event.revision,
        "digest": event.digest,
        "status": found.status,
        "flags": found.flags,
        "cursor": str(event.place),
    }


def _retry_after(sent: str, now: datetime) -> timedelta:
    """Return the delay that the receiver requests in Retry-After (RFC 9110): seconds, or a date-time."""
    if sent.isascii() and sent.isdigit():
        return timedelta(seconds=min(int(sent[:9]), 10**6))
    try:
        return max(parsedate_to_datetime(sent) - now, timedelta(0))
    except (ValueError, TypeError, OverflowError):
        return timedelta(0)
