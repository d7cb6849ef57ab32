"""What is no part of the record goes after the days of its setting, and the page System says how much there is."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

import claims.tasks
from claims.operations.retention import RULES, delete_old
from claims.queries.history.kept import counts_of_kept
from factcheck.access.models import Answered
from factcheck.signin.models import DeskSession, SignIn

OPERATING = (Path(__file__).resolve().parents[3] / "docs/operating.md").read_text()


@pytest.mark.django_db
def test_what_is_older_than_its_setting_goes(now: datetime, settings: Any) -> None:
    settings.KEEP_ANSWERS_DAYS = 5
    for days in (4, 6):
        Answered.objects.create(who="user:1", key=str(days), digest="", at=now - timedelta(days=days))
    for hours in (-1, 1):
        DeskSession.objects.create(session_key=str(hours), session_data="", expire_date=now + timedelta(hours=hours))
    for days in (89, 91):
        SignIn.objects.create(at=now - timedelta(days=days), outcome="wrong_password", way="password", user=None)
    gone = {"answers": 1, "webhook_messages_sent": 0, "webhook_messages_failed": 0, "sessions": 1, "sign_ins": 1}
    assert delete_old(now) == gone
    assert (Answered.objects.get().key, DeskSession.objects.get().session_key) == ("4", "1")
    assert SignIn.objects.get().at == now - timedelta(days=89)
    claims.tasks.delete_old()
    assert Answered.objects.count() == 0  # by the clock of today


@pytest.mark.django_db
def test_the_page_system_counts_what_is_kept(administrator: Client, now: datetime) -> None:
    Answered.objects.create(who="user:1", key="a", digest="", at=now)
    shown = administrator.get(reverse("admin:claims_verificationrun_system")).context["kept"]
    assert [(one["days"], one["count"]) for one in shown] == [(3, 1), (30, 0), (90, 0), (0, 1), (90, 1)]


@pytest.mark.django_db
def test_every_rule_is_counted_and_documented() -> None:
    assert set(counts_of_kept()) == {rule.name for rule in RULES}
    assert [rule.setting for rule in RULES if rule.setting not in OPERATING] == []
