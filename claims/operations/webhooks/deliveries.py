"""Messages to subscriptions: created from the feed, sent by one worker at a time, and the result of each attempt."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import SystemRandom
from typing import Any, Final, NamedTuple

from django.db import transaction
from django.db.models import F

from claims.models import WebhookDelivery, WebhookStep, WebhookSubscription
from claims.models.webhook import DEAD, SENT, WAITING
from claims.operations.webhooks.subscriptions import new_delivery, pause_orphaned
from claims.queries.webhooks.events import LostPlaceError, Place, events_after
from claims.queries.webhooks.subscriptions import due, live, wanted_of
from claims.verification import Change

ACTOR: Final = "job:webhooks"
#: Events per transaction.
BATCH: Final = 1_000
#: How long a worker may hold a subscription without a sign of life: more than an attempt takes, name resolution included.
LEASE: Final = timedelta(minutes=2)
#: The bound of the first pause (a guess), and the factor by which it grows with each attempt, up to the longest.
FIRST_PAUSE, PAUSE_GROWS, LONGEST_PAUSE = timedelta(seconds=30), 3, timedelta(hours=8)
#: After this many failures in a row, of any messages, one message at a time is tried, at this interval (both guesses).
OPENS_AFTER, PROBE_EVERY = 5, timedelta(minutes=5)
LONGEST_ANSWER: Final = 1_000
GONE: Final = 410

_chance = SystemRandom().random


class Result(NamedTuple):
    """The result of an attempt: ``status`` is None if nobody answered; ``answer`` is the answer, or what failed."""

    status: int | None
    answer: str
    retry_after: timedelta = timedelta(0)

    @property
    def was_taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


class Taken(NamedTuple):
    """A subscription that this worker holds until ``until``, which identifies the hold: a later one has another end."""

    subscription: WebhookSubscription
    until: datetime


def make_deliveries(now: datetime, is_over: Callable[[], bool]) -> int:
    """Create the messages of all events since, or until ``is_over``; return how many.

    The cursor of a subscription and its messages advance in one transaction, so each gets exactly its matching events.
    """
    pause_orphaned(Change(now, ACTOR, "", "Its owner has left the desk: a colleague may resume it."))
    made = 0
    for pk in WebhookSubscription.objects.filter(live()).order_by("pk").values_list("pk", flat=True):
        while not is_over() and (more := _make_some(pk, now)) is not None:
            made += more
    return made


@transaction.atomic
def _make_some(pk: int, now: datetime) -> int | None:
    """Create messages from a part of the feed; None if another worker does, or there is nothing more."""
    row = WebhookSubscription.objects.select_for_update(skip_locked=True).filter(live(), pk=pk).first()
    if row is None:
        return None
    place = Place(row.place_id, row.place_digest)
    try:
        page = events_after(place, wanted_of(row, now), BATCH)
    except LostPlaceError:  # the revisions were restored from another backup than the subscriptions
        _pause(row, now, "Cursor not found: choose where to send again from, and resume.")
        return None
    if page.place == place:
        return None
    messages = [new_delivery(pk, event.id, event.place.id, now) for event in page.events]
    # After going back to an earlier place, the same events come with the ids that they had.
    WebhookDelivery.objects.bulk_create(messages, ignore_conflicts=True)
    WebhookSubscription.objects.filter(pk=pk).update(place_id=page.place.id, place_digest=page.place.digest)
    return len(messages)


@transaction.atomic
def take_subscription(now: datetime) -> Taken | None:
    """Take a subscription that has something due and no worker: the one that has waited longest; None if there is none.

    A killed worker held it for no longer than ``LEASE`` after its last sign of life.
    """
    free = WebhookSubscription.objects.filter(due(now)).exclude(busy_until__gt=now)
    row = free.select_for_update(skip_locked=True).order_by(F("busy_until").asc(nulls_first=True), "pk").first()
    if row is None:
        return None
    until = now + LEASE
    WebhookSubscription.objects.filter(pk=row.pk).update(busy_until=until)
    return Taken(row, until)


@transaction.atomic
def take_delivery(taken: Taken, now: datetime) -> tuple[Taken, WebhookDelivery] | None:
    """Take the next message of a subscription that is due; None if there is none, or this worker holds it no longer.

    The attempt counts from now on. If a worker dies while sending, the message is sent again later, so that one message that
    kills workers does not block the others.
    """
    held = WebhookSubscription.objects.select_for_update().filter(due(now), pk=taken.subscription.pk, busy_until=taken.until)
    row = held.first()
    if row is None:
        return None
    waiting = WebhookDelivery.objects.filter(subscription=row, state=WAITING)
    # While the circuit is open, the oldest message is the probe, whether its own time has come or not.
    if row.probe_at is None:
        waiting = waiting.filter(next_attempt_at__lte=now)
    delivery = waiting.order_by("next_attempt_at", "pk").first()
    if delivery is None:
        return None
    delivery.attempts, delivery.last_attempt_at, delivery.next_attempt_at = delivery.attempts + 1, now, now + LEASE
    delivery.save(update_fields=["attempts", "last_attempt_at", "next_attempt_at"])
    # Later than before even if the clock stands still: two holds never have the same end.
    row.busy_until = max(now + LEASE, taken.until + timedelta(microseconds=1))
    row.probe_at = None if row.probe_at is None else now + PROBE_EVERY
    row.save(update_fields=["busy_until", "probe_at"])
    return Taken(row, row.busy_until), delivery


def let_go(taken: Taken, now: datetime) -> None:
    """Release a subscription for other workers."""
    WebhookSubscription.objects.filter(pk=taken.subscription.pk, busy_until=taken.until).update(busy_until=now)


@transaction.atomic
def note_result(delivery: WebhookDelivery, result: Result, now: datetime, chance: Callable[[], float] = _chance) -> None:
    """Record the result of an attempt: the message was accepted, is retried later, or has failed."""
    row = WebhookSubscription.objects.select_for_update().get(pk=delivery.subscription_id)
    delivery.answer_status, delivery.answer = result.status, _readable(result.answer)
    if result.was_taken:
        _end(delivery, SENT, now)
        _recovered(row, now)
    elif result.status == GONE:
        _end(delivery, DEAD, now)
        _pause(row, now, "The address answered 410 Gone: it accepts no more messages.")
    else:
        _failed(row, now)
        # A receiver may ask for a longer pause, but not for one that would outlast the retries.
        again = now + max(pause_after(delivery.attempts, chance), min(result.retry_after, LONGEST_PAUSE))
        if again < delivery.give_up_at:
            delivery.next_attempt_at = again
        else:
            _end(delivery, DEAD, now)
    values: dict[str, Any] = {"answer_status": delivery.answer_status, "answer": delivery.answer, "state": delivery.state}
    values |= {"next_attempt_at": delivery.next_attempt_at, "ended_at": delivery.ended_at}
    # If somebody sent it again meanwhile, the result of an earlier attempt does not overrule that.
    mine = WebhookDelivery.objects.filter(pk=delivery.pk, attempts=delivery.attempts, state=WAITING)
    mine.update(**values)


def pause_after(attempts: int, chance: Callable[[], float]) -> timedelta:
    """Return how long to wait after so many attempts: random below a growing bound, so that retries do not all come at once.

    This is “full jitter” (M. Brooker, Exponential Backoff and Jitter, AWS Architecture Blog, 2015).
    """
    bound = min(FIRST_PAUSE * PAUSE_GROWS ** min(attempts - 1, 20), LONGEST_PAUSE)
    return timedelta(seconds=bound.total_seconds() * chance())


def give_up(now: datetime) -> int:
    """Fail messages that were tried for the allowed time, or could not be tried; return how many."""
    # Not those of a paused webhook: it misses nothing, however long the pause.
    late = WebhookDelivery.objects.filter(state=WAITING, give_up_at__lte=now, subscription__paused_at=None)
    return late.update(state=DEAD, next_attempt_at=None, ended_at=now)


def delete_sent(before: datetime) -> int:
    """Delete messages that were sent before a time; return how many. Their revisions stay, and can be sent again."""
    return WebhookDelivery.objects.filter(state=SENT, ended_at__lt=before).delete()[0]


def delete_dead(before: datetime) -> int:
    """Delete messages that were given up before a time; return how many."""
    return WebhookDelivery.objects.filter(state=DEAD, ended_at__lt=before).delete()[0]


def _end(delivery: WebhookDelivery, state: str, now: datetime) -> None:
    delivery.state, delivery.next_attempt_at, delivery.ended_at = state, None, now


def _recovered(row: WebhookSubscription, now: datetime) -> None:
    """Close the circuit: messages that waited for the receiver to recover are sent at once."""
    if row.probe_at is not None:
        row.deliveries.filter(state=WAITING, next_attempt_at__gt=now).update(next_attempt_at=now)
    if row.failures or row.probe_at is not None:
        row.failures, row.probe_at = 0, None
        row.save(update_fields=["failures", "probe_at"])


def _failed(row: WebhookSubscription, now: datetime) -> None:
    row.failures += 1
    if row.failures >= OPENS_AFTER and row.probe_at is None:
        row.probe_at = now + PROBE_EVERY
    row.save(update_fields=["failures", "probe_at"])


def _pause(row: WebhookSubscription, now: datetime, why: str) -> None:
    if row.paused_at is None:
        WebhookSubscription.objects.filter(pk=row.pk).update(paused_at=now)
        WebhookStep.objects.create(subscription=row, at=now, actor=ACTOR, action="paused", reason=why)


def _readable(text: str) -> str:
    """Return the part of an answer to show: its beginning, without control characters."""
    return "".join(sign if sign.isprintable() or sign == "\n" else "�" for sign in text[:LONGEST_ANSWER])
