"""The messages of webhooks over the API."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from claims.models import Claim, WebhookDelivery
from claims.models.webhook import SENT, WAITING
from claims.operations.decisions.ledger import reaffirm
from claims.operations.webhooks.deliveries import make_deliveries
from claims.verification import Change
from tests.factcheck.api.asking import Caller

WHY = {"reason": "Because."}


def send(number: int = 1) -> list[str]:
    """Let something happen so many times, and the messages be sent; return their ids, the newest first."""
    arms = Claim.objects.get(key="arms-transfers")
    for _ in range(number):
        reaffirm(arms.pk, Change(timezone.now(), "user:ada", "reaffirmed", "Asked again."))
    make_deliveries(timezone.now(), lambda: False)
    WebhookDelivery.objects.update(state=SENT, next_attempt_at=None, ended_at=timezone.now(), attempts=1, answer_status=204)
    return list(WebhookDelivery.objects.order_by("-pk").values_list("message_id", flat=True))


def test_a_test_message_is_on_its_way(one: Caller, at: str) -> None:
    sent = one.post(f"{at}/ping/", WHY)
    assert (sent.status_code, sent.json()["state"], sent.json()["claim"]) == (202, "waiting", None)
    assert one.get(f"{at}/deliveries/").json()["deliveries"] == [sent.json()]


def test_messages_are_listed_page_by_page(one: Caller, at: str) -> None:
    ids = send(5)
    found, path = [], f"{at}/deliveries/?limit=2&state=sent"
    while path:
        page = one.get(path).json()
        found += [each["id"] for each in page["deliveries"]]
        path = (page["next"] or "").partition("/api/v1/")[2]
    assert found == ids
    first = one.get(f"{at}/deliveries/").json()["deliveries"][0]
    assert (first["claim"], first["answer_status"], first["attempts"]) == ("arms-transfers", 204, 1)
    assert one.get(f"{at}/deliveries/?state=waiting").json()["deliveries"] == []
    assert one.get(f"{at}/deliveries/?after=none").status_code == 400
    assert one.get(f"{at}/").json()["sent"] == 5


def test_a_message_is_sent_again_and_so_is_all_since_a_cursor(one: Caller, at: str, made: dict[str, Any]) -> None:
    newest, oldest = send(2)
    again = one.post(f"{at}/deliveries/{oldest}/replay/", WHY)
    assert (again.status_code, again.json()["id"], again.json()["state"]) == (202, oldest, "waiting")
    assert one.post(f"{at}/deliveries/none/replay/", WHY).status_code == 404
    assert WebhookDelivery.objects.get(message_id=newest).state == SENT
    assert one.post(f"{at}/replay/", {"after": made["cursor"], **WHY}).json()["waiting"] == 2
    assert WebhookDelivery.objects.get(message_id=newest).state == WAITING
