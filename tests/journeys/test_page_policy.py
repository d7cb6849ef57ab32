"""The pages work under their Content-Security-Policy: a browser that obeys it reports nothing, and what scripts do is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from claims.models import Claim
from claims.operations.desk.roles import ADMINISTRATOR
from claims.operations.policy.drafts import draft_policy
from claims.runs.policy_preview import start_preview, work_preview
from claims.verification import Change
from tests.journeys.conftest import with_role
from tests.journeys.desk_pages import fill_in_a_chain

pytestmark = pytest.mark.browser


@pytest.fixture
def watched(sign_in: Callable[..., Any], editor: User) -> Any:
    """A window of an administrator; whatever its pages' policy keeps from happening is in ``refused``."""
    return watching(sign_in(with_role("ada", ADMINISTRATOR)))


def watching(window: Any) -> tuple[Any, list[str]]:
    refused: list[str] = []
    window.on("console", lambda message: refused.append(message.text) if "Content Security Policy" in message.text else None)
    window.on("weberror", lambda error: refused.append(str(error.error)))
    return window.new_page(), refused


def test_the_pages_of_the_desk_work_and_break_no_policy(watched: Any) -> None:
    page, refused = watched
    arms = f"/admin/claims/claim/{Claim.objects.get(key='arms-transfers').pk}"

    page.goto("/admin/")
    page.goto("/admin/claims/claim/", wait_until="networkidle")
    assert page.locator("#result_list tbody tr").count() > 5
    for tab in ("change", "decisions", "history", "edit", "chain"):
        page.goto(f"{arms}/{tab}/", wait_until="networkidle")
    drawn = page.locator("#chain svg.chain-picture")
    assert drawn.bounding_box()["width"] > 200
    assert page.locator("#chain .chain-box").first.evaluate("box => getComputedStyle(box).fill") != "rgb(0, 0, 0)"
    page.goto(f"{arms}/who-says-so/", wait_until="networkidle")
    fill_in_a_chain(page)
    assert page.locator("#preview").inner_text()
    page.goto(f"{arms}/verdict/", wait_until="networkidle")
    page.goto("/admin/sources/source/add/", wait_until="networkidle")
    page.goto(f"/admin/claims/deskpolicy/{previewed()}/preview/", wait_until="networkidle")
    assert page.get_by_role("button", name="Activate").is_visible()
    assert refused == []


def previewed() -> int:
    """A draft of the policy, worked out on every claim."""
    at = timezone.now()
    change = Change(at, "user:ed", "policy drafted", "Three origins")
    policy = draft_policy(
        change, min_on_record=3, min_disinterested=1, shelf_life_days=60, outcome_grace_days=7, switched_off=[]
    )
    assert work_preview(start_preview(policy, now=at, actor="user:ed"), timezone.now, lambda: False)
    return policy.pk


def test_the_pages_of_the_api_and_errors_work(watched: Any) -> None:
    page, refused = watched
    page.goto("/api/v1/docs/", wait_until="networkidle")
    page.locator(".opblock-tag").first.wait_for(timeout=60_000)  # drawn by a script, from the published document
    page.goto("/nothing", wait_until="networkidle")
    assert page.locator("h1").evaluate("title => getComputedStyle(title).fontFamily").startswith("system-ui")
    page.goto("/api/v1/claims/arms-transfers/chain.svg", wait_until="networkidle")
    box = page.locator(".chain-box").first
    assert box.evaluate("box => getComputedStyle(box).fill") != "rgb(0, 0, 0)"
    assert refused == []

    # What the policy forbids is noticed: without this the lists above would be empty whatever the pages do.
    page.goto("/nothing")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color:red\">x</p><img src=x onerror=alert(1)>')")
    page.wait_for_timeout(500)
    assert len(refused) >= 2
