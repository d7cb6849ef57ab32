"""An editor reviews the proposals of an article by keyboard alone: accepts, edits, rejects, joins, and records them."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from claims.models import Claim, ProposedAttribution
from tests import reviewing
from tests.reviewing import ACCUSED, CLOSES, DECLINED, DENIED, HARBOUR, HEARSAY, NEITHER

pytestmark = pytest.mark.browser


def press(page: Any, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def is_current(page: Any, number: int) -> bool:
    return bool(page.locator(f"[aria-current=true][data-number='{number}']").count())


def test_an_editor_reviews_an_article_by_keyboard(desk: Any) -> None:
    reading = reviewing.reading(now=timezone.now())
    page = desk.new_page()
    page.goto(f"/admin/sources/capture/{reading.capture_id}/change/")
    page.click("text=Review proposals")
    page.wait_for_selector(f"[aria-current=true][data-number='{CLOSES}']")
    assert page.locator(".review-now").first.inner_text() == "The Ministry of Transport"

    press(page, "a", "a", "x", "a", "x", "a")  # the accusation and its answer are selected too
    assert is_current(page, DECLINED)
    press(page, "x", "m", "r")
    page.keyboard.type("no statement")
    press(page, "Enter")
    assert is_current(page, NEITHER)
    press(page, "ArrowDown", "a")
    # Hearsay opens its fields: it cannot be recorded as it is.
    page.wait_for_function("document.activeElement.name.endsWith('-text')")
    assert is_current(page, HEARSAY)
    press(page, "Escape", "a", "k")
    assert is_current(page, NEITHER)
    press(page, "e")
    page.keyboard.type("Not now. ")
    press(page, "Escape", "Control+Enter")

    # One source is new, and shown before anything is recorded.
    page.wait_for_selector("text=Nothing is recorded yet.")
    assert not Claim.objects.filter(text__contains="Rason will close").exists()
    page.wait_for_function("document.activeElement?.name === 'record'")
    press(page, "Enter")
    page.wait_for_selector("text=4 proposals recorded:")

    found = dict(ProposedAttribution.objects.values_list("number", "decision"))
    assert found == {
        **dict.fromkeys((CLOSES, HARBOUR, ACCUSED, DENIED), "accepted"),
        DECLINED: "rejected",
        **dict.fromkeys((NEITHER, HEARSAY), ""),
    }
    steel = Claim.objects.get(text="The firm Nordbau of using cheap steel.")
    assert steel.standing.status == "contested"
    page.wait_for_selector(f"[aria-current=true][data-number='{NEITHER}']")


def test_without_its_script_the_page_is_a_plain_form(desk: Any) -> None:
    reading = reviewing.reading(now=timezone.now())
    page = desk.new_page()
    page.route("**/desk/review*.js", lambda route: route.abort())
    page.goto(reviewing.address(reading))
    assert not page.locator(".review-pick").first.is_visible()
    page.check(f"#proposal-{CLOSES} [value=accepted]")
    page.check(f"#proposal-{DECLINED} [value=rejected]")
    page.select_option(f"#proposal-{DECLINED} [name$=-because]", "wrong_words")
    page.click(".review-submit button")

    page.wait_for_selector("text=1 proposal recorded:")
    assert ProposedAttribution.objects.exclude(decision="").count() == 2
