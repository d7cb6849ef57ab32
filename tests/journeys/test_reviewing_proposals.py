"""An editor reviews the proposals of an article by keyboard: accepts, edits, rejects, joins two, and records them."""

from __future__ import annotations

import os
from typing import Any

import pytest
from django.utils import timezone

from tests import reviewing

pytestmark = pytest.mark.browser


def test_an_editor_reviews_an_article_by_keyboard(desk: Any) -> None:
    reading = reviewing.reading(now=timezone.now())
    page = desk.new_page()
    page.goto(f"/admin/sources/capture/{reading.capture_id}/change/")
    page.click("text=Review proposals")
    page.wait_for_selector("[aria-current=true][data-number='1']")
    if folder := os.environ.get("SHOTS"):
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            for theme in ("light", "dark"):
                page.evaluate(f"document.documentElement.classList.toggle('dark', {str(theme == 'dark').lower()})")
                page.screenshot(path=f"{folder}/review-{width}-{theme}.png", full_page=width == 390)
        page.evaluate("document.documentElement.classList.remove('dark')")
        page.set_viewport_size({"width": 1280, "height": 900})
