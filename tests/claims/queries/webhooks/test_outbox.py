"""What webhooks have not received, and since when."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from claims.models import Revision, WebhookSubscription
from claims.operations.webhooks.subscriptions import pause, subscribe
from claims.queries.webhooks.outbox import Outbox, outbox
from claims.verification import Change
from tests.claims.webhook_worker import again, make

HOUR = timedelta(hours=1)


@pytest.fixture
def change(now: datetime) -> Change:
    return Change(now, "user:boss", "", "why")


@pytest.fixture
def hook(sample: None, change: Change) -> WebhookSubscription:
    return subscribe("The CMS", "https://cms.example/hook", change, desk=True).subscription


def test_a_change_waits_from_its_revision_on_and_then_its_message(hook: WebhookSubscription, now: datetime) -> None:
    assert outbox(now) == Outbox(0, None, 0)
    again(now + HOUR)
    written = Revision.objects.order_by("-pk").values_list("at", flat=True)[0]
    assert outbox(now + 2 * HOUR) == Outbox(0, written, 0)
    make(now + 2 * HOUR)
    assert outbox(now + 3 * HOUR) == Outbox(1, now + 2 * HOUR, 0)


def test_what_waits_for_a_failing_receiver_is_no_lag_of_ours(hook: WebhookSubscription, now: datetime) -> None:
    again(now)
    make(now)
    WebhookSubscription.objects.update(probe_at=now + HOUR)
    assert outbox(now + HOUR) == Outbox(1, None, 1)


def test_a_paused_one_waits_for_nothing(hook: WebhookSubscription, change: Change, now: datetime) -> None:
    pause(hook.key, change)
    again(now)
    assert outbox(now + HOUR) == Outbox(0, None, 0)
