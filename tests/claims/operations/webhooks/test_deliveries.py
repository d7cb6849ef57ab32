"""Messages of subscriptions: exactly the events that fit, each sent by one worker, whatever happens to it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction

from claims.models import Revision, WebhookDelivery, WebhookStep, WebhookSubscription
from claims.models.webhook import DEAD, SENT, WAITING
from claims.operations.webhooks import deliveries
from claims.operations.webhooks.deliveries import (
    LEASE,
    LONGEST_PAUSE,
    OPENS_AFTER,
    PROBE_EVERY,
    Result,
    delete_dead,
    delete_sent,
    give_up,
    let_go,
    note_result,
    pause_after,
    take_delivery,
    take_subscription,
)
from claims.operations.webhooks.subscriptions import (
    GIVE_UP_AFTER,
    resume,
    send_test,
    subscribe,
)
from claims.queries.webhooks.events import BEGINNING
from claims.queries.webhooks.subscriptions import ACTIVE, FAILING, PAUSED, anything_to_send, state_of
from claims.verification import Change
from tests.claims.webhook_worker import FAILED, TAKEN, again, attempt, fresh, make, take


def test_it_gets_what_comes_after_it_was_made_and_once(hook: WebhookSubscription, now: datetime) -> None:
    assert make(now) == 0
    again(now)
    again(now)
    assert make(now) == 2
    assert make(now) == 0
    made = list(WebhookDelivery.objects.order_by("pk").values_list("revision", "message_id"))
    last = Revision.objects.order_by("-pk")[:2]
    assert made == [(one.pk, f"evt_{one.sha256[:32]}") for one in reversed(last)]


def test_from_the_beginning_it_gets_the_whole_feed(sample: None, change: Change, now: datetime, monkeypatch: Any) -> None:
    subscribe("All", "https://cms.example/", change, after=BEGINNING, desk=True)
    monkeypatch.setattr(deliveries, "BATCH", 3)
    make(now)
    assert list(WebhookDelivery.objects.order_by("pk").values_list("revision", flat=True)) == list(
        Revision.objects.order_by("pk").values_list("pk", flat=True)
    )


def test_messages_and_place_move_on_together(hook: WebhookSubscription, now: datetime, monkeypatch: Any) -> None:
    again(now)
    with monkeypatch.context() as broken:
        broken.setattr(WebhookSubscription.objects, "filter", None)
        with pytest.raises(TypeError), transaction.atomic():
            deliveries._make_some(hook.pk, now)
    assert fresh(hook).place_id == hook.place_id
    assert make(now) == 1


def test_what_was_taken_is_not_sent_again(hook: WebhookSubscription, now: datetime) -> None:
    again(now)
    make(now)
    delivery = attempt(now, TAKEN)
    assert (delivery.state, delivery.attempts, delivery.answer_status, delivery.ended_at) == (SENT, 1, 204, now)
    assert take_subscription(now) is None


def test_two_workers_never_have_one_subscription(hook: WebhookSubscription, now: datetime) -> None:
    again(now)
    make(now)
    taken, _ = take(now)
    assert take_subscription(now) is None
    assert take_subscription(now + LEASE / 2) is None
    late = now + LEASE + timedelta(seconds=1)
    other = take_subscription(late)  # the first was killed while it sent
    assert other is not None
    assert take_delivery(taken, late) is None  # or was not, and learns that it has it no longer
    found = take_delivery(other, late)
    assert found is not None
    assert found[1].attempts == 2
    let_go(taken, late)
    assert take_subscription(late) is None


def test_the_answer_to_an_attempt_that_was_overtaken_does_not_count(hook: WebhookSubscription, now: datetime) -> None:
    again(now)
    make(now)
    _, first = take(now)
    late = now + LEASE + timedelta(seconds=1)
    note_result(take(late)[1], TAKEN, late)
    note_result(first, FAILED, late)
    delivery = WebhookDelivery.objects.get()
    assert (delivery.state, delivery.answer_status) == (SENT, 204)


def test_after_a_failure_it_waits_and_then_comes_first_again(hook: WebhookSubscription, now: datetime) -> None:
    again(now)
    make(now)
    delivery = attempt(now, FAILED)
    assert (delivery.state, delivery.answer, delivery.next_attempt_at) == (WAITING, "oops", now + timedelta(seconds=30))
    assert take_subscription(now + timedelta(seconds=29)) is None
    assert attempt(now + timedelta(seconds=30), TAKEN).state == SENT


def test_pauses_grow_at_random_below_a_bound() -> None:
    bounds = [pause_after(attempts, lambda: 1.0) for attempts in range(1, 40)]
    assert bounds[:4] == [timedelta(seconds=seconds) for seconds in (30, 90, 270, 810)]
    assert bounds == sorted(bounds)
    assert bounds[-1] == LONGEST_PAUSE
    assert pause_after(7, lambda: 0.0) == timedelta(0)
    assert pause_after(3, lambda: 0.5) == timedelta(seconds=135)


def test_who_asks_to_be_left_alone_is(hook: WebhookSubscription, now: datetime) -> None:
    again(now)
    make(now)
    hour = timedelta(hours=1)
    assert attempt(now, Result(429, "", hour)).next_attempt_at == now + hour
    assert attempt(now + hour, Result(503, "", timedelta(days=300))).next_attempt_at == now + hour + LONGEST_PAUSE


def test_it_is_tried_for_three_days_and_then_given_up_on(hook: WebhookSubscription, now: datetime) -> None:
    again(now)
    make(now)
    at, tries = now, 0
    while (delivery := WebhookDelivery.objects.get()).state == WAITING:
        hook = fresh(hook)
        at = max(delivery.next_attempt_at or at, hook.probe_at or at)
        give_up(at)
        if WebhookDelivery.objects.get().state == WAITING:
            attempt(at, FAILED)
            tries += 1
    assert delivery.state == DEAD
    assert at - now <= GIVE_UP_AFTER
    assert 10 <= tries <= 20
    assert not anything_to_send(at + timedelta(days=1))


def test_what_cannot_be_tried_is_given_up_on_too(hook: WebhookSubscription, now: datetime) -> None:
    again(now)
    make(now)
    give_up(now + GIVE_UP_AFTER - timedelta(seconds=1))
    assert WebhookDelivery.objects.get().state == WAITING
    give_up(now + GIVE_UP_AFTER)
    assert WebhookDelivery.objects.get().state == DEAD


def failing(hook: WebhookSubscription, now: datetime) -> None:
    """Let seven messages wait, and so many fail that the circuit opens."""
    for _ in range(7):
        again(now)
    make(now)
    for _ in range(OPENS_AFTER):
        attempt(now, FAILED)


def test_after_failures_in_a_row_one_message_at_a_time_is_tried(hook: WebhookSubscription, now: datetime) -> None:
    failing(hook, now)
    assert state_of(fresh(hook)) == FAILING
    assert take_subscription(now + PROBE_EVERY - timedelta(seconds=1)) is None
    at = now + PROBE_EVERY
    taken, probe = take(at)
    assert take_delivery(taken, at) is None  # one and no more
    note_result(probe, FAILED, at, lambda: 1.0)
    let_go(taken, at)
    assert take_subscription(at + timedelta(minutes=1)) is None


def test_one_that_is_taken_sets_all_that_wait_going(hook: WebhookSubscription, now: datetime) -> None:
    failing(hook, now)
    at = now + PROBE_EVERY
    taken, probe = take(at)
    note_result(probe, TAKEN, at)
    assert state_of(fresh(hook)) == ACTIVE
    sent = 1
    while (found := take_delivery(taken, at)) is not None:
        taken, delivery = found
        note_result(delivery, TAKEN, at)
        sent += 1
    assert sent == 7
    assert fresh(hook).failures == 0


def test_gone_means_gone(hook: WebhookSubscription, now: datetime) -> None:
    again(now)
    again(now)
    make(now)
    assert attempt(now, Result(410, "")).state == DEAD
    assert state_of(fresh(hook)) == PAUSED
    assert take_subscription(now) is None
    again(now)
    assert make(now) == 0
    assert "410 Gone" in WebhookStep.objects.latest("pk").reason


def test_of_another_record_it_receives_nothing_before_somebody_looks(hook: WebhookSubscription, now: datetime) -> None:
    WebhookSubscription.objects.update(place_digest="0" * 12)
    assert make(now) == 0
    assert state_of(fresh(hook)) == PAUSED
    assert "Cursor not found" in WebhookStep.objects.latest("pk").reason


def test_what_ended_long_ago_is_deleted(hook: WebhookSubscription, now: datetime, change: Change) -> None:
    for _ in range(3):
        send_test(hook.key, change)
    attempt(now, TAKEN)
    WebhookDelivery.objects.filter(pk=take(now)[1].pk).update(state=DEAD, next_attempt_at=None, ended_at=now)
    later = now + timedelta(seconds=1)
    assert (delete_sent(now), delete_sent(later)) == (0, 1)
    assert (delete_dead(now), delete_dead(later)) == (0, 1)
    assert WebhookDelivery.objects.get().state == WAITING


def test_control_characters_of_an_answer_are_not_kept(hook: WebhookSubscription, now: datetime, change: Change) -> None:
    send_test(hook.key, change)
    assert attempt(now, Result(500, "a\x00b\x1b[31m" + "c" * 2000)).answer == "a�b�[31m" + "c" * 992


@pytest.mark.parametrize("left", ["is_active", "is_staff"])
def test_whose_owner_left_receives_nothing_until_somebody_else_resumes_it(
    sample: None, now: datetime, change: Change, left: str
) -> None:
    ann, bob = (User.objects.create_user(name, is_staff=True) for name in ("ann", "bob"))
    hook = subscribe("The CMS", "https://cms.example/hook", change._replace(person=ann.pk)).subscription
    again(now + timedelta(hours=1))
    assert make(now + timedelta(hours=1)) == 1

    User.objects.filter(pk=ann.pk).update(**{left: False})  # by whatever way

    assert take_subscription(now + timedelta(hours=2)) is None
    assert make(now + timedelta(hours=2)) == 0
    hook.refresh_from_db()
    assert state_of(hook) == PAUSED
    step = WebhookStep.objects.latest("id")
    assert (step.actor, step.action) == (deliveries.ACTOR, "paused")
    assert "left the desk" in step.reason

    resume(hook.key, change._replace(at=now + timedelta(hours=3), person=bob.pk))
    hook.refresh_from_db()
    assert (hook.owner, state_of(hook)) == (bob, ACTIVE)
    assert take_subscription(now + timedelta(hours=3)) is not None


def test_of_an_account_that_was_never_staff_stays_active_with_the_account(sample: None, now: datetime, change: Change) -> None:
    service = User.objects.create_user("service")
    subscribe("The CMS", "https://cms.example/hook", change._replace(person=service.pk))
    again(now + timedelta(hours=1))

    assert make(now + timedelta(hours=1)) == 1
