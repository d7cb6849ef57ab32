"""An editor reviews the proposals of an article by keyboard alone: accepts, edits, rejects, joins, and records them."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from claims.models import Claim, ProposedAttribution
from tests import reviewing
from tests.cases import claim, load
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


def test_another_recorded_claim_is_found_by_its_words_or_its_key(desk: Any) -> None:
    reading = reviewing.reading(now=timezone.now())
    load(
        {"claims": [claim("wheat", text="Wheat was sold abroad."), claim("barley", text="Barley was burnt.")]},
        at=timezone.now(),
    )
    page = desk.new_page()
    page.goto(reviewing.address(reading))
    page.wait_for_selector(f"[aria-current=true][data-number='{CLOSES}']")

    press(page, "e")
    other = page.locator(f"#proposal-{CLOSES} [name$=-other]")
    other.focus()
    page.keyboard.type("sold whea")
    page.wait_for_selector("[role=option]")
    press(page, "Escape")  # closes the list and leaves the editor in the field
    assert page.evaluate("document.activeElement.name.endsWith('-other')")
    press(page, "ArrowDown")
    page.wait_for_selector("[role=option]")
    press(page, "ArrowDown")
    assert page.locator("[role=option][aria-selected=true]").inner_text().split("\n") == ["Wheat was sold abroad.", "wheat"]
    press(page, "Enter")
    assert other.input_value() == "wheat"
    assert page.locator(f"#proposal-{CLOSES} [data-field=other] [role=status]").inner_text() == "Wheat was sold abroad."
    # A recorded claim needs no text.
    assert page.locator(f"#proposal-{CLOSES} [data-field=text]").is_hidden()
    other.fill("barle")
    page.wait_for_selector("[role=option]")
    press(page, "Enter")  # a key that is half typed is not sent
    assert not ProposedAttribution.objects.exclude(decision="").exists()
    page.click("[role=option]")
    assert other.input_value() == "barley"
    press(page, "Escape", "a", "Control+Enter")

    page.wait_for_selector("text=1 proposal recorded:")
    assert set(Claim.objects.get(key="barley").attributions.values_list("source__key", flat=True)) == {"gazette", "transport"}


def test_without_its_script_the_page_is_a_plain_form(desk: Any) -> None:
    reading = reviewing.reading(now=timezone.now())
    page = desk.new_page()
    for script in ("review", "quick"):
        page.route(f"**/desk/{script}*.js", lambda route: route.abort())
    load({"claims": [claim("wheat", text="Wheat was sold abroad.")]}, at=timezone.now())
    page.goto(reviewing.address(reading))
    assert not page.locator(".review-pick").first.is_visible()
    page.check(f"#proposal-{CLOSES} [value=accepted]")
    page.click(f"#proposal-{CLOSES} summary")
    page.fill(f"#proposal-{CLOSES} [name$=-other]", "wheat")
    page.check(f"#proposal-{DECLINED} [value=rejected]")
    page.select_option(f"#proposal-{DECLINED} [name$=-because]", "wrong_words")
    page.click(".review-submit button")

    page.wait_for_selector("text=1 proposal recorded:")
    assert ProposedAttribution.objects.exclude(decision="").count() == 2
    assert Claim.objects.get(key="wheat").attributions.count() == 2
