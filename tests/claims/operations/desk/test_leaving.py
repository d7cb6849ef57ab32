"""Somebody who leaves the desk is signed out, their tokens and webhooks stop, and what they recorded stays."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.test import Client

from claims.models import Claim, WebhookStep, WebhookSubscription
from claims.operations.claims.assignment import assign
from claims.operations.desk.leaving import REASON, shut_out
from claims.operations.webhooks.subscriptions import subscribe
from claims.verification import Change
from factcheck.access.models import ApiToken
from factcheck.access.operations import issue_token
from factcheck.signin.models import DeskSession
from tests.claims.operations.moving import because


def test_sessions_tokens_and_webhooks_end_and_those_of_others_do_not(
    sample: None, ed: User, editor: Client, sen: User, senior: Client, now: datetime
) -> None:
    for person in (ed, sen):
        issue_token(person, "The CMS", ["claims:read"], at=now, actor="user:boss")
        subscribe(person.username, "https://cms.example/", Change(now, "user:boss", "", "why", person=person.pk))

    shut_out(ed, at=now, actor="user:boss")

    assert [DeskSession.objects.filter(pk=client.session.session_key).exists() for client in (editor, senior)] == [False, True]
    assert list(ApiToken.objects.filter(revoked_at=None).values_list("user__username", flat=True)) == ["sen"]
    assert list(WebhookSubscription.objects.filter(paused_at=None).values_list("name", flat=True)) == ["sen"]
    assert WebhookStep.objects.latest("id").reason == REASON


def test_what_was_assigned_to_them_stays_so(arms: Claim, ed: User, now: datetime) -> None:
    assign(arms.pk, ed, because(now))
    shut_out(ed, at=now, actor="user:boss")
    assert Claim.objects.get(pk=arms.pk).assignee == ed
