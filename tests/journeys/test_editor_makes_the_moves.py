"""An editor takes a claim apart, records that somebody took something back, and lets a flag rest for a while."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from claims.models import Attribution, Claim, Flag
from sources.models import Correction
from tests.cases import claim, load, row

pytestmark = pytest.mark.browser

BOTH = "The Kremlin ships oil, and Pyongyang ships shells."


def opened(desk: Any, text: str) -> Any:
    """Go to a claim as an editor does: by the list, and its words."""
    page = desk.new_page()
    page.goto("/admin/")
    page.locator("#nav-sidebar").get_by_role("link", name="Claims").click()
    page.get_by_label("Search claims").fill(text)
    page.get_by_role("button", name="Search", exact=True).click()
    page.get_by_role("link", name=text).click()
    return page


def shown(page: Any) -> str:
    """Return what the page says right after something was done."""
    return str(page.locator("body").inner_text())


def test_an_editor_splits_a_conjunction_and_takes_it_back(desk: Any, now: Any) -> None:
    rows = row("moscow"), row("us-government"), row("vedomosti")
    load({"claims": [claim("both", *rows, text=BOTH)]}, at=now + timedelta(hours=1))
    page = opened(desk, BOTH)
    page.get_by_text("More actions").click()
    page.get_by_role("link", name="Split", exact=True).click()

    texts = page.get_by_role("textbox", name="Text")
    texts.nth(0).fill("The Kremlin ships oil.")
    texts.nth(1).fill("Pyongyang ships shells.")
    for said, part in (("Government of Russia", "part 1"), ("U.S. government", "part 2")):
        group = page.get_by_role("group", name=said)
        for box in group.get_by_role("checkbox").all():
            box.uncheck()
        group.get_by_role("checkbox", name=part, exact=True).check()
    page.get_by_label("Reason").fill("Two claims in one sentence.")
    page.get_by_role("button", name="Preview").click()

    page.get_by_role("heading", name="Preview").wait_for()
    assert not Claim.objects.filter(text="Pyongyang ships shells.").exists()
    page.get_by_role("button", name="Split").click()

    page.get_by_text("The claim is split into").wait_for()
    speak = {"the-kremlin-ships-oil": {"moscow", "vedomosti"}, "pyongyang-ships-shells": {"us-government", "vedomosti"}}
    for key, sources in speak.items():
        assert set(Attribution.objects.filter(claim__key=key).values_list("source__key", flat=True)) == sources
        assert page.locator("#moved").get_by_role("link", name=key).is_visible()

    page.get_by_role("link", name="Undo the split").click()
    page.get_by_label("Reason").fill("One claim after all.")
    page.get_by_role("button", name="Undo the split").click()
    page.get_by_text("The split is undone").wait_for()
    assert not Claim.objects.get(key="both").decisions.filter(kind="split", struck_at=None).exists()


def test_an_editor_records_what_was_taken_back_and_what_a_publisher_put_right(desk: Any) -> None:
    page = opened(desk, "massive amounts of artillery shells")
    page.get_by_role("link", name="Chain", exact=True).click()
    page.locator("#chain a.chain-hand", has=page.locator(".chain-name", has_text="South Korea")).click()
    page.get_by_role("link", name="Withdraw", exact=True).click()
    page.get_by_label("Withdrawn by").select_option(label="the source itself")
    page.get_by_label("When").fill("2024-06-11")
    page.get_by_label("Reason").fill("Seoul spoke of another shipment.")
    page.get_by_role("button", name="Withdraw").click()

    page.get_by_text("withdrawn by the source").wait_for()
    assert "Seoul spoke of another shipment." in shown(page)
    page.get_by_role("link", name="massive amounts of artillery shells").first.click()
    page.locator("[data-flag=retracted_source]").wait_for()
    assert page.locator("[data-count=support]").inner_text() == "1–3+"

    page.get_by_role("link", name="Chain", exact=True).click()
    page.locator("#chain a.chain-hand", has_text="The Spokesman-Review").click()
    page.get_by_role("link", name="Putin set for rare visits").click()
    page.get_by_role("link", name="Record a correction").click()
    page.get_by_role("textbox", name="Correction").fill("An earlier version gave the wrong year.")
    taken_back = page.get_by_role("group", name="Attributions that the correction withdraws")
    taken_back.get_by_role("checkbox", name="last visited Vietnam in 2017").check()
    page.get_by_role("button", name="Record the correction").click()

    page.get_by_role("heading", name="Corrections").wait_for()
    assert Correction.objects.get().note == "An earlier version gave the wrong year."
    gone = Attribution.objects.get(withdrawn_by="outlet")
    assert (gone.claim.key, gone.withdrawal_reason) == ("vietnam-2017", "An earlier version gave the wrong year.")


def test_an_editor_lets_a_flag_rest_until_a_day_and_calls_it_up_again(desk: Any) -> None:
    page = opened(desk, "massive amounts of artillery shells")
    until = timezone.localdate() + timedelta(days=3)
    card = page.locator("[data-flag=single_gateway]")
    card.get_by_role("link", name="Waive until …").click()
    page.get_by_label("Until the end of").fill(until.isoformat())
    page.get_by_label("Reason").fill("The second agency answers on Friday.")
    page.get_by_role("button", name="Waive").click()

    card.get_by_text("Waived until").wait_for()
    assert "The second agency answers on Friday." in card.inner_text()
    flag = Flag.objects.get(claim__key="arms-transfers", code="single_gateway", cleared_at=None)
    assert timezone.localtime(flag.waived_until - timedelta(seconds=1)).date() == until  # the end of the day

    card.get_by_role("link", name="End the waiver").click()
    page.get_by_label("Reason").fill("They answered.")
    page.get_by_role("button", name="End the waiver").click()
    page.wait_for_selector("[data-flag=single_gateway] >> text=Waive until …")
    flag.refresh_from_db()
    assert flag.waived_at is None
