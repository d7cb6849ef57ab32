"""The pictures of docs/screenshots, taken of the sample case in a browser: ``make screenshots``. Never collected as a test."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from claims.models import Claim
from claims.operations.desk.roles import ADMINISTRATOR
from claims.operations.policy.drafts import draft_policy
from claims.runs.policy_preview import start_preview, work_preview
from claims.verification import Change
from tests.journeys.conftest import browser, editor, sign_in, with_role  # noqa: F401 - fixtures
from tests.journeys.desk_pages import fill_in_a_chain, open_pages, work_on_the_sample
from tests.journeys.page_sizes import CEILINGS, PAGES, Size, load_large_claim, measured, measured_page, tabs_of

FOLDER = Path(__file__).parent.parent / "docs" / "screenshots"
WIDE, NARROW = 1280, 360
#: A picture that is longer to load than to look at helps nobody.
MOST_BYTES = 200_000


@pytest.fixture
def now() -> datetime:
    """When the sample case was recorded: the pictures show a desk of today, with some days behind it."""
    return timezone.now() - timedelta(days=4)


@pytest.fixture
def photograph(sign_in: Callable[..., Any], editor: Any) -> Callable[..., None]:  # noqa: F811
    """Take a picture of a page, or of a part of it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    window = sign_in(with_role("ada", ADMINISTRATOR))

    def take(
        name: str,
        address: str,
        *,
        width: int = WIDE,
        height: int = 800,
        dark: bool = False,
        part: str = "",
        first: Callable[[Any], None] | None = None,
    ) -> None:
        page = window.new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme="dark" if dark else "light", reduced_motion="reduce")
        page.goto(address, wait_until="networkidle")
        if first is not None:
            first(page)
        seen = page.locator(part) if part else page
        picture = seen.screenshot(path=str(FOLDER / f"{name}.png"))
        assert len(picture) < MOST_BYTES, f"{name}: {len(picture)} bytes"
        page.close()

    return take


def test_the_pictures(photograph: Callable[..., None]) -> None:
    at = timezone.now()
    work_on_the_sample(at)
    call_command("verify", "--all", stdout=StringIO())
    policy = draft_policy(
        Change(at, "user:ed", "policy drafted", "Three origins, by whatever route"),
        min_on_record=3,
        min_disinterested=1,
        shelf_life_days=60,
        outcome_grace_days=7,
        switched_off=["single_gateway"],
    )
    run = start_preview(policy, now=at, actor="user:ed")
    assert work_preview(run, timezone.now, lambda: False)
    arms = f"/admin/claims/claim/{Claim.objects.get(key='arms-transfers').pk}"

    photograph("front-page", "/admin/")
    photograph("claim-list", "/admin/claims/claim/")
    photograph("claim", f"{arms}/change/", height=740)
    photograph("claim-dark", f"{arms}/change/", height=720, dark=True)
    photograph("claim-phone", f"{arms}/change/", width=NARROW, height=1000)
    photograph("chain", f"{arms}/chain/", height=1000, part="#chain")
    photograph("claim-edit", f"{arms}/edit/", height=800)
    photograph("record-who-says-so", f"{arms}/who-says-so/", part="#preview", first=fill_in_a_chain)
    photograph("verdict", f"{arms}/verdict/")
    photograph("policy-preview", f"/admin/claims/deskpolicy/{policy.pk}/preview/")


def test_the_sizes(sign_in: Callable[..., Any], editor: Any, now: datetime, capsys: Any) -> None:  # noqa: F811
    """Print how long each page is, and how many elements the focus visits before its main action."""
    work_on_the_sample(timezone.now())
    window = sign_in(with_role("ada", ADMINISTRATOR), viewport={"width": 1440, "height": 900})

    def show(name: str, found: Size, most: Size) -> None:
        with capsys.disabled():
            print(f"{name:26}", *(f"{size:5} of {ceiling}" for size, ceiling in zip(found, most, strict=True)))

    for name, page in open_pages(window):
        if name in PAGES:
            show(name, measured_page(page), PAGES[name])
    page = sign_in(editor).new_page()
    for key in ("arms-transfers", load_large_claim(now)):
        for name, address in tabs_of(key):
            page.goto(address)
            show(f"{key}, {name}", measured(page, name), CEILINGS[name][1])
