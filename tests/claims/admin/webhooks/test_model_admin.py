"""Webhooks on the desk: made by administrators, their secret shown once, everything done to them kept with its reason."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims.models import Claim, WebhookDelivery, WebhookStep, WebhookSubscription
from claims.models.webhook import DEAD, SENT, WAITING
from claims.operations.decisions.ledger import reaffirm
from claims.operations.webhooks.deliveries import make_deliveries
from claims.queries.webhooks.subscriptions import ACTIVE, ENDED, PAUSED, state_of
from claims.verification import Change

LIST, ADD = (reverse(f"admin:claims_webhooksubscription_{page}") for page in ("changelist", "add"))
MESSAGES = reverse("admin:claims_webhookdelivery_changelist")


def make(who: Client, **typed: Any) -> Any:
    data = {"name": "The CMS", "url": "https://cms.example/in?key=k", "after": "", "reason": "They asked.", **typed}
    return who.post(ADD, data)


def shown(page: Any) -> str:
    found = re.search(r'value="(whsec_[^"]+)"', page.content.decode())
    assert found is not None, page.content.decode()
    return found[1]


@pytest.fixture
def secret(sample: None, administrator: Client) -> str:
    page = make(administrator, desk="on", claims="arms-transfers\n", flags=["contested", "stale"], statuses=["contested"])
    assert "no-store" in page["Cache-Control"]
    return shown(page)


@pytest.fixture
def hook(secret: str) -> WebhookSubscription:
    return WebhookSubscription.objects.get()


def do(who: Client, hook: WebhookSubscription, move: str, **typed: Any) -> Any:
    return who.post(reverse(f"admin:claims_webhooksubscription_{move}", args=[hook.pk]), {"reason": "Because.", **typed})


def now_as(hook: WebhookSubscription) -> str:
    return state_of(WebhookSubscription.objects.get(pk=hook.pk))


def one_message(hook: WebhookSubscription, state: str) -> WebhookDelivery:
    WebhookSubscription.objects.filter(pk=hook.pk).update(wanted={})
    arms = Claim.objects.get(key="arms-transfers")
    reaffirm(arms.pk, Change(timezone.now(), "user:ada", "reaffirmed", "Asked again."))
    make_deliveries(timezone.now(), lambda: False)
    WebhookDelivery.objects.update(state=state, next_attempt_at=None, ended_at=timezone.now(), attempts=9, answer="<b>no</b>")
    return WebhookDelivery.objects.get()


def test_its_secret_is_shown_once(hook: WebhookSubscription, secret: str, administrator: Client) -> None:
    assert hook.wanted == {"claims": ["arms-transfers"], "statuses": ["contested"], "flags": ["contested", "stale"]}
    change = reverse("admin:claims_webhooksubscription_change", args=[hook.pk])
    for address in (LIST, change, reverse("admin:claims_webhooksubscription_edit", args=[hook.pk])):
        page = administrator.get(address).content.decode()
        assert "The CMS" in page
        assert secret not in page
    assert "key=k" not in administrator.get(LIST).content.decode()
    assert "They asked." in administrator.get(change).content.decode()


def test_what_does_not_fit_is_said_at_its_field_with_nothing_lost(sample: None, administrator: Client) -> None:
    page = make(administrator, url="https://10.0.0.1/", topics="diplomacy").content.decode()
    assert "its host is not a public address" in page
    assert "diplomacy" in page
    assert not WebhookSubscription.objects.exists()
    assert "Stored with" in make(administrator, reason="").content.decode()


def test_it_can_start_from_the_beginning(sample: None, administrator: Client) -> None:
    shown(make(administrator, after="all"))
    assert WebhookSubscription.objects.get().place_id == 0


def test_it_is_changed(hook: WebhookSubscription, administrator: Client) -> None:
    typed = {"name": "Front page", "url": "https://cms.example/new", "desk": "on", "topics": "a\n\n b \n", "actors": ["user"]}
    assert do(administrator, hook, "edit", **typed).status_code == 302
    hook.refresh_from_db()
    assert (hook.name, hook.url, hook.wanted) == (
        "Front page",
        "https://cms.example/new",
        {"topics": ["a", "b"], "actors": ["user"]},
    )


def test_its_secret_is_replaced(hook: WebhookSubscription, secret: str, administrator: Client) -> None:
    assert shown(do(administrator, hook, "secret", hours=2)) != secret
    assert do(administrator, hook, "secret", hours=500).status_code == 200


def test_it_is_paused_resumed_tested_and_ended(hook: WebhookSubscription, administrator: Client) -> None:
    assert do(administrator, hook, "pause", reason="").status_code == 200
    assert now_as(hook) == ACTIVE
    do(administrator, hook, "pause")
    assert now_as(hook) == PAUSED
    assert "resume it first" in do(administrator, hook, "test").content.decode()
    do(administrator, hook, "resume")
    do(administrator, hook, "test")
    assert WebhookDelivery.objects.get().revision is None
    do(administrator, hook, "end")
    assert now_as(hook) == ENDED
    assert "does not exist, or was ended" in do(administrator, hook, "resume").content.decode()
    steps = list(WebhookStep.objects.order_by("pk").values_list("action", "actor", "reason"))
    assert steps[0] == ("made", "user:adm", "They asked.")
    assert steps[1:] == [(action, "user:adm", "Because.") for action in ("paused", "resumed", "test sent", "ended")]


@pytest.mark.parametrize("state", [SENT, DEAD])
def test_a_message_is_sent_again_from_its_page(state: str, hook: WebhookSubscription, administrator: Client) -> None:
    message = one_message(hook, state)
    page = administrator.get(reverse("admin:claims_webhookdelivery_change", args=[message.pk])).content.decode()
    assert "&lt;b&gt;no&lt;/b&gt;" in page
    again = reverse("admin:claims_webhookdelivery_again", args=[message.pk])
    assert again in page
    assert administrator.post(again, {"reason": "They lost it."}).status_code == 302
    message.refresh_from_db()
    assert (message.state, message.attempts, message.ended_at) == (WAITING, 0, None)


def test_chosen_messages_are_sent_again(hook: WebhookSubscription, administrator: Client) -> None:
    message = one_message(hook, DEAD)
    done = administrator.post(MESSAGES, {"action": "send_again", "_selected_action": [message.pk]}, follow=True)
    assert "Resending 1 message." in done.content.decode()
    message.refresh_from_db()
    assert message.state == WAITING
    assert WebhookStep.objects.latest("pk").action == "sent again"


def test_everything_after_a_cursor_is_resent(hook: WebhookSubscription, administrator: Client) -> None:
    one_message(hook, SENT)
    assert "This is not a valid cursor" in do(administrator, hook, "again", place="7").content.decode()
    assert "Cursor not found" in do(administrator, hook, "again", place="7-000000000000").content.decode()
    assert do(administrator, hook, "again", place=f"{hook.place_id}-{hook.place_digest}").status_code == 302
    assert WebhookDelivery.objects.get().state == WAITING


def test_only_administrators_see_or_change_one(hook: WebhookSubscription, senior: Client) -> None:
    assert make(senior).status_code == 403
    for address in (LIST, MESSAGES):
        assert senior.get(address).status_code == 403
    assert do(senior, hook, "end").status_code == 403
