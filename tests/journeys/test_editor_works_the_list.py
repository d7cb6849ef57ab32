"""An editor at the beginning of a shift: what is contested, whose is it, and a view to come back to."""

from __future__ import annotations

import pytest

from claims.models import Claim, SavedView

pytestmark = pytest.mark.browser

LIST = "/admin/claims/claim/"


def test_an_editor_narrows_the_list_saves_it_and_takes_the_claims(desk, editor):
    page = desk.new_page()
    page.goto(LIST)
    page.click("#claim-filters > summary")
    page.select_option("#filter-status", "contested")
    page.click("text=Apply filters")

    assert "2 claims" in page.inner_text(".list-found")

    page.click("text=Save as a view")
    page.fill("#view-name", "Contested")
    page.click(".list-save button")
    page.wait_for_selector(".list-views [aria-current]:has-text('Contested')")
    assert SavedView.objects.get().query == {"status": "contested"}

    page.check("#action-toggle")
    page.select_option("[name=action]", "bulk_assign")
    page.click("#changelist-actions button[type=submit]")
    page.fill("[name=reason]", "my shift")
    page.click(".desk-submit button")

    page.wait_for_selector("text=2 claims assigned to ed.")
    assert Claim.objects.filter(assignee=editor).count() == 2
    assert page.inner_text(".list-views [aria-current]") == "Contested"
