"""An editor asks through whose hands a claim came, by eye, by keyboard, and on a phone."""

from __future__ import annotations

from typing import Any

import pytest

from claims.models import Claim
from tests.cases import claim, load, outlet, row

pytestmark = pytest.mark.browser


def opened(desk: Any, key: str = "arms-transfers") -> Any:
    page = desk.new_page()
    page.goto(f"/admin/claims/claim/{Claim.objects.get(key=key).pk}/chain/")
    return page


def box(page: Any, name: str) -> Any:
    return page.locator("#chain a.chain-hand", has=page.locator(f"text.chain-name:text-is('{name}')"))


def middle(page: Any, name: str) -> tuple[float, float]:
    found = box(page, name).first.locator(".chain-box").bounding_box()
    return found["x"] + found["width"] / 2, found["y"] + found["height"] / 2


def test_an_editor_sees_through_whom_it_came_and_opens_the_gateway(desk):
    page = opened(desk)

    across = [middle(page, name)[0] for name in ("The Spokesman-Review", "Bloomberg News", "South Korea")]
    assert across == sorted(across)
    assert middle(page, "Bloomberg News")[1] == pytest.approx(middle(page, "The Spokesman-Review")[1], abs=2)
    assert box(page, "Bloomberg News").locator("text=gateway").is_visible()

    box(page, "Bloomberg News").click()

    page.wait_for_url("**/claims/attribution/*/change/")
    assert page.inner_text("#content-main").startswith("Bloomberg News reports")


def test_every_word_stays_inside_its_box(desk, now):
    names = ["Министерство иностранных дел Российской Федерации", "وكالة الأنباء العربية السورية", "朝日新聞" * 9, "WWW" * 40]
    sources = [outlet(f"s{i}", name=name) for i, name in enumerate(names)]
    load({"sources": sources, "claims": [claim("names", *[row(f"s{i}", stance="declined") for i in range(4)])]}, at=now)
    page = opened(desk, "names")

    for hand in page.locator("#chain a.chain-hand").all():
        frame = hand.locator(".chain-box").bounding_box()
        for word in hand.locator("text").all():
            written = word.bounding_box()
            assert frame["x"] < written["x"]
            assert written["x"] + written["width"] < frame["x"] + frame["width"]


def test_by_keyboard_each_box_shows_where_the_focus_is_and_opens(desk):
    page = opened(desk)

    page.locator("#chain .chain-scroll").focus()
    page.keyboard.press("Tab")

    focused = page.locator("#chain a.chain-hand:focus-visible")
    assert focused.locator(".chain-name").text_content() == "The Spokesman-Review"
    ring = focused.locator(".chain-ring").evaluate("ring => getComputedStyle(ring).stroke")
    assert ring not in {"none", "rgba(0, 0, 0, 0)"}
    page.keyboard.press("Enter")
    page.wait_for_url("**/claims/attribution/*/change/")


def test_the_same_is_there_to_be_read_as_a_list(desk):
    page = opened(desk)

    shown = page.inner_text("#attributions")
    assert "← copied from Bloomberg News" in shown
    assert "vouched for by Bloomberg News" in shown
    assert page.locator("#attributions [data-attribution]").count() == 9


@pytest.mark.parametrize("width", [360, 390])
def test_on_a_phone_the_chain_scrolls_in_its_own_box(width, desk):
    page = opened(desk)

    page.set_viewport_size({"width": width, "height": 844})

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    inner, outer = page.locator(".chain-scroll").evaluate("box => [box.scrollWidth, box.clientWidth]")
    assert inner > outer
