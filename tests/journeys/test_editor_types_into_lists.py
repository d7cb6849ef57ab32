"""What is typed into a field that finds records, or a list of choices, arrives there and picks what was meant."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from claims.models import Claim
from sources.models import Source
from sources.names import search_text

pytestmark = pytest.mark.browser

SELECTION = "#id_interests-0-source + .select2-container .select2-selection"


def outlet(key: str, name: str, now: datetime) -> Source:
    names = search_text((name, key))
    return Source.objects.create(key=key, name=name, kind="outlet", search_text=names, recorded_at=now)


def picked(page: Any) -> str:
    return str(page.eval_on_selector("#id_interests-0-source", "select => select.value"))


def marked(page: Any, name: str) -> None:
    page.wait_for_selector(f".select2-results__option--highlighted:has-text('{name}')")


def test_letters_arrive_where_they_are_typed_and_enter_picks_what_they_name(desk: Any, now: datetime) -> None:
    tribune, kremlin = outlet("tribune", "Tribune", now), outlet("zz-palace", "Kremlin", now)
    page = desk.new_page()
    page.goto(f"/admin/claims/claim/{Claim.objects.get(key='arms-transfers').pk}/edit/")
    page.click("#interests summary")
    page.wait_for_selector(SELECTION)

    page.focus("[name=interests-0-side]")
    page.keyboard.type("t")
    assert page.evaluate("document.activeElement.name") == "interests-0-side"

    page.focus(SELECTION)
    page.keyboard.type("tribune")
    assert page.input_value(".select2-container--open .select2-search__field") == "tribune"
    marked(page, "Tribune")
    page.keyboard.press("Enter")
    assert picked(page) == str(tribune.pk)

    page.focus(SELECTION)
    page.route("**/find/**", lambda route: (page.wait_for_timeout(300), route.continue_()))
    page.keyboard.type("Kremlin")
    page.keyboard.press("Enter")  # too soon: the list is still that of fewer letters
    assert picked(page) == str(tribune.pk)
    marked(page, "Kremlin")
    page.wait_for_selector(".loading-results", state="detached")
    page.keyboard.press("Enter")
    assert picked(page) == str(kremlin.pk)
