"""An editor settles what the flags ask, hands on the keyboard: a contest, a request for comment, and its answer."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User

from claims.models import Attribution, Claim, Decision

pytestmark = pytest.mark.browser


@pytest.fixture
def page(desk: Any) -> Any:
    """The page of the contested claim, open before who may settle it."""
    User.objects.get(username="ed").user_permissions.add(
        *Permission.objects.filter(codename__in=("add_decision", "change_decision"))
    )
    shown = desk.new_page()
    shown.goto(f"/admin/claims/claim/{Claim.objects.get(key='arms-transfers').pk}/change/")
    return shown


def enter(page: Any, link: str, within: str = "#content-main") -> None:
    """Follow a link by keyboard, as who tabs to it does."""
    page.locator(f"{within} a:text-is('{link}')").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("[name=reason]")


def sent(page: Any, reason: str) -> None:
    page.locator("[name=reason]").focus()
    page.keyboard.type(reason)
    page.locator(".desk-submit button").focus()
    page.keyboard.press("Enter")


def test_an_editor_resolves_a_contest_and_takes_it_back(page):
    enter(page, "Resolve the contest", "[data-flag=contested]")
    assert "Readers see this" in page.inner_text("[data-field=reason]")
    assert page.locator("#settling li").count() == 2

    sent(page, "Both spoke of other shipments.")

    page.wait_for_selector("text=The contest is resolved.")
    assert page.locator("[data-flag=contested]").count() == 0
    page.click(".claim-tabs >> text=Decisions")
    line = page.inner_text("[data-decision=contest_resolved]")
    assert "Both spoke of other shipments." in line
    assert "user:ed" in line

    enter(page, "Undo", "[data-decision=contest_resolved]")
    sent(page, "They did not.")

    page.wait_for_selector("text=The decision is struck out.")
    assert Decision.objects.get().struck_reason == "They did not."


def test_an_editor_asks_for_comment_and_records_the_answer(page):
    page.click(".claim-tabs >> text=Decisions")
    enter(page, "Request comment", "#decisions")
    page.locator("[name=parties]").first.focus()
    page.keyboard.press("Space")
    sent(page, "By e-mail to the press office.")
    page.wait_for_selector("[data-request]")
    asked = Decision.objects.get(kind="comment_requested")

    enter(page, "Record the answer", "[data-request]")
    page.locator("[name=stance]").focus()
    page.keyboard.type("den")
    page.locator("[name=quote]").focus()
    page.keyboard.type("We have shipped nothing.")
    sent(page, "By e-mail.")

    page.wait_for_selector("[data-decision=comment_answered]")
    answer = Attribution.objects.get(quote_exact="We have shipped nothing.")
    assert (answer.stance, answer.source) == ("denies", asked.source)
    assert Decision.objects.get(request=asked).attribution == answer
    assert page.locator("[data-request]").count() == 0


def test_the_pages_of_settling_fit_a_phone(page):
    page.set_viewport_size({"width": 390, "height": 844})
    for name in ("settle/?code=contested", "comment/", "outcome/", "parties/"):
        page.goto(f"{page.url.split('/claims/claim/')[0]}/claims/claim/{Claim.objects.get(key='arms-transfers').pk}/{name}")
        page.wait_for_selector("[name=reason]")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, name
