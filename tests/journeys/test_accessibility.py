"""Nobody is kept out of the desk's pages: not by a colour or a missing name, not on a phone, not by a page that grew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from claims.operations.desk.roles import ADMINISTRATOR
from tests.journeys.conftest import with_role
from tests.journeys.desk_pages import open_pages, work_on_the_sample
from tests.journeys.page_sizes import PAGES, is_over, measured_page

pytestmark = pytest.mark.browser

WIDTHS = (360, 768, 1440)
#: What the window cuts off: what reaches beyond it, and is in no box that scrolls by itself.
CUT_OFF = """width => {
  const scrolls = (box) => box && (/auto|scroll/.test(getComputedStyle(box).overflowX) || scrolls(box.parentElement));
  return [...document.querySelectorAll("#main :is(a, button, input, select, textarea, summary, th, td, p, h2, h3)")]
    .filter((one) => one.offsetParent && !scrolls(one.parentElement))
    .map((one) => [one, one.getBoundingClientRect()])
    .filter(([, at]) => at.width > 1 && (at.right > width + 1 || at.left < -1))
    .map(([one, at]) => `${one.outerHTML.slice(0, 150)} from ${Math.round(at.left)} to ${Math.round(at.right)}`);
}"""


@pytest.fixture
def window(sign_in: Callable[..., Any], editor: Any) -> Any:
    """The window of somebody who may open every page, on a desk where work is under way."""
    work_on_the_sample(timezone.now())
    return sign_in(with_role("adm", ADMINISTRATOR), viewport={"width": 1440, "height": 900})


def turn(page: Any, theme: str) -> None:
    """Choose light or dark with the key of the admin's own switch, and let colours that fade come to rest."""
    for _ in range(2):
        if theme not in page.evaluate("document.documentElement.className").split():
            page.keyboard.press("Control+e")
    page.wait_for_function(f"document.documentElement.classList.contains('{theme}')")
    page.evaluate("Promise.all(document.getAnimations().map((one) => one.finished.catch(() => {})))")


def violations(page: Any, axe: Any, rules: Sequence[str] = ()) -> list[str]:
    """Return what axe-core finds to be serious or critical by all rules or by some: the rule, the place, and why."""
    options = {"runOnly": {"type": "rule", "values": list(rules)}} if rules else None
    return [
        f"{each['id']} ({each['impact']}) at {node['target']}: {node['html'][:150]}: {node['failureSummary']}"
        for each in axe.run(page, options=options).response["violations"]
        if each["impact"] in {"serious", "critical"}
        for node in each["nodes"]
    ]


def misfits(page: Any) -> list[str]:
    """Return what does not fit the window at one of the widths. A box that scrolls by itself may hold what is wider."""
    wrong = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        whole = page.evaluate("document.documentElement.scrollWidth")
        wrong += [f"at {width}: the whole page is {whole} wide"] if whole > width else []
        wrong += [f"at {width}: {each}" for each in page.evaluate(CUT_OFF, width)]
    return wrong


def test_no_page_keeps_anybody_out(window):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    hosts: set[str] = set()
    window.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    found = []
    for name, page in open_pages(window):
        for theme in ("light", "dark") if name != "report" else ("paper",):
            if theme != "paper":
                turn(page, theme)
            # In the dark the page is the same but for its colours.
            rules = ("color-contrast",) if theme == "dark" else ()
            found += [f"{name}, {theme}: {each}" for each in violations(page, axe, rules)]
        found += [f"{name} {each}" for each in misfits(page)]
        if name in PAGES and is_over(size := measured_page(page), PAGES[name]):
            found.append(f"{name} is too long: {size}, at most {PAGES[name]}")
    assert not found, "\n".join(found)
    assert hosts == {urlsplit(window.pages[0].url).netloc}


def test_a_desk_that_chose_no_theme_has_that_of_its_system(window):
    page = window.pages[0]
    for theme in ("dark", "light"):
        page.emulate_media(color_scheme=theme)
        page.reload()
        assert page.evaluate("document.documentElement.classList.contains('dark')") == (theme == "dark")


def test_the_sidebar_is_read_out_without_the_names_of_its_icons(window):
    page = window.pages[0]
    page.goto("/admin/")
    assert page.get_by_role("link", name="Claims", exact=True).count() >= 1
    assert page.get_by_role("link", name="API tokens", exact=True).count() >= 1
