"""An editor asks what a flag means, looks up a count and the shortcuts, and settles the flag from its card, by keyboard."""

from __future__ import annotations

from typing import Any

import pytest

from claims.models import Claim
from sources.models import Source

pytestmark = pytest.mark.browser

CARD = "[data-flag=unnamed_unapproved]"


def closed(page: Any) -> bool:
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="hidden")
    return bool(page.evaluate("document.activeElement !== document.body"))


def test_an_editor_asks_what_a_flag_means_and_settles_it(desk):
    page = desk.new_page()
    page.goto(f"/admin/claims/claim/{Claim.objects.get(key='arms-transfers').pk}/change/")

    page.locator(f"{CARD} .help-mark").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("dialog", name="unnamed source not approved").get_by_text("an approving editor").first.wait_for()
    assert closed(page)  # the focus is back on the question mark

    page.locator("#counts .help-mark").first.click()
    page.get_by_role("dialog", name="independent origins").get_by_text("The first number is proven").wait_for()
    assert closed(page)

    page.keyboard.press("Shift+?")
    page.get_by_role("dialog", name="Keyboard shortcuts").get_by_text("Search the desk").first.wait_for()
    assert closed(page)

    for name in ("Others who accuse", "Unnamed research groups"):
        page.locator(f"{CARD} a:has-text('{name}').desk-button").focus()
        page.keyboard.press("Enter")
        page.wait_for_selector("[name=anonymity_reason]")
        assert page.input_value("[name=approved_by]") == "ed"
        page.fill("[name=anonymity_reason]", "They may not speak in public.")
        page.fill("[name=reason]", "Bloomberg vouches for them.")
        page.locator(".desk-submit button").focus()
        page.keyboard.press("Enter")
        page.wait_for_selector("#flags")
    assert page.locator(CARD).count() == 0
    assert Source.objects.filter(approved_by="ed").count() == 2
