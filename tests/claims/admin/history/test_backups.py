"""The list of backups, of those who see whether the service works."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from tests.claims.heads import heads_of
from tests.factcheck.backups.made import backup_of

LIST = "admin:backups_backup_changelist"


@pytest.mark.django_db
def test_it_shows_what_became_of_each_and_no_editor_sees_it(senior: Client, administrator: Client, now: datetime) -> None:
    backup_of(now, trouble="The disk is full.")
    damaged = backup_of(now, verified_at=now, verified_trouble="it is cut off", recipients=1)
    text = administrator.get(reverse(LIST)).content.decode()
    assert all(said in text for said in ("failed", "damaged", "desk.zip", "12 Jun 2024 12:00"))
    page = reverse("admin:backups_backup_change", args=[damaged.pk])
    assert "it is cut off" in administrator.get(page).content.decode()
    assert [senior.get(address).status_code for address in (reverse(LIST), page)] == [403, 403]
    assert administrator.post(page, {}).status_code == 403


@pytest.mark.django_db
def test_heads_are_downloaded_from_the_page_system(senior: Client, administrator: Client, now: datetime) -> None:
    (head,) = heads_of(now)
    file = reverse("admin:claims_verificationrun_heads")
    system = administrator.get(reverse("admin:claims_verificationrun_system")).content.decode()
    assert file in system
    assert reverse(LIST) in system
    assert head.sha256.encode() in administrator.get(file).content
    assert senior.get(file).status_code == 403
