"""An editor merges a duplicate after a look at what it does, and takes it back, hands on the keyboard."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User

from claims.models import Claim
from tests.cases import claim, load, row

pytestmark = pytest.mark.browser


@pytest.fixture
def page(desk: Any) -> Any:
    """The page of a duplicate of the contested claim, open before who may merge it."""
    User.objects.get(username="ed").user_permissions.add(Permission.objects.get(codename="merge_claim"))
    twin = claim("arms-again", row("kremlin", "vedomosti"), text="Arms go from one to the other.")
    load({"claims": [twin]}, at=datetime(2024, 6, 12, 13, tzinfo=UTC))
    shown = desk.new_page()
    shown.goto(f"/admin/claims/claim/{Claim.objects.get(key='arms-again').pk}/change/")
    return shown


def press(page: Any, what: str) -> None:
    """Press Enter on what is there, as who tabs to it does."""
    page.locator(what).first.focus()
    page.keyboard.press("Enter")


def confirm(page: Any, reason: str) -> None:
    page.locator("[name=reason]").focus()
    page.keyboard.type(reason)
    press(page, ".desk-submit button")


def test_an_editor_merges_a_duplicate_and_takes_it_back(page: Any) -> None:
    press(page, "summary:text-is('More actions')")
    press(page, "a:text-is('Merge into another')")
    page.wait_for_selector("[data-field=into]")
    page.locator("[data-field=into] .select2-selection").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("transferred arms")
    page.wait_for_selector(".select2-results__option--highlighted:has-text('transferred arms')")
    page.keyboard.press("Enter")
    into = page.inner_text("[data-field=into] .select2-selection__rendered")
    press(page, ".desk-submit button")

    page.wait_for_selector("#preview")
    assert "kremlin" in page.inner_text("#preview")
    confirm(page, "The same shipments.")
    page.wait_for_selector("text=Merged into this claim")
    end = Claim.objects.get(key="arms-again").merged_into
    assert end is not None
    assert end.text[:20] in into

    page.goto(f"/admin/claims/claim/{Claim.objects.get(key='arms-again').pk}/change/")
    assert "The same shipments." in page.inner_text("#moved")
    press(page, "#moved a:text-is('Undo the merge')")
    page.wait_for_selector("#preview")
    confirm(page, "Other shipments.")
    page.wait_for_selector("text=The merge is undone")
    assert Claim.objects.get(key="arms-again").merged_into is None
