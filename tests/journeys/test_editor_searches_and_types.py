"""An editor finds what is half remembered, is shown what resembles a new claim, and loses nothing that is typed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from claims.models import Claim
from tests.journeys.test_accessibility import violations

pytestmark = pytest.mark.browser

#: Where to put pictures of the pages, for whoever wants to look at them.
PICTURES = os.environ.get("JOURNEY_PICTURES")


def picture(page: Any, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png")


def test_the_search_opens_by_a_key_and_leads_to_a_record(desk: Any) -> None:
    page = desk.pages[0]
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "desk-skip"
    picture(page, "skip-link")
    page.evaluate("document.activeElement.blur()")

    page.keyboard.press("t")
    page.wait_for_selector("#desk-search[open]")
    page.keyboard.type("vedomsti vist")
    page.wait_for_selector("#desk-search [role=option]:has-text('Vedomosti')")
    assert page.get_attribute("#desk-search input", "aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    chosen = page.get_attribute("#desk-search input", "aria-activedescendant")
    assert page.get_attribute(f"#{chosen}", "aria-selected") == "true"
    picture(page, "search")
    assert not violations(page, pytest.importorskip("axe_playwright_python.sync_playwright").Axe())
    page.keyboard.press("Escape")
    page.wait_for_selector("#desk-search[open]", state="hidden")

    page.keyboard.press("Control+k")
    page.keyboard.type("shells artill russia")
    page.wait_for_selector("#search-claim-1:has-text('shells')")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/claims/claim/{Claim.objects.get(key='arms-transfers').pk}/change/")

    page.keyboard.press("Control+k")
    page.keyboard.type("putin")
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/search/?q=putin")
    picture(page, "search-page")


def test_a_new_claim_is_compared_kept_from_loss_and_saved_by_keys(desk: Any) -> None:
    page = desk.pages[0]
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.goto("/admin/claims/claim/add/")
    page.wait_for_function("document.activeElement?.name === 'text'")
    page.keyboard.type("Artillery shells were shipped by North Korea to Russia")
    page.wait_for_selector(".desk-similar a:has-text('shells')")
    picture(page, "similar")

    page.click("a:text-is('Cancel')")
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    assert page.input_value("[name=text]").startswith("Artillery")

    page.focus("[name=text]")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/change/")
    assert Claim.objects.filter(text__startswith="Artillery shells were shipped").exists()

    page.goto("/admin/")  # nothing was typed into the form that is left
    assert asked == ["beforeunload"]
