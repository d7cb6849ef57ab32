"""Webhooks over the API."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.models import Claim, WebhookDelivery, WebhookStep, WebhookSubscription
from claims.models.webhook import SENT
from claims.operations.decisions.ledger import reaffirm
from claims.operations.desk.roles import ADMINISTRATOR, SENIOR
from claims.operations.webhooks.deliveries import make_deliveries
from claims.verification import Change
from factcheck.access.scopes import ADMIN, CLAIMS_READ
from tests.factcheck.api.asking import Caller, caller

NEW = {"name": "CMS", "desk": True, "url": "https://cms.example/hook", "reason": "They asked."}
WHY = {"reason": "Because."}


def send(number: int = 1) -> list[str]:
    """Let something happen so many times, and the messages be sent; return their ids, the newest first."""
    arms = Claim.objects.get(key="arms-transfers")
    for _ in range(number):
        reaffirm(arms.pk, Change(timezone.now(), "user:ada", "reaffirmed", "Asked again."))
    make_deliveries(timezone.now(), lambda: False)
    WebhookDelivery.objects.update(state=SENT, next_attempt_at=None, ended_at=timezone.now(), attempts=1, answer_status=204)
    return list(WebhookDelivery.objects.order_by("-pk").values_list("message_id", flat=True))


def test_its_secret_is_returned_once(made: dict[str, Any], at: str, one: Caller) -> None:
    assert made["secret"].startswith("whsec_")
    read, listed = one.get(f"{at}/").json(), one.get("webhooks/").json()["webhooks"]
    assert listed == [read]
    assert read == {name: value for name, value in made.items() if name != "secret"}
    assert (read["state"], read["wanted"], read["created_by"][:6]) == ("active", {"claims": ["arms-transfers"]}, "token:")
    assert read["cursor"] == one.get("events/?after=latest").json()["cursor"]


def test_a_secret_is_not_shown_again_to_who_sends_the_request_again(one: Caller) -> None:
    key = {"Idempotency-Key": "k"}
    assert one.post("webhooks/", NEW, **key).status_code == 201
    again = one.post("webhooks/", NEW, **key)
    assert (again.status_code, again.json()["type"]) == (409, "/api/v1/problems/answered-once")
    assert WebhookSubscription.objects.count() == 1


def test_faults_are_reported_at_their_place(one: Caller, at: str) -> None:
    sent = {**NEW, "url": "https://10.0.0.1/", "wanted": {"statuses": ["true"]}}
    wrong = one.post("webhooks/", sent)
    assert (wrong.status_code, {each["pointer"] for each in wrong.json()["errors"]}) == (422, {"/url", "/wanted/statuses"})
    assert one.post("webhooks/", {**NEW, "after": "7"}).json()["errors"][0]["pointer"] == "/after"
    assert one.post("webhooks/", {**NEW, "after": "7-000000000000"}).status_code == 409
    assert one.patch(f"{at}/", {"url": "http://cms.example/", **WHY}).json()["errors"][0]["pointer"] == "/url"
    assert one.post(f"{at}/pause/", {}).status_code == 422
    assert one.get("webhooks/none/").status_code == 404


def test_it_is_changed(one: Caller, at: str) -> None:
    changed = one.patch(f"{at}/", {"name": "Front page", "wanted": {"flags": ["stale"]}, **WHY}).json()
    assert (changed["name"], changed["url"], changed["wanted"]) == ("Front page", NEW["url"], {"flags": ["stale"]})


def test_it_is_paused_resumed_given_another_secret_and_ended(one: Caller, at: str, made: dict[str, Any]) -> None:
    assert one.post(f"{at}/pause/", WHY).json()["state"] == "paused"
    assert one.post(f"{at}/pause/", WHY).status_code == 409
    assert one.post(f"{at}/resume/", WHY).json()["state"] == "active"
    new = one.post(f"{at}/secret/", {"hours": 1, **WHY}).json()
    assert new["secret"] != made["secret"]
    assert new["old_secret_until"] is not None
    assert one._send("DELETE", f"{at}/", None, {}).status_code == 204
    assert (one.get(f"{at}/").status_code, one.get("webhooks/").json()["webhooks"]) == (410, [])
    assert list(WebhookStep.objects.order_by("pk").values_list("action", flat=True)) == [
        "made", "paused", "resumed", "secret replaced", "ended"
    ]  # fmt: skip


def test_lists_take_the_same_queries_however_long(one: Caller, at: str) -> None:
    # The token with its person and all permissions; the webhooks; how many messages each has.
    one.get("webhooks/")
    assert counted(one, "webhooks/") == 3
    one.post("webhooks/", NEW)
    send(3)
    assert counted(one, "webhooks/") == 3
    # Of messages: the webhook; its messages with their revisions and claims.
    assert counted(one, f"{at}/deliveries/?limit=1") == counted(one, f"{at}/deliveries/") == 3


def counted(one: Caller, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert one.get(path).status_code == 200
    return len(queries)


def test_it_is_for_administrators_with_that_scope(sample: None) -> None:
    for nobody in (caller(SENIOR, (ADMIN,)), caller(ADMINISTRATOR, (CLAIMS_READ,))):
        assert nobody.get("webhooks/").status_code == 403
        assert nobody.post("webhooks/", NEW).status_code == 403
