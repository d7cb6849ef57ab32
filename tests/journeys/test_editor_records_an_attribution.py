"""An editor on shift: why is this claim flagged, and who else says so?"""

from __future__ import annotations

from typing import Any

import pytest

from claims.models import Claim
from sources.models import Source

pytestmark = pytest.mark.browser


def arms() -> Claim:
    return Claim.objects.get(key="arms-transfers")


def opened(desk: Any) -> Any:
    page = desk.new_page()
    page.goto(f"/admin/claims/claim/{arms().pk}/change/")
    return page


def choose(page: Any, field: str, typed: str) -> None:
    """Pick a record by typing into a search field of the first new attribution."""
    page.click(f"#attributions-rows .desk-row:first-child [data-field={field}] .select2-selection")
    page.fill(".select2-search__field", typed)
    page.click(f".select2-results__option:has-text('{typed}')")


def test_an_editor_sees_why_a_claim_is_flagged_and_records_who_else_says_so(desk):
    page = desk.new_page()
    page.goto("/admin/")
    page.click("text=Claims")
    page.fill("#searchbar", "artillery")
    page.press("#searchbar", "Enter")
    page.click("text=massive amounts of artillery shells")

    assert "Denied by Moscow and Pyongyang" in page.inner_text("#flags")
    assert page.inner_text("[data-count=support]") == "2–4+"

    choose(page, "source", "Sputnik")
    page.select_option("[name=attributions-0-stance]", "supports")
    page.select_option("[name=attributions-0-basis]", "statement")
    page.click("button:has-text('Add an attribution')")
    second = page.locator("#attributions-rows .desk-row").nth(1)
    second.locator("[data-field=source] .select2-selection").click()
    page.fill(".select2-search__field", "Vedomosti")
    page.locator(".select2-results__option").get_by_text("Vedomosti", exact=True).click()  # not the diplomat whom it knows
    page.select_option("[name=attributions-1-stance]", "reports")
    page.check("[name=attributions-1-cites][value=us-accuses]")
    page.fill("[name=reason]", "read on the wire at 02:10")
    page.click("button:has-text('Save')")

    page.wait_for_selector("text=2 new attributions")
    assert page.inner_text("[data-count=support]") == "3–5+"
    assert "Vedomosti" in page.inner_text("#chain")
    assert "ed: changed – read on the wire at 02:10" in page.inner_text("#revisions")
    assert arms().revision == 2
    assert [link.cited.key for link in arms().attributions.get(key="vedomosti").citations.all()] == ["us-accuses"]


def test_an_untouched_form_saves_no_stance(desk):
    page = opened(desk)

    page.click("button:has-text('Save')")

    page.wait_for_selector("text=Nothing changed")
    assert arms().revision == 1


def test_a_write_on_an_older_revision_is_refused_in_the_second_tab_and_loses_nothing(desk):
    first, second = opened(desk), opened(desk)
    choose(second, "source", "Sputnik")
    second.select_option("[name=attributions-0-stance]", "denies")
    second.fill("[name=attributions-0-quote_exact]", "We have nothing to do with it.")
    second.check("[name=attributions-0-cites][value=moscow-denies]")
    first.select_option("[name=priority]", "0")
    first.fill("[name=reason]", "the ministry called")
    first.click("button:has-text('Save')")
    first.wait_for_selector("text=Saved.")

    second.click("button:has-text('Save')")

    second.wait_for_selector("text=Not saved.")
    assert "changed since you opened it" in second.inner_text(".desk-refused")
    assert "by ed, changed (the ministry called)" in second.inner_text(".desk-refused")
    assert second.input_value("[name=attributions-0-stance]") == "denies"
    assert second.input_value("[name=attributions-0-quote_exact]") == "We have nothing to do with it."
    assert second.is_checked("[name=attributions-0-cites][value=moscow-denies]")
    assert second.input_value("[name=attributions-0-source]") == str(Source.objects.get(key="sputnik").pk)

    second.check("[name=agree]")
    second.click("button:has-text('Save')")
    second.wait_for_selector("text=1 new attribution")
    assert (arms().priority, arms().revision) == (0, 3)


def test_the_page_of_a_claim_fits_a_phone(desk):
    page = opened(desk)

    page.set_viewport_size({"width": 390, "height": 844})

    assert page.evaluate("document.documentElement.scrollWidth") <= 390
