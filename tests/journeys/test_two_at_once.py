"""Two editors open one claim: each is told of the other, nobody is stopped, and nothing is lost where both save."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User

from claims.models import Claim
from claims.operations.desk.roles import EDITOR
from tests.journeys.conftest import with_role

pytestmark = pytest.mark.browser

SAVED = "Flags and counts are up to date."


def save(page: Any, priority: str, reason: str) -> None:
    page.get_by_label("Priority").select_option(priority)
    page.get_by_label("Reason for the change").fill(reason)
    page.get_by_role("button", name="Save", exact=True).click()


def test_each_is_notified_of_the_other_and_sees_both_changes(sign_in: Callable[..., Any], editor: User) -> None:
    eva = with_role("eva", EDITOR)
    address = f"/admin/claims/claim/{Claim.objects.get(key='arms-transfers').pk}/edit/"
    first, second = (sign_in(person).new_page() for person in (editor, eva))
    first.goto(address)
    assert not first.locator("#presence").is_visible()
    second.goto(address)
    assert "Also open: ed" in second.locator("#presence").inner_text()

    save(second, "0", "The ministry called.")
    second.get_by_text(SAVED).wait_for()
    first.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # as who comes back to the tab
    first.get_by_text("Saved since you opened it: revision 2 by eva").wait_for()

    save(first, "9", "Old news.")
    theirs, mine = first.locator("#conflict-theirs"), first.locator("#conflict-mine")
    theirs.wait_for()
    assert first.locator("#conflict").evaluate("one => Math.abs(one.getBoundingClientRect().top) < innerHeight")
    assert "user:eva: changed – The ministry called." in theirs.inner_text()
    assert "changed by both" in mine.inner_text()
    assert Claim.objects.get(key="arms-transfers").priority == 0

    first.locator("[name=agree]").check()
    first.get_by_role("button", name="Save", exact=True).click()
    first.get_by_text(SAVED).wait_for()
    claim = Claim.objects.get(key="arms-transfers")
    assert (claim.priority, claim.revision) == (9, 3)
