"""An administrator searches for a name, erases it permanently, and reads what is out of reach."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User

from claims.models import Claim, Erasure
from claims.operations.desk.roles import ADMINISTRATOR
from tests.journeys.conftest import with_role

pytestmark = pytest.mark.browser

NAME = "Putin"


def test_an_administrator_looks_where_a_name_is_and_erases_it(sign_in: Callable[..., Any], editor: User) -> None:
    page = sign_in(with_role("adm", ADMINISTRATOR)).new_page()
    page.goto("/admin/")
    page.locator("#nav-sidebar").get_by_role("link", name="Erasures").click()
    page.locator("a[href$='/erasure/add/']").first.click()
    page.get_by_label("Text or name to erase").fill(NAME)
    page.get_by_label("On whose order").fill("the Regional Court, 7 O 12/24")
    page.get_by_label("Reason").fill("A name slipped in.")
    page.get_by_role("button", name="Look where it is").click()

    page.get_by_role("heading", name="Where it is").wait_for()
    assert "claim: text" in page.locator("#found").inner_text()
    assert Claim.objects.filter(text__contains=NAME).exists()
    page.get_by_role("button", name="Erase for good").click()

    page.get_by_text("Erased. What is left in backups").wait_for()
    text = page.locator("body").inner_text()
    assert "the Regional Court, 7 O 12/24" in text
    assert NAME not in text
    assert not Claim.objects.filter(text__contains=NAME).exists()
    assert Erasure.objects.get().finished_at is not None
