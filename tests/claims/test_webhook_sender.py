"""Messages as they leave the house: to a real server of this machine, signed, and telling no more than they should."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import StringIO
from ipaddress import ip_network
from typing import Any

import pytest
from django.conf import settings as current
from django.core.management import call_command
from django.utils import timezone

import claims.tasks
from claims import webhook_sender as delivering
from claims.models import Claim, Revision, WebhookDelivery, WebhookSubscription
from claims.models.webhook import DEAD, SENT, WAITING
from claims.operations.decisions.ledger import reaffirm
from claims.operations.merges.removal import remove_claim
from claims.operations.webhooks.deliveries import make_deliveries
from claims.operations.webhooks.subscriptions import Made, replace_secret, send_test, subscribe
from claims.verification import Change
from claims.webhook_sender import deliver, message
from factcheck.webhook_signing import signature
from tests.cases import claim as claim_
from tests.cases import load, person, row
from tests.receiver import Got, Receiver, receiving


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    settings.DEBUG, settings.WEBHOOK_ALLOWED_NETWORKS = True, [ip_network("127.0.0.0/8")]
    with receiving() as found:
        yield found


@pytest.fixture
def change(now: datetime) -> Change:
    return Change(now, "user:boss", "", "why")


@pytest.fixture
def hook(sample: None, receiver: Receiver, change: Change) -> Made:
    return subscribe("The CMS", receiver.url, change, desk=True)


def again(reason: str = "Asked again.") -> None:
    claim = Claim.objects.get(key="arms-transfers")
    reaffirm(claim.pk, Change(timezone.now(), "user:jane.roe", "reaffirmed", reason))


def is_signed(got: Got, secret: str) -> bool:
    at = datetime.fromtimestamp(int(got.headers["webhook-timestamp"]), timezone.get_default_timezone())
    return signature(secret, got.headers["webhook-id"], at, got.body) in got.headers["webhook-signature"].split(" ")


@pytest.mark.door
def test_a_change_is_sent_with_a_valid_signature(hook: Made, receiver: Receiver, now: datetime) -> None:
    again()
    assert deliver(lambda: now) == 1
    (got,) = receiver.got
    assert is_signed(got, hook.secret)
    last = Revision.objects.latest("pk")
    assert got.headers["webhook-id"] == f"evt_{last.sha256[:32]}"
    assert got.headers["webhook-timestamp"] == str(int(now.timestamp()))
    body = json.loads(got.body)
    assert (body["type"], datetime.fromisoformat(body["timestamp"])) == ("claim.revised", last.at)
    data = body["data"]
    assert (data["claim"], data["revision"], data["digest"]) == ("arms-transfers", last.number, last.sha256)
    assert (data["status"], data["deleted"], data["actor"]) == ("contested", False, "user")
    assert WebhookDelivery.objects.get().state == SENT


def test_a_message_contains_neither_the_user_nor_the_reason(hook: Made, receiver: Receiver) -> None:
    again("Jane heard it from X.")
    deliver(timezone.now)
    (got,) = receiver.got
    everything = got.body.decode() + str(got.headers)
    assert not [word for word in ("jane", "heard", hook.secret) if word in everything.lower()]


def test_for_a_deleted_claim_a_message_says_only_that(hook: Made, receiver: Receiver, change: Change) -> None:
    again()
    arms = Claim.objects.get(key="arms-transfers")
    remove_claim(arms.pk, change._replace(at=timezone.now(), action="removed"))
    deliver(timezone.now)
    sent = [json.loads(got.body)["data"] for got in receiver.got]
    mine = [data for data in sent if data["claim"] == "arms-transfers"]
    assert [data["action"] for data in mine] == ["reaffirmed", "removed"]
    assert all((data["deleted"], data["status"], data["raised"]) == (True, None, []) for data in mine)


def test_both_secrets_hold_while_one_replaces_the_other(hook: Made, receiver: Receiver, change: Change, now: datetime) -> None:
    new = replace_secret(hook.subscription.key, change, overlap=timedelta(hours=1))
    send_test(hook.subscription.key, change)
    deliver(lambda: now)
    assert is_signed(receiver.got[0], hook.secret)
    assert is_signed(receiver.got[0], new.secret)
    send_test(hook.subscription.key, change)
    deliver(lambda: now + timedelta(hours=2))
    assert not is_signed(receiver.got[1], hook.secret)
    assert is_signed(receiver.got[1], new.secret)


def test_a_failure_is_tried_again_under_the_same_id(hook: Made, receiver: Receiver, now: datetime) -> None:
    again()
    receiver.status, receiver.body = 500, b"<h1>oops</h1>"
    deliver(lambda: now)
    delivery = WebhookDelivery.objects.get()
    assert (delivery.state, delivery.answer_status, delivery.answer) == (WAITING, 500, "<h1>oops</h1>")
    receiver.status, receiver.body = 204, b""
    deliver(lambda: now + timedelta(minutes=1))
    first, second = receiver.got
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.headers["webhook-timestamp"] != second.headers["webhook-timestamp"]
    assert is_signed(second, hook.secret)


@pytest.mark.parametrize(
    ("status", "headers", "waits"),
    [
        (429, {"Retry-After": "120"}, timedelta(minutes=2)),
        (503, {"Retry-After": "Wed, 12 Jun 2024 13:00:00 GMT"}, timedelta(hours=1)),
        (503, {"Retry-After": "9" * 50}, timedelta(hours=8)),
        (302, {"Location": "https://elsewhere.example/"}, None),
        (400, {"Retry-After": "soon"}, None),
    ],
)
def test_the_response_says_when_to_retry(
    status: int, headers: dict[str, str], waits: timedelta | None, hook: Made, receiver: Receiver, now: datetime
) -> None:
    receiver.status, receiver.headers = status, headers
    again()
    deliver(lambda: now)
    delivery = WebhookDelivery.objects.get()
    assert (delivery.state, delivery.answer_status, len(receiver.got)) == (WAITING, status, 1)
    assert delivery.next_attempt_at is not None
    if waits is not None:
        assert delivery.next_attempt_at == now + waits
    else:
        assert delivery.next_attempt_at <= now + timedelta(seconds=30)


def test_gone_pauses_it(hook: Made, receiver: Receiver, now: datetime) -> None:
    receiver.status = 410
    again()
    again()
    deliver(lambda: now)
    assert len(receiver.got) == 1
    assert sorted(WebhookDelivery.objects.values_list("state", flat=True)) == [DEAD, WAITING]


def test_nothing_is_sent_to_private_addresses(hook: Made, receiver: Receiver, now: datetime, settings: Any) -> None:
    settings.WEBHOOK_ALLOWED_NETWORKS = []
    again()
    deliver(lambda: now)
    delivery = WebhookDelivery.objects.get()
    assert receiver.got == []
    assert (delivery.state, delivery.answer) == (WAITING, "Not sent: its host is not a public address.")


def test_only_the_beginning_of_a_long_response_is_stored(hook: Made, receiver: Receiver, now: datetime) -> None:
    receiver.status, receiver.body = 500, b"a" * 100_000
    again()
    deliver(lambda: now)
    assert WebhookDelivery.objects.get().answer == "a" * 1_000


def test_it_sends_until_time_is_over(hook: Made, receiver: Receiver, now: datetime) -> None:
    for _ in range(4):
        again()
    assert deliver(lambda: now, lambda: len(receiver.got) >= 2) == 2
    assert deliver(lambda: now) == 2


def test_a_receiver_that_does_not_respond_does_not_block_others(
    hook: Made, receiver: Receiver, change: Change, now: datetime
) -> None:
    subscribe("Down", f"http://127.0.0.1:{receiver.port}/down", change, desk=True)

    def answer(got: Got) -> None:
        receiver.status = 500 if got.path == "/down" else 204

    receiver.before_answering = answer
    for _ in range(8):
        again()
    deliver(lambda: now)
    paths = [got.path for got in receiver.got]
    assert (paths.count("/hook"), paths.count("/down")) == (8, 5)


def test_a_message_that_cannot_be_made_holds_up_no_other(
    hook: Made, receiver: Receiver, now: datetime, monkeypatch: Any, caplog: Any
) -> None:
    for _ in range(3):
        again()
    made = delivering.message

    def at_fault(subscription: Any, delivery: WebhookDelivery, now: datetime) -> bytes:
        if delivery == WebhookDelivery.objects.earliest("pk"):
            raise RuntimeError("SELECT secret")
        return made(subscription, delivery, now)

    monkeypatch.setattr(delivering, "message", at_fault)
    with caplog.at_level("ERROR"):
        deliver(lambda: now)
    assert len(receiver.got) == 2
    assert WebhookDelivery.objects.get(state=WAITING).answer == "Not sent: an internal error, see the log."
    assert "SELECT secret" in caplog.text


def test_without_a_broker_the_command_delivers_and_verify_says_so(hook: Made, receiver: Receiver, capsys: Any) -> None:
    again()
    assert receiver.got == []
    err = StringIO()
    call_command("verify", stderr=err, stdout=StringIO())
    assert "manage.py deliver" in err.getvalue()
    call_command("deliver")
    assert len(receiver.got) == WebhookDelivery.objects.filter(state=SENT).count() > 0
    assert capsys.readouterr().out == f"{len(receiver.got)} messages attempted; 0 waiting for a retry.\n"
    err = StringIO()
    call_command("verify", stderr=err, stdout=StringIO())
    assert "manage.py deliver" not in err.getvalue()


def test_with_a_broker_many_writes_queue_one_task(
    hook: Made, settings: Any, monkeypatch: Any, django_capture_on_commit_callbacks: Any
) -> None:
    from django.core.cache import cache
    from django.db import connection

    settings.CELERY_BROKER_URL = "redis://nowhere"
    connection.run_on_commit = []
    cache.delete("claims.follow_feed")
    asked: list[Any] = []
    monkeypatch.setattr(claims.tasks, "SOON", 60)  # however slow this machine is
    monkeypatch.setattr(claims.tasks, "publish", lambda task, **options: asked.append((task, options)))
    for _ in range(3):
        with django_capture_on_commit_callbacks(execute=True):
            again()
            again()
        connection.run_on_commit = []
    assert asked == [(claims.tasks.deliver_webhooks, {"countdown": 60})]


def test_the_task_queues_a_new_one_when_its_time_is_over(hook: Made, receiver: Receiver, monkeypatch: Any) -> None:
    for _ in range(3):
        again()
    slices: list[int] = []

    def watched(clock: Any, is_over: Any) -> int:
        slices.append(deliver(clock, is_over))
        claims.tasks.SLICE_SECONDS = 60
        return slices[-1]

    monkeypatch.setattr(claims.tasks, "SLICE_SECONDS", 0)
    monkeypatch.setattr(claims.tasks, "deliver", watched)
    claims.tasks.deliver_webhooks()
    assert slices == [0, 3]
    assert WebhookDelivery.objects.filter(state=SENT).count() == 3


def test_what_is_sent_is_not_kept_beside_the_revision(hook: Made, receiver: Receiver) -> None:
    again()
    deliver(timezone.now)
    stored = str(list(WebhookDelivery.objects.values())) + str(list(WebhookSubscription.objects.values()))
    assert "reaffirmed" not in stored
    assert hook.secret not in stored
    assert delivering.SECONDS < 60 < current.CELERY_VISIBILITY_TIMEOUT


def test_a_webhook_that_is_not_the_desks_is_sent_what_outsiders_see(db: None, change: Change, now: datetime) -> None:
    row_ = subscribe("A site", "https://site.example/hook", change).subscription
    rivals = [{"kind": "contradicts", "claim": "hidden"}]
    load(
        {
            "sources": [person("ada"), person("zoe")],
            "claims": [claim_("hidden", row("zoe"), public=False), claim_("seen", row("ada"), relations=rivals)],
        },
        at=now,
    )
    make_deliveries(now, lambda: False)
    (delivery,) = WebhookDelivery.objects.filter(subscription=row_)
    data = json.loads(message(row_, delivery, now))["data"]
    assert set(data) == {"claim", "deleted", "revision", "digest", "status", "flags", "cursor"}
    assert (data["claim"], data["status"]) == ("seen", "unverified")
    assert "contested" not in data["flags"]
