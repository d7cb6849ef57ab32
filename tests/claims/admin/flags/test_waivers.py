"""Waiving a flag on the desk, and ending a waiver."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from claims.models import Flag, Revision
from tests.claims.admin.posting import opened

DAY = timedelta(days=1)


def page_of(claim, name: str = "change") -> str:
    return reverse(f"admin:claims_claim_{name}", args=[claim.pk])


def test_a_flag_is_waived_for_a_while_with_its_reason(editor, arms):
    address = f"{page_of(arms, 'waive')}?code=contested"
    day = timezone.localdate() + 3 * DAY
    sent = editor.post(address, opened(editor, address, reason="All know it.", until=day.isoformat()))
    assert sent["Location"] == page_of(arms)
    flag = Flag.objects.get(claim=arms, code="contested", cleared_at=None)
    assert (flag.waived_by, flag.waiver_reason) == ("user:ed", "All know it.")
    # All of that day, as in the list's bulk action.
    assert timezone.localtime(flag.waived_until).isoformat(" ", "minutes")[:16] == f"{day + DAY} 00:00"
    page = editor.get(page_of(arms)).content.decode()
    assert "by ed: All know it." in page
    assert "End the waiver" in page


def test_a_waiver_is_ended(editor, arms):
    address = f"{page_of(arms, 'waive')}?code=contested"
    editor.post(address, opened(editor, address, reason="All know it."))
    editor.post(address, opened(editor, address, reason="Not so."))
    assert Flag.objects.get(claim=arms, code="contested", cleared_at=None).waived_at is None
    assert Revision.objects.filter(claim=arms, action__in=("waived", "waiver ended")).count() == 2


@pytest.mark.parametrize(("until", "problem"), [("2024-01-01", "has passed"), ("9999-12-31", "The calendar ends there")])
def test_an_impossible_day_is_refused_and_what_was_typed_stays(editor, arms, until, problem):
    address = f"{page_of(arms, 'waive')}?code=contested"
    sent = editor.post(address, opened(editor, address, reason="All know it.", until=until))
    assert problem in sent.content.decode()
    assert "All know it." in sent.content.decode()


def test_a_flag_that_is_not_open_cannot_be_waived(editor, arms):
    assert editor.get(f"{page_of(arms, 'waive')}?code=stale").status_code == 404


def test_waiving_requires_the_permission_to_change_claims(newcomer, arms):
    assert newcomer.get(f"{page_of(arms, 'waive')}?code=contested").status_code == 403
