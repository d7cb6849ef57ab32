"""An editor on deadline, hands on the keyboard: who said it, through whom, where, and the exact words."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from claims.models import Claim
from sources.models import Source

pytestmark = pytest.mark.browser

#: Where to put pictures of the pages, for whoever wants to look at them.
PICTURES = os.environ.get("JOURNEY_PICTURES")


def opened(desk: Any) -> tuple[Any, Claim]:
    claim = Claim.objects.get(key="arms-transfers")
    page = desk.new_page()
    page.goto(f"/admin/claims/claim/{claim.pk}/who-says-so/")
    wait_for_focus(page, "paste")
    return page, claim


def picture(page: Any, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


def focused(page: Any) -> str:
    return str(page.evaluate("document.activeElement.name || document.activeElement.id || document.activeElement.tagName"))


def wait_for_focus(page: Any, name: str) -> None:
    """Wait until the page has put the focus where it wants it, which it does once it is drawn."""
    page.wait_for_function(f"document.activeElement?.name === '{name}'")


def tab_to(page: Any, name: str, limit: int = 12) -> None:
    """Go on by the Tab key until a field has the focus."""
    for _ in range(limit):
        if focused(page) == name:
            return
        page.keyboard.press("Tab")
    assert focused(page) == name


def choose(page: Any, typed: str, shown: str, downs: int = 1) -> None:
    """Type into a field that finds records, and take the one that is called so with the arrow keys."""
    page.keyboard.type(typed)
    page.wait_for_selector(f"[role=listbox]:not([hidden]) [role=option]:has-text('{shown}')")
    for _ in range(downs):
        page.keyboard.press("ArrowDown")
    assert shown in page.inner_text("[role=listbox]:not([hidden]) [role=option][aria-selected=true]")
    page.keyboard.press("Enter")


def test_an_editor_records_who_says_so_without_a_mouse(desk):
    page, claim = opened(desk)

    tab_to(page, "stance")
    page.keyboard.type("sup")
    tab_to(page, "basis")
    page.keyboard.type("sta")  # Sputnik announces it: left open, unstated would be proposed for an outlet
    tab_to(page, "said-name")
    choose(page, "Спутн", "Sputnik")
    tab_to(page, "through-0-name")
    choose(page, "vedo", "Vedomosti")
    tab_to(page, "where-name")
    choose(page, "rare visits", "Putin set for rare visits")
    tab_to(page, "quote_exact")
    page.keyboard.type("massive amounts")
    picture(page, "quick-filled-1280")
    page.keyboard.press("Control+Enter")

    wait_for_focus(page, "record")
    assert page.inner_text("#preview").count("new attribution") == 2
    picture(page, "quick-preview-1280")
    page.keyboard.press("Enter")

    page.wait_for_selector("text=2 attributions saved")
    assert page.inner_text("[data-count=support]") == "3–5+"
    said = claim.attributions.get(key="sputnik")
    assert (said.stance, said.quote_exact, said.document) == ("supports", "massive amounts", None)
    report = claim.attributions.get(key="vedomosti")
    assert (report.document.key, [link.cited.key for link in report.citations.all()]) == ("sr-rare-visits", ["sputnik"])
    assert Claim.objects.get(pk=claim.pk).revision == claim.revision + 1


def test_an_editor_pastes_a_chain_with_a_new_unnamed_source(desk):
    page, claim = opened(desk)
    page.keyboard.insert_text("Spokesman-Review < Bloomberg < Vedomosti < unnamed envoy")
    tab_to(page, "stance")
    page.keyboard.type("sup")
    page.keyboard.press("Control+Enter")

    page.wait_for_selector("#preview")
    assert [step.get_attribute("data-new") for step in page.query_selector_all("#preview li[data-depth]")] == [
        "",
        "",
        "",
        "source",
    ]
    assert "new unnamed source" in page.inner_text("#preview")
    assert "2–5+" in page.inner_text("#preview")
    picture(page, "quick-chain-1280")

    for _ in range(40):  # back up to what is asked of the new source
        page.keyboard.press("Shift+Tab")
        if focused(page) == "said-description":
            break
    page.keyboard.type("an envoy it did not identify")
    tab_to(page, "said-anonymity_reason")
    page.keyboard.type("not authorised to speak")
    page.keyboard.press("Control+Enter")
    page.wait_for_load_state()
    wait_for_focus(page, "record")
    page.keyboard.press("Enter")

    page.wait_for_selector("text=4 attributions saved")
    envoy = Source.objects.get(key="vedomosti-envoy")
    assert (envoy.identified, envoy.vouched_by.key, envoy.approved_by) == (False, "vedomosti", "")
    assert claim.attributions.get(source=envoy).cited_by.get().citing.source.key == "vedomosti"


def test_an_error_is_shown_at_its_field_which_has_the_focus(desk):
    page, _ = opened(desk)
    tab_to(page, "said-name")
    page.keyboard.type("Nobody We Know")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Enter")

    page.wait_for_selector("text=Not saved.")
    assert "This field is required" in page.inner_text("[data-field=stance]")
    assert "Choose its kind" in page.inner_text(".quick-hand [data-field=kind]:visible")
    assert page.input_value("[name=said-name]") == "Nobody We Know"


def test_a_new_source_is_chosen_from_the_list_and_described_in_place(desk):
    page, claim = opened(desk)
    tab_to(page, "stance")
    page.keyboard.type("den")
    tab_to(page, "said-name")
    page.keyboard.type("Yonhap")
    page.wait_for_selector("[role=option]:has-text('New source: Yonhap')")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    tab_to(page, "said-kind")
    page.keyboard.type("wire")
    page.keyboard.press("Control+Enter")
    wait_for_focus(page, "record")
    page.keyboard.press("Enter")

    page.wait_for_selector("text=1 attribution saved")
    assert claim.attributions.get(key="yonhap").source.kind == "wire_agency"


def test_the_form_works_without_its_script(desk):
    desk.route("**/desk/quick.js", lambda route: route.abort())
    page = desk.new_page()
    page.goto(f"/admin/claims/claim/{Claim.objects.get(key='arms-transfers').pk}/who-says-so/")
    page.select_option("[name=stance]", "denies")
    page.fill("[name=said-name]", "Спутник")
    page.press("[name=said-name]", "Enter")

    page.wait_for_selector("#preview")
    assert "other spelling" in page.inner_text("#preview")
    page.press("[name=record]", "Enter")
    page.wait_for_selector("text=1 attribution saved")


def test_the_page_fits_a_phone(desk):
    page, _ = opened(desk)
    page.set_viewport_size({"width": 390, "height": 844})
    page.keyboard.insert_text("Spokesman-Review < Bloomberg < Vedomosti < unnamed envoy")
    tab_to(page, "stance")
    page.keyboard.type("sup")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#preview")
    picture(page, "quick-chain-390")

    assert page.evaluate("document.documentElement.scrollWidth") <= 390
