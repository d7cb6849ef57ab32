"""Claims one page at a time: by cursor in the order of recording, by number in any other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import QuerySet

from claims.models import Claim
from claims.queries.claims import paging
from claims.queries.claims.paging import Page, in_order_of_recording, page_of
from tests.cases import claim


@pytest.fixture
def rows(loaded: Callable[..., Any]) -> QuerySet[Claim]:
    loaded(claims=[claim(key) for key in "abcde"])
    return Claim.objects.order_by("-id")


def keys(page: Page) -> str:
    return "".join(one.key for one in page.claims)


def test_pages_lead_forward_and_back_again_without_gap_or_repetition(rows: QuerySet[Claim]) -> None:
    first = page_of(rows, "", 2)
    second = page_of(rows, first.after, 2)
    third = page_of(rows, second.after, 2)
    assert [keys(page) for page in (first, second, third)] == ["ed", "cb", "a"]
    assert [page.is_first for page in (first, second, third)] == [True, False, False]
    assert (first.before, third.after) == ("", "")
    assert keys(page_of(rows, third.before, 2)) == "cb"
    assert page_of(rows, second.before, 2) == first


def test_the_oldest_first_is_paged_alike(rows: QuerySet[Claim]) -> None:
    oldest = rows.order_by("id")
    first = page_of(oldest, "", 3)
    assert (keys(first), keys(page_of(oldest, first.after, 3))) == ("abc", "de")


def test_a_cursor_behind_the_last_claim_shows_an_empty_page_and_nonsense_the_first(rows: QuerySet[Claim]) -> None:
    last = Claim.objects.get(key="a").pk
    assert page_of(rows, f"after-{last}", 2) == Page([], "", "", is_first=False)
    for asked in ("after-x", "after--1", "2", "before-" + "9" * 19, "after-١"):
        assert keys(page_of(rows, asked, 2)) == "ed"


def test_other_orders_have_numbered_pages_down_to_a_depth(rows: QuerySet[Claim], monkeypatch: pytest.MonkeyPatch) -> None:
    by_key = rows.order_by("key", "-id")
    assert (in_order_of_recording(rows), in_order_of_recording(by_key), in_order_of_recording(rows.order_by())) == (
        True,
        False,
        False,
    )
    second = page_of(by_key, "2", 2)
    assert (keys(second), second.before, second.after, second.is_first) == ("cd", "1", "3", False)
    monkeypatch.setattr(paging, "DEEPEST", 4)
    assert (page_of(by_key, "2", 2).after, keys(page_of(by_key, "999999", 2))) == ("", "cd")
    assert keys(page_of(by_key, "0", 2)) == keys(page_of(by_key, "1234567", 2)) == "ab"
