"""Arabic and Persian claims on a desk that reads from left to right: each text is laid out by its content."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from claims.models import Claim, PublicBody
from tests.cases import claim, load, outlet, row

pytestmark = pytest.mark.browser

ARABIC = "قالت وزارة الخارجية (في 12 يونيو) إن 3 سفن غادرت Da Nang."
PERSIAN = "سخنگو گفت که او می\u200cخواهد به کی\u200cیف برود، نه به مسکو."
AGENCY = "وكالة الأنباء (سانا)"


@pytest.fixture
def texts(desk: Any, now: datetime) -> Any:
    """The two claims, each through an agency whose name runs leftwards and one whose name does not."""
    sources = [outlet("sana", name=AGENCY), outlet("irna", name="ایرنا"), outlet("wire", name="The Wire")]
    said = [row("sana", quote={"exact": ARABIC}), row("irna"), row("wire", stance="reports", cites=["sana"])]
    load(
        {"sources": sources, "claims": [claim("arabic", *said, text=ARABIC), claim("persian", *said[:2], text=PERSIAN)]}, at=now
    )
    return desk


def direction(found: Any) -> str:
    return str(found.evaluate("each => getComputedStyle(each).direction"))


def first_letter_right_of_last(found: Any) -> bool:
    """Return whether the first letter of a text is drawn to the right of its last sign."""
    script = """each => {
        const text = document.createTreeWalker(each, NodeFilter.SHOW_TEXT).nextNode();
        const at = place => { const one = document.createRange(); one.setStart(text, place); one.setEnd(text, place + 1);
                              return one.getBoundingClientRect(); };
        const words = text.data.trim(), start = text.data.indexOf(words);
        return at(start).left > at(start + words.length - 1).left;
    }"""
    return bool(found.evaluate(script))


@pytest.mark.parametrize(("key", "text"), [("arabic", ARABIC), ("persian", PERSIAN)])
def test_a_claim_is_laid_out_by_its_content(texts: Any, key: str, text: str) -> None:
    page = texts.new_page()
    page.goto("/admin/claims/claim/?q=" + text.split()[1])
    line = page.locator(".list-text", has_text=text)
    assert (direction(line), first_letter_right_of_last(line)) == ("rtl", True)

    page.goto(f"/admin/claims/claim/{Claim.objects.get(key=key).pk}/change/")
    lead = page.locator(".claim-text")
    assert (direction(lead), first_letter_right_of_last(lead)) == ("rtl", True)
    assert first_letter_right_of_last(page.locator("#header-inner .truncate", has_text=text.split()[1]))
    page.click(".claim-tabs >> text=Edit")
    assert direction(page.locator("[name=text]")) == "rtl"
    assert direction(page.locator("[name=key], [name=reason]").first) == "ltr"


def test_a_name_that_runs_leftwards_leaves_the_sentence_as_it_is(texts: Any) -> None:
    page = texts.new_page()
    page.goto(f"/admin/claims/claim/{Claim.objects.get(key='arabic').pk}/change/")

    sentence = page.locator(".claim-status", has_text="independent origin").first
    assert direction(sentence) == "ltr"
    assert f"\u2068{AGENCY}\u2069" in sentence.text_content()
    body = PublicBody.objects.get(claim__key="arabic").body
    assert "2 independent origins (\u2068ایرنا\u2069, \u2068وكالة الأنباء (سانا)\u2069)" in body
    page.click(".claim-tabs >> text=Chain")
    assert page.locator("#chain text.chain-name", has_text=AGENCY).first.text_content() == f"\u2068{AGENCY}\u2069"
    shown = page.locator("#chain a.chain-hand title").all_text_contents()
    assert any(each.startswith(f"\u2068{AGENCY}\u2069: supports") for each in shown), shown
    assert any(f"citing \u2068{AGENCY}\u2069;" in each for each in shown), shown


def test_a_line_break_typed_into_a_text_is_stored(texts: Any) -> None:
    page = texts.new_page()
    page.goto(f"/admin/claims/claim/{Claim.objects.get(key='persian').pk}/edit/")
    page.locator("[name=text]").fill("یک\nدو: cafe\u0301")
    page.locator("[name=same_meaning]").check()
    page.locator("[name=reason]").fill("one\ntwo")
    page.locator(".desk-submit button").first.click()
    page.wait_for_load_state()

    assert Claim.objects.get(key="persian").text == "یک\nدو: café"
