"""The pictures of docs/screenshots, taken of the sample case in a browser: ``make screenshots``. Never collected as a test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from claims.models import Claim
from claims.operations.policies import draft_policy
from claims.previews import start_preview, work_preview
from claims.verification import Change
from tests.cases import load_sample
from tests.journeys.conftest import browser, desk, editor  # noqa: F401 - fixtures

FOLDER = Path(__file__).parent.parent / "docs" / "screenshots"
WIDE, NARROW = 1440, 360


@pytest.fixture
def now() -> Any:
    """The present: the pictures show a desk of today."""
    return timezone.now()


@pytest.fixture
def photograph(desk: Any) -> Callable[..., None]:  # noqa: F811
    """Take a picture of a page, or of a part of it."""
    FOLDER.mkdir(exist_ok=True)

    def take(name: str, address: str, *, width: int = WIDE, height: int = 900, dark: bool = False, part: str = "") -> None:
        page = desk.new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme="dark" if dark else "light", reduced_motion="reduce")
        page.goto(address, wait_until="networkidle")
        seen = page.locator(part) if part else page
        seen.screenshot(path=str(FOLDER / f"{name}.png"))
        page.close()

    return take


def test_the_pictures(photograph: Callable[..., None], now: Any) -> None:
    load_sample(now)
    arms = f"/admin/claims/claim/{Claim.objects.get(key='arms-transfers').pk}"
    policy = draft_policy(
        Change(now, "user:ed", "policy drafted", "One origin more"),
        min_on_record=3,
        min_disinterested=1,
        shelf_life_days=60,
        outcome_grace_days=7,
    )
    run = start_preview(policy, now=now, actor="user:ed")
    assert work_preview(run, timezone.now, lambda: False)

    photograph("front-page", "/admin/")
    photograph("claim-list", "/admin/claims/claim/")
    photograph("claim", f"{arms}/change/", height=1400)
    photograph("claim-dark", f"{arms}/change/", height=1400, dark=True)
    photograph("claim-phone", f"{arms}/change/", width=NARROW, height=1400)
    photograph("chain", f"{arms}/change/", part="#chain")
    photograph("record-who-says-so", f"{arms}/quick/")
    photograph("policy-preview", f"/admin/claims/deskpolicy/{policy.pk}/preview/")
