"""An editor on shift: why is this claim flagged, and who else says so?"""

from __future__ import annotations

from typing import Any

import pytest

from claims.models import Claim

pytestmark = pytest.mark.browser


def arms() -> Claim:
    return Claim.objects.get(key="arms-transfers")


def opened(desk: Any, tab: str) -> Any:
    page = desk.new_page()
    page.goto(f"/admin/claims/claim/{arms().pk}/{tab}/")
    return page


def test_an_editor_sees_why_a_claim_is_flagged_takes_it_and_records_who_else_says_so(desk):
    page = desk.new_page()
    page.goto("/admin/")
    page.click("text=Claims")
    page.fill("#searchbar", "artillery")
    page.press("#searchbar", "Enter")
    page.click("text=massive amounts of artillery shells")

    assert "Denied by Moscow and Pyongyang" in page.inner_text("#flags")
    assert page.inner_text("[data-count=support]") == "2–4+"
    page.mouse.wheel(0, 5_000)
    page.wait_for_function("scrollY > 0")
    page.click("button:has-text('Assign to me')")  # the header is still there
    page.wait_for_selector("text=The claim is assigned to you.")
    assert "ed" in page.inner_text("#claim-assignee")

    page.click(".claim-tabs >> text=Chain")
    page.click("a:has-text('Add a source')")
    page.fill("[name=said-name]", "Sputnik")
    page.select_option("[name=stance]", "supports")
    page.select_option("[name=basis]", "statement")
    page.fill("[name=reason]", "read on the wire at 02:10")
    page.click("[name=look]")
    page.click("[name=record]")

    page.wait_for_selector("text=1 attribution saved")
    assert page.url.endswith("/chain/")  # where the editor came from
    assert "Sputnik" in page.inner_text("#attributions")
    page.click(".claim-tabs >> text=Overview")
    assert page.inner_text("[data-count=support]") == "3–5+"
    page.click(".claim-tabs >> text=History")
    assert "user:ed: attribution recorded – read on the wire at 02:10" in page.inner_text("#revisions")
    assert arms().revision == 3


def test_a_later_statement_of_a_source_supersedes_the_earlier_one(desk):
    page = opened(desk, "chain")
    page.click("[data-attribution=moscow-denies] a.desk-who")
    page.click("a:has-text('Supersede')")
    assert page.input_value("[name=said-name]") == "Government of Russia"
    page.select_option("[name=stance]", "questions")
    page.click("[name=look]")
    page.click("[name=record]")

    page.wait_for_selector("text=1 attribution saved")
    assert arms().attributions.get(supersedes__key="moscow-denies").stance == "questions"


def test_the_form_says_what_is_unsaved_and_an_untouched_one_saves_nothing(desk):
    page = opened(desk, "edit")
    page.click("button:has-text('Save')")
    page.wait_for_selector("text=Nothing changed")
    assert arms().revision == 1

    page.click(".claim-tabs >> text=Edit")
    assert "Saved" in page.inner_text("#save-state")
    page.fill("[name=place]", "Rason")
    assert page.inner_text("#save-state") == "Unsaved changes"
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.click(".claim-tabs >> text=Overview", no_wait_after=True)
    page.wait_for_timeout(200)
    assert asked == ["beforeunload"]
    assert page.input_value("[name=place]") == "Rason"
    page.click("button:has-text('Save')")
    page.wait_for_selector("text=Saved.")


def test_a_write_on_an_older_revision_is_refused_in_the_second_window_and_loses_nothing(desk):
    first, second = opened(desk, "edit"), opened(desk, "edit")
    second.fill("[name=place]", "Rason")
    first.select_option("[name=priority]", "0")
    first.fill("[name=reason]", "the ministry called")
    first.click("button:has-text('Save')")
    first.wait_for_selector("text=Saved.")

    second.click("button:has-text('Save')")

    second.wait_for_selector("text=Not saved.")
    assert "user:ed, changed (the ministry called)" in second.inner_text(".desk-refused")
    assert second.input_value("[name=place]") == "Rason"
    second.check("[name=agree]")
    second.click("button:has-text('Save')")
    second.wait_for_selector("text=Saved.")
    assert (arms().priority, arms().place, arms().revision) == (0, "Rason", 3)
