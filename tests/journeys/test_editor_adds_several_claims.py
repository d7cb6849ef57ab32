"""An editor with an article that makes five claims, through seven chains: how many keys and clicks until they are recorded?"""

from __future__ import annotations

from typing import Any

import pytest

from claims.models import Attribution, Claim

pytestmark = pytest.mark.browser

#: Half of what it took with a form for each claim and each chain: 1,200 keys, 40 clicks.
MOST_KEYS, MOST_CLICKS = 600, 20

LINES = (
    "A ferry will call at Rason in July. | Spokesman-Review < Bloomberg < Vedomosti",
    "| Moscow | denies",
    "A second shipment left Hungnam. | Spokesman-Review < Bloomberg < unnamed aide",
    "Shells were made in Hungnam. | Spokesman-Review < Hungnam Works",
    "| Yonhap < Hungnam Works",
    "Sanctions will be lifted by May. | Spokesman-Review < Sputnik",
    "The port of Rason was closed. | Spokesman-Review < Vedomosti",
)


#: Counts what the hands do, in the browser: keys that go down, modifiers included, and presses of the mouse.
COUNT = """for (const [kind, name] of [["keydown", "keys"], ["pointerdown", "clicks"]])
  addEventListener(kind, () => { sessionStorage[name] = Number(sessionStorage[name] ?? 0) + 1; }, true);"""


def counted(page: Any, name: str) -> int:
    return int(page.evaluate(f"sessionStorage.{name} ?? 0"))


def test_five_claims_with_seven_chains_take_half_the_keys_and_clicks(desk: Any) -> None:
    page = desk.new_page()
    page.add_init_script(COUNT)
    page.goto("/admin/claims/claim/?view=all")
    page.click("text=Add several claims")
    page.wait_for_function("document.activeElement?.name === 'text'")

    for number, line in enumerate(LINES):
        if number:
            page.keyboard.press("Enter")
        page.keyboard.type(line)
    page.click("[name=where-title]")
    page.keyboard.type("Rason reopens")
    page.keyboard.press("Tab")
    page.keyboard.type("2024-06-11")
    page.keyboard.press("Control+Enter")

    # The one question left: what a source is that is new to the desk.
    page.wait_for_function("document.activeElement?.name?.endsWith('-kind')")
    page.keyboard.type("org")
    page.keyboard.press("Control+Enter")
    page.wait_for_function("document.activeElement?.name === 'record'")
    assert "5 claims, 7 chains, 3 new sources" in page.inner_text("#preview")
    page.keyboard.press("Enter")

    page.wait_for_selector("text=5 claims saved")
    keys, clicks = counted(page, "keys"), counted(page, "clicks")
    assert sum(map(len, LINES)) < keys <= MOST_KEYS
    assert 0 < clicks <= MOST_CLICKS
    ferry = Claim.objects.get(text="A ferry will call at Rason in July.")
    assert ferry.standing.status == "contested"
    assert Attribution.objects.filter(document__title="Rason reopens").count() == 6
    assert Attribution.objects.filter(source__key="hungnam-works").count() == 1
