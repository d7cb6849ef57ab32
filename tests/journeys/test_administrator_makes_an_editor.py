"""An administrator alone at a new desk makes a colleague, who chooses a password and is the second pair of eyes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User

from claims.models import Claim, Verdict
from claims.operations.desk.roles import ADMINISTRATOR, SENIOR, ensure_role
from tests.claims.verdicts import ensure_words
from tests.journeys.conftest import with_role

pytestmark = pytest.mark.browser

FIRST, CHOSEN = "Lighthouse-41-first", "Meadow-87-of-my-own"


def test_who_then_reviews_a_verdict(sign_in: Callable[..., Any], browser: Any, live_server: Any, editor: User) -> None:
    ensure_words()
    ensure_role(SENIOR)
    verdict = f"/admin/claims/claim/{Claim.objects.get(key='arms-transfers').pk}/verdict/"
    ann = with_role("ann", ADMINISTRATOR)
    drafting = sign_in(ann).new_page()
    drafting.goto(verdict)
    drafting.select_option("[name=rating]", "unproven")
    drafting.fill("#draft [name=rationale]", "All of it reaches us through one agency.")
    drafting.click("text=Save draft")
    drafting.click("text=Send to review")
    drafting.wait_for_selector("text=somebody else must review it")

    make_a_colleague(drafting, "sue")

    window = browser.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 900})
    reviewing = window.new_page()
    choose_a_password(reviewing, "sue")
    reviewing.click("text=verdict to review")
    reviewing.click("#result_list a:has-text('artillery')")
    reviewing.get_by_role("link", name="Decisions", exact=True).click()
    reviewing.click("text=Open the draft")
    reviewing.fill("[data-verdict-state=in_review] [name=reason]", "Read and compared.")
    reviewing.click("button:has-text('Publish')")
    reviewing.wait_for_selector("text=The verdict is published.")
    window.set_offline(True)
    window.close()

    found = Verdict.objects.get()
    assert (found.drafted_by, found.decided_by) == (ann, User.objects.get(username="sue"))


def make_a_colleague(page: Any, name: str) -> None:
    """Make a senior editor with what the page of users offers."""
    page.goto("/admin/auth/user/")
    page.click("a[href$='/auth/user/add/'] >> visible=true")
    page.fill("[name=username]", name)
    page.fill("[name=password1]", FIRST)
    page.fill("[name=password2]", FIRST)
    page.dblclick(f"#id_groups_from option:text-is('{SENIOR}')")
    page.click("[name=_save]")
    page.wait_for_url("**/change/")


def choose_a_password(page: Any, name: str) -> None:
    """Sign in with the password that somebody else set, which leads to the page on which another is chosen."""
    page.goto("/admin/")
    page.fill("[name=login]", name)
    page.fill("[name=password]", FIRST)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/password_change/")
    page.fill("[name=old]", FIRST)
    page.fill("[name=password1]", CHOSEN)
    page.fill("[name=password2]", CHOSEN)
    page.click(".desk-submit button")
    page.wait_for_url("**/password_change/done/")
    page.goto("/admin/")
