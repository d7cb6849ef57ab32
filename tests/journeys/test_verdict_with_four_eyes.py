"""Two editors, each at their own desk: one drafts a verdict, the other sends it back once and then publishes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User

from claims.models import Claim, Verdict
from tests.claims.verdicts import author, ensure_words, reviewer

pytestmark = pytest.mark.browser


def test_one_drafts_and_another_publishes(sign_in: Callable[..., Any], editor: User) -> None:
    ensure_words()
    arms = Claim.objects.get(key="arms-transfers")
    verdict = f"/admin/claims/claim/{arms.pk}/verdict/"
    drafting, reviewing = (sign_in(person).new_page() for person in (author("eve"), reviewer("sam")))

    drafting.goto(f"/admin/claims/claim/{arms.pk}/decisions/")
    drafting.click("text=Draft a verdict")
    drafting.select_option("[name=rating]", "unproven")
    drafting.fill("#draft [name=rationale]", "All of it reaches us through one agency.")
    drafting.check(".verdict-row:has-text('us-photos') input[type=checkbox]")
    drafting.click("text=Save draft")
    drafting.click("text=Send to review")
    drafting.wait_for_selector("text=somebody else must review it")
    assert drafting.locator("button:has-text('Publish')").count() == 0

    reviewing.goto("/admin/")
    reviewing.click("text=verdict to review")
    reviewing.click("#result_list a:has-text('artillery')")
    reviewing.click(".claim-tabs >> text=Decisions")
    reviewing.click("text=Open the draft")
    reviewing.fill("[data-verdict-state=in_review] [name=reason]", "Name the agency.")
    reviewing.click("text=Return with this comment")
    reviewing.wait_for_selector("text=The verdict is returned")

    drafting.goto("/admin/")
    drafting.click("text=of your drafts was returned with comments")
    drafting.goto(verdict)
    assert "Name the agency." in drafting.inner_text("#history")
    drafting.fill("#draft [name=rationale]", "All of it reaches us through Bloomberg News.")
    drafting.click("text=Save draft")
    drafting.click("text=Send to review")
    drafting.wait_for_selector("text=somebody else must review it")

    reviewing.goto(verdict)
    reviewing.fill("[data-verdict-state=in_review] [name=reason]", "Read and compared.")
    reviewing.click("button:has-text('Publish')")
    reviewing.wait_for_selector("text=The verdict is published.")

    drafting.goto(f"/admin/claims/claim/{arms.pk}/decisions/")
    card = drafting.inner_text("#verdict")
    assert "Unproven" in card
    assert "through Bloomberg News" in card
    assert "published" in card
    assert Verdict.objects.get().decided_by.username == "sam"  # type: ignore[union-attr]
