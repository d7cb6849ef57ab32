"""Waiving a flag on the desk, and ending a waiver."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from claims.models import Flag, Revision
from tests.claims.admin.posting import opened

DAY = timedelta(days=1)


def page_of(claim, name: str = "change") -> str:
    return reverse(f"admin:claims_claim_{name}", args=[claim.pk])


def test_a_flag_is_waived_for_a_while_with_its_reason(editor, arms):
    address = f"{page_of(arms, 'waive')}?code=contested"
    day = (timezone.localdate() + 3 * DAY).isoformat()
    sent = editor.post(address, opened(editor, address, reason="All know it.", until=day))
    assert sent["Location"] == page_of(arms)
    flag = Flag.objects.get(claim=arms, code="contested", cleared_at=None)
    assert (flag.waived_by, flag.waiver_reason) == ("user:ed", "All know it.")
    assert timezone.localdate(flag.waived_until).isoformat() == day
    page = editor.get(page_of(arms)).content.decode()
    assert "by ed: All know it." in page
    assert "End the waiver" in page


def test_a_waiver_is_ended(editor, arms):
    address = f"{page_of(arms, 'waive')}?code=contested"
    editor.post(address, opened(editor, address, reason="All know it."))
    editor.post(address, opened(editor, address, reason="Not so."))
    assert Flag.objects.get(claim=arms, code="contested", cleared_at=None).waived_at is None
    assert Revision.objects.filter(claim=arms, action__in=("waived", "waiver ended")).count() == 2


def test_a_day_that_has_passed_is_refused_and_what_was_typed_stays(editor, arms):
    address = f"{page_of(arms, 'waive')}?code=contested"
    sent = editor.post(address, opened(editor, address, reason="All know it.", until="2024-01-01"))
    assert "has passed" in sent.content.decode()
    assert "All know it." in sent.content.decode()


def test_a_flag_that_is_not_open_cannot_be_waived(editor, arms):
    assert editor.get(f"{page_of(arms, 'waive')}?code=stale").status_code == 404


def test_waiving_requires_the_permission_to_change_claims(newcomer, arms):
    assert newcomer.get(f"{page_of(arms, 'waive')}?code=contested").status_code == 403
