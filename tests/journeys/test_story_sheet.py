"""An editor opens the story sheet of the sample's page, follows a mark to its claim and back, and prints it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from claims.operations.cases.sample import REASON
from claims.sample_page import capture_summary
from claims.verification import Change
from sources.models import Document
from tests.journeys.test_accessibility import misfits, turn, violations

pytestmark = pytest.mark.browser

#: What of the desk around the sheet would be printed: the texts that are visible outside it.
AROUND = """() => [...document.querySelectorAll("body *")]
  .filter((one) => one.checkVisibility() && !one.closest(".desk") && !one.querySelector(".desk"))
  .map((one) => one.outerHTML.slice(0, 80))"""


@pytest.fixture(autouse=True)
def _summary(editor: Any, now: datetime) -> None:
    capture_summary(Change(now, "user:ed", "load case", REASON))


def test_a_story_is_read_with_its_claims_and_printed(desk: Any) -> None:
    page = desk.new_page()
    page.goto(f"/admin/sources/document/{Document.objects.get().pk}/change/")
    page.click("a:text-is('Story sheet')")

    assert "All support for 13 claims of this story came from or through Bloomberg News." in page.inner_text("#story-flags")
    mark = page.locator("mark", has_text="massive amounts of artillery")
    mark.locator("xpath=following-sibling::a[1]").click()
    assert page.url.endswith("#claim-8")
    assert "contested" in page.inner_text("#claim-8")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector('mark:target').textContent").startswith("North Korea has transferred arms")
    with page.expect_download() as download:
        page.click("#story >> text=CSV")
    assert download.value.suggested_filename.startswith("story-sheet-sr-rare-visits-")

    page.emulate_media(media="print")

    assert page.evaluate(AROUND) == []
    assert page.locator("mark").first.evaluate("one => getComputedStyle(one).backgroundColor") == "rgba(0, 0, 0, 0)"
    assert page.is_hidden("#story .sheet-tools")
    assert page.pdf()[:5] == b"%PDF-"


def test_a_story_keeps_nobody_out(desk: Any) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = desk.new_page()
    page.goto(f"/admin/sources/document/{Document.objects.get().pk}/sheet/")

    found = misfits(page)
    for theme in ("light", "dark"):
        turn(page, theme)
        found += violations(page, axe)

    assert found == []
