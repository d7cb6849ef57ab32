"""The page of a claim stays short enough to be read at night, whatever is recorded of it, and its header stays in view."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone

from tests.journeys.desk_pages import work_on_the_sample
from tests.journeys.page_sizes import CEILINGS, NARROW, WIDE, is_over, load_large_claim, measured, tabs_of

pytestmark = pytest.mark.browser


def test_every_tab_of_a_claim_stays_under_its_ceiling(sign_in: Callable[..., Any], editor: Any, now: datetime) -> None:
    work_on_the_sample(timezone.now())
    page = sign_in(editor, viewport={"width": WIDE[0], "height": WIDE[1]}).new_page()
    too_long = []
    for key in ("arms-transfers", load_large_claim(now)):
        for name, address in tabs_of(key):
            page.goto(address)
            found, most = measured(page, name), CEILINGS[name][1]
            if is_over(found, most):
                too_long.append(f"{key}, {name}: {found}, at most {most}")
            page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
            assert page.evaluate("document.documentElement.scrollWidth") <= NARROW[0], name
            page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    assert too_long == []
