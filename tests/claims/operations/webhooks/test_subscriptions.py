"""Subscriptions to changes: what each gets, and what becomes of it when it is changed, paused, resumed or ended."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from claims.models import Revision, WebhookDelivery, WebhookStep, WebhookSubscription
from claims.models.webhook import SENT, WAITING
from claims.operations.webhooks.deliveries import (
    give_up,
    take_subscription,
)
from claims.operations.webhooks.subscriptions import (
    GIVE_UP_AFTER,
    change_subscription,
    end,
    pause,
    replace_secret,
    resume,
    send_again,
    send_again_after,
    send_test,
    subscribe,
)
from claims.operations.writing import OperationError
from claims.queries.webhooks.events import Place
from claims.queries.webhooks.subscriptions import ENDED, state_of
from claims.verification import Change
from tests.claims.webhook_worker import FAILED, TAKEN, again, attempt, fresh, make


def test_it_gets_what_it_is_narrowed_to(sample: None, change: Change, now: datetime) -> None:
    wanted = {"claims": ["arms-transfers"], "actions": ["reaffirmed"]}
    hook = subscribe("Arms", "https://cms.example/", change, wanted=wanted, desk=True).subscription
    again(now)
    again(now, "ballistic-missiles")
    assert make(now) == 1
    assert fresh(hook).place_id == Revision.objects.latest("pk").pk  # looked through, and not again
    change_subscription(hook.key, change, wanted={})
    again(now, "ballistic-missiles")
    assert make(now) == 1


def test_resumed_it_misses_nothing(hook: WebhookSubscription, now: datetime, change: Change) -> None:
    again(now)
    make(now)
    pause(hook.key, change)
    again(now)
    later = now + timedelta(days=9)
    assert (make(later), give_up(later), take_subscription(later)) == (0, 0, None)
    resume(hook.key, change._replace(at=later))
    assert make(later) == 1
    assert [attempt(later, TAKEN).state, attempt(later, TAKEN).state] == [SENT, SENT]
    with pytest.raises(OperationError):
        resume(hook.key, change)
    with pytest.raises(OperationError):
        pause(hook.key, change._replace(reason=""))


def test_ended_it_gets_nothing_more(hook: WebhookSubscription, now: datetime, change: Change) -> None:
    again(now)
    make(now)
    end(hook.key, change)
    again(now)
    assert (make(now), take_subscription(now), state_of(fresh(hook))) == (0, None, ENDED)
    with pytest.raises(OperationError):
        resume(hook.key, change)


def test_messages_are_sent_again_whatever_became_of_them(hook: WebhookSubscription, now: datetime, change: Change) -> None:
    again(now)
    make(now)
    sent = attempt(now, TAKEN)
    assert send_again(hook.key, [sent.message_id, "evt_none"], change) == 1
    assert attempt(now, TAKEN).message_id == sent.message_id
    later = now + GIVE_UP_AFTER * 2
    send_again(hook.key, [sent.message_id], change._replace(at=later))
    assert attempt(later, FAILED).state == WAITING  # three days more


def test_all_that_came_after_a_cursor_is_sent_again(hook: WebhookSubscription, now: datetime, change: Change) -> None:
    place = Place(hook.place_id, hook.place_digest)
    for _ in range(3):
        again(now)
    make(now)
    before = {attempt(now, TAKEN).message_id for _ in range(3)}
    WebhookDelivery.objects.order_by("pk").first().delete()  # type: ignore[union-attr]  # tidied away
    send_again_after(hook.key, place, change)
    make(now)
    assert {attempt(now, TAKEN).message_id for _ in range(3)} == before
    assert WebhookDelivery.objects.count() == 3
    with pytest.raises(OperationError):
        send_again_after(hook.key, Place(place.id, "0" * 12), change)


def test_a_test_message_is_one_more(hook: WebhookSubscription, now: datetime, change: Change) -> None:
    test = send_test(hook.key, change)
    assert test.message_id.startswith("ping_")
    assert attempt(now, TAKEN).pk == test.pk


def test_its_secret_is_stored_nowhere_and_replaced_with_an_overlap(sample: None, change: Change, now: datetime) -> None:
    made = subscribe("The CMS", "https://cms.example/hook", change, desk=True)
    row = made.subscription
    assert made.secret.startswith("whsec_")
    assert made.secret not in repr(made) + str(list(WebhookSubscription.objects.values()) + list(WebhookStep.objects.values()))
    assert row.secret_numbers(now) == [1]
    new = replace_secret(row.key, change, overlap=timedelta(hours=1))
    assert new.secret != made.secret
    assert new.subscription.secret_numbers(now) == [2, 1]
    assert new.subscription.secret_numbers(now + timedelta(hours=1)) == [2]
    with pytest.raises(OperationError):
        replace_secret(row.key, change, overlap=timedelta(days=15))


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ({"name": " "}, "name"),
        ({"name": "a" * 101}, "name"),
        ({"url": "http://cms.example/"}, "url"),
        ({"url": "https://127.0.0.1/"}, "url"),
        ({"url": "https://user:secret@cms.example/"}, "url"),
        ({"wanted": {"statuses": ["true"]}}, "statuses"),
        ({"wanted": {"flags": ["nonsense"]}}, "flags"),
        ({"wanted": {"colours": ["red"]}}, "colours"),
        ({"wanted": {"topics": [""]}}, "topics"),
        ({"wanted": {"topics": ["t"] * 21}}, "topics"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(typed: dict[str, Any], at: str, sample: None, change: Change) -> None:
    shown: dict[str, Any] = {"name": "The CMS", "url": "https://cms.example/", **typed}
    with pytest.raises(ValidationError) as refused:
        subscribe(shown.pop("name"), shown.pop("url"), change, desk=True, **shown)
    assert set(refused.value.message_dict) == {at}
    assert not WebhookSubscription.objects.exists()


def test_who_did_it_when_and_why_is_kept(hook: WebhookSubscription, change: Change) -> None:
    change_subscription(hook.key, change, name="Front page")
    assert list(WebhookStep.objects.order_by("pk").values_list("action", "actor", "reason", "at")) == [
        (action, "user:boss", "why", change.at) for action in ("made", "changed")
    ]
    assert (fresh(hook).name, fresh(hook).url) == ("Front page", hook.url)
