"""An administrator drafts a policy, reads what it would change, and puts it in force."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User

from claims.models import DeskPolicy, Flag
from claims.operations.desk.roles import ADMINISTRATOR
from tests.journeys.conftest import with_role

pytestmark = pytest.mark.browser


def test_an_administrator_sees_what_a_draft_would_change_before_it_holds(sign_in: Callable[..., Any], editor: User) -> None:
    open_flags = Flag.objects.filter(cleared_at=None)
    gateways, before = open_flags.filter(code="single_gateway").count(), open_flags.count()
    page = sign_in(with_role("adm", ADMINISTRATOR)).new_page()
    page.goto("/admin/")
    page.locator("#nav-sidebar").get_by_role("link", name="Policy").click()
    page.locator("a[href$='/deskpolicy/add/']").first.click()

    page.get_by_label("Independent on-record routes").fill("3")
    page.get_by_label("single gateway").select_option(label="off")
    page.get_by_label("Reason").fill("One route is enough for us.")
    page.get_by_role("button", name="Preview").click()

    page.get_by_role("button", name="Activate").wait_for()
    cleared = page.locator("[data-kind=cleared]").inner_text()
    assert cleared.startswith(f"Flags that it would clear: {gateways}")
    assert "North Korea has transferred arms to Russia" in cleared
    assert (open_flags.count(), DeskPolicy.objects.get(reason="One route is enough for us.").version) == (before, None)

    page.get_by_role("button", name="Activate").click()
    page.get_by_text("is active").wait_for()
    assert DeskPolicy.objects.get(reason="One route is enough for us.").version is not None
    page.goto("/admin/")
    assert "wait for the next verification, as the policy has changed" in page.locator("#main").inner_text()
