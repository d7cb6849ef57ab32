"""Webhooks for real: Celery workers on Redis and PostgreSQL, a server that receives, and a worker that dies as it sends."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from claims.models import Claim, Revision, WebhookDelivery, WebhookSubscription
from claims.models.webhook import SENT
from claims.operations.decisions.ledger import reaffirm
from claims.operations.webhooks.subscriptions import Made, subscribe
from claims.queries.webhooks.events import ALL, BEGINNING, Place, events_after
from claims.verification import Change
from tests.cases import claim, load, person, row
from tests.claims.test_webhook_sender import is_signed
from tests.journeys.processes import ROOT, Processes, kill, until
from tests.receiver import Got, Receiver, receiving

pytestmark = [pytest.mark.postgresql, pytest.mark.redis, pytest.mark.worker, pytest.mark.django_db(transaction=True)]

KEYS = [f"c{number}" for number in range(3)]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as found:
        yield found


@pytest.fixture
def hook(processes: Processes, receiver: Receiver, settings: Any) -> Made:
    """A webhook that leads to the receiver, and workers that may send there."""
    settings.DEBUG, settings.WEBHOOK_ALLOWED_NETWORKS = True, [ip_network("127.0.0.0/8")]
    processes.environment |= {"DEBUG": "1", "WEBHOOK_ALLOWED_NETWORKS": "127.0.0.0/8"}
    load({"sources": [person("ada")], "claims": [claim(key, row("ada")) for key in KEYS]}, at=timezone.now())
    return subscribe("The CMS", receiver.url, Change(timezone.now(), "user:boss", "", "why"), desk=True)


def write(times: int) -> None:
    for number in range(times):
        pk = Claim.objects.get(key=KEYS[number % len(KEYS)]).pk
        reaffirm(pk, Change(timezone.now(), "user:ada", "reaffirmed", "Asked again."))


def feed_since(made: Made) -> list[str]:
    place = Place(made.subscription.place_id, made.subscription.place_digest)
    return [event.id for event in events_after(place, ALL, 1_000).events]


def ids(receiver: Receiver) -> list[str]:
    return [got.headers["webhook-id"] for got in receiver.got]


def all_sent() -> bool:
    sent = WebhookDelivery.objects.filter(state=SENT).count()
    place = WebhookSubscription.objects.get().place_id
    return place == Revision.objects.latest("pk").pk and sent == WebhookDelivery.objects.count() > 0


def test_a_write_reaches_the_receiver_by_itself(hook: Made, receiver: Receiver, processes: Processes, tmp_path: Path) -> None:
    processes.worker(processes=1)
    case = tmp_path / "case.json"
    case.write_text(json.dumps({"format": "factcheck-case/1", "claims": [claim("new", row("ada"))]}))
    command = [sys.executable, "manage.py", "load_case", str(case)]
    subprocess.run(command, env=processes.environment, cwd=ROOT, check=True, capture_output=True)
    until(lambda: len(receiver.got) == 1)  # nobody called the task but the write itself
    (got,) = receiver.got
    assert is_signed(got, hook.secret)
    assert json.loads(got.body)["data"]["claim"] == "new"
    assert ids(receiver) == feed_since(hook)


def test_what_fails_is_tried_again_until_it_is_taken(hook: Made, receiver: Receiver, processes: Processes) -> None:
    receiver.status = 500
    write(2)
    processes.worker(processes=1)
    processes.call("claims.deliver_webhooks")
    until(lambda: WebhookDelivery.objects.filter(answer_status=500).count() == 2)
    receiver.status = 204
    WebhookDelivery.objects.update(next_attempt_at=timezone.now())
    processes.call("claims.deliver_webhooks")
    until(all_sent)
    assert sorted(ids(receiver)) == sorted(feed_since(hook) * 2)


def test_a_worker_killed_while_it_sends_loses_nothing(hook: Made, receiver: Receiver, processes: Processes) -> None:
    reached, dead = threading.Event(), threading.Event()

    def answer(_got: Got) -> None:
        if len(receiver.got) == 3:  # it came, and the worker dies before it learns that it did
            reached.set()
            assert dead.wait(30)

    receiver.before_answering = answer
    write(7)
    first = processes.worker(processes=1)
    processes.call("claims.deliver_webhooks")
    assert reached.wait(60)
    kill(first)
    dead.set()
    assert WebhookDelivery.objects.filter(state=SENT).count() == 2
    WebhookSubscription.objects.update(busy_until=timezone.now())  # as when its lease has run out
    WebhookDelivery.objects.exclude(state=SENT).update(next_attempt_at=timezone.now())
    processes.worker(processes=1)
    processes.worker(processes=1)
    for _ in range(3):
        processes.call("claims.deliver_webhooks")
    write(3)
    until(lambda: Revision.objects.count() == len(KEYS) + 10)
    processes.call("claims.deliver_webhooks")
    until(all_sent)
    came = ids(receiver)
    assert list(dict.fromkeys(came)) == feed_since(hook)  # each at least once; without the repeated, exactly the feed
    assert len(came) == 11
    assert came.count(came[2]) == 2
    assert all(is_signed(got, hook.secret) for got in receiver.got)


def test_workers_that_send_at_once_send_each_message_once(hook: Made, receiver: Receiver, processes: Processes) -> None:
    other = subscribe(
        "Another", f"{receiver.url}/other", Change(timezone.now(), "user:boss", "", "why"), after=BEGINNING, desk=True
    )
    processes.worker(processes=2)
    for _ in range(5):
        write(3)
        processes.call("claims.deliver_webhooks")
        processes.call("claims.deliver_webhooks")
    until(lambda: WebhookDelivery.objects.filter(state=SENT).count() == 15 + 18)
    by_path: dict[str, list[str]] = {}
    for got in receiver.got:
        by_path.setdefault(got.path, []).append(got.headers["webhook-id"])
    assert by_path == {
        "/hook": feed_since(hook),
        "/hook/other": [event.id for event in events_after(BEGINNING, ALL, 99).events],
    }
    assert other.subscription.place_id == 0
