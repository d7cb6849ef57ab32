"""Subscriptions: which of them receive changes, what of these, and whether anything is to be sent."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries

from claims.models import WebhookSubscription
from claims.models.webhook import DEAD, SENT, WAITING
from claims.operations.webhooks.subscriptions import end, pause, send_test, subscribe
from claims.queries.webhooks import subscriptions as read
from claims.verification import Change
from tests.claims.webhook_worker import TAKEN, again, attempt, make, take

HOUR = timedelta(hours=1)


@pytest.fixture
def change(now: datetime) -> Change:
    return Change(now, "user:boss", "", "why")


@pytest.fixture
def hook(sample: None, change: Change) -> WebhookSubscription:
    return subscribe("The CMS", "https://cms.example/hook", change, desk=True).subscription


def test_an_ended_one_is_ended_though_paused_and_one_that_fails_is_failing(now: datetime) -> None:
    row = WebhookSubscription()
    states = [read.state_of(row)]
    for field in ("probe_at", "paused_at", "ended_at"):
        setattr(row, field, now)
        states.append(read.state_of(row))
    assert states == [read.ACTIVE, read.FAILING, read.PAUSED, read.ENDED]


def test_one_that_is_not_the_desks_gets_what_outsiders_see_now(hook: WebhookSubscription, now: datetime) -> None:
    hook.wanted = {"flags": ["stale"]}
    assert (read.wanted_of(hook, now).flags, read.wanted_of(hook, now).published_at) == (("stale",), None)
    hook.desk = False
    assert read.wanted_of(hook, now).published_at == now


def test_only_one_that_is_neither_paused_nor_ended_and_whose_owner_is_there_receives_changes(
    sample: None, change: Change
) -> None:
    owners = [User.objects.create_user(name, is_staff=True) for name in ("stays", "left", "moved")]
    hooks = [subscribe(one.username, "https://cms.example/", change._replace(person=one.pk)).subscription for one in owners]
    paused, ended = (subscribe(name, "https://cms.example/", change, desk=True).subscription for name in ("paused", "ended"))
    pause(paused.key, change)
    end(ended.key, change)
    User.objects.filter(username="left").update(is_active=False)
    User.objects.filter(username="moved").update(is_staff=False)

    assert read.live_ids() == [hooks[0].pk]
    assert set(WebhookSubscription.objects.filter(read.orphaned())) == set(hooks[1:])
    assert list(read.subscriptions()) == [paused, *reversed(hooks)]
    assert read.subscription_of(ended.key) == ended
    assert read.subscription_of("none") is None


def test_messages_are_counted_by_state_in_one_query(
    hook: WebhookSubscription, now: datetime, change: Change, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(3):
        send_test(hook.key, change)
    attempt(now, TAKEN)
    hook.deliveries.filter(pk=take(now)[1].pk).update(state=DEAD, next_attempt_at=None, ended_at=now)
    with django_assert_num_queries(1):
        assert read.tallies([hook.pk, hook.pk + 1]) == {hook.pk: (1, 1, 1), hook.pk + 1: (0, 0, 0)}
    assert read.tallies([]) == {}


def test_messages_are_paged_newest_first_and_narrowed_by_state(
    hook: WebhookSubscription, now: datetime, change: Change
) -> None:
    first, second, third = (send_test(hook.key, change) for _ in range(3))
    attempt(now, TAKEN)
    assert read.deliveries_of(hook, "", None, 2) == [third, second]
    assert read.deliveries_of(hook, "", second.pk, 2) == [first]
    assert read.deliveries_of(hook, SENT, None, 9) == [first]
    assert read.deliveries_of(hook, WAITING, None, 9) == [third, second]
    assert read.delivery_of(hook, third.message_id) == third
    assert read.delivery_of(hook, "evt_none") is None
    assert [step.action for step in read.steps_of(hook, 2)] == ["test sent", "test sent"]


def test_something_is_to_be_sent_once_a_change_is_unread_or_a_message_is_due(
    hook: WebhookSubscription, now: datetime, change: Change
) -> None:
    assert not read.anything_to_send(now)
    again(now)
    assert read.anything_to_send(now)  # a change that was not read yet
    make(now)
    assert read.anything_to_send(now)
    hook.deliveries.update(next_attempt_at=now + HOUR)
    assert (read.anything_to_send(now), read.anything_to_send(now + HOUR)) == (False, True)
    pause(hook.key, change)
    assert not read.anything_to_send(now + HOUR)


def test_one_that_fails_has_a_message_due_only_when_it_is_probed(
    hook: WebhookSubscription, now: datetime, change: Change
) -> None:
    send_test(hook.key, change)
    WebhookSubscription.objects.update(probe_at=now + HOUR)
    due = [WebhookSubscription.objects.filter(read.due(at)).exists() for at in (now, now + HOUR)]
    assert due == [False, True]
