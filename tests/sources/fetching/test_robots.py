"""robots.txt: what it lets us fetch in bulk."""

from __future__ import annotations

from ipaddress import ip_network

import pytest

from sources.fetching.client import FetchError, Limits
from sources.fetching.robots import Rules, rules_of
from tests.sites import Page, site

LIMITS = Limits(most_bytes=10, seconds=2, user_agent="FactDesk/1.0 (a newsroom)", allowed=(ip_network("127.0.0.0/8"),))
TEXT = "User-agent: *\nDisallow: /private\nCrawl-delay: 5\n\nUser-agent: FactDesk\nDisallow: /drafts"


def rules(page: Page | None) -> Rules:
    with site({"/robots.txt": page} if page else {}) as receiver:
        return rules_of(f"http://127.0.0.1:{receiver.port}/a/b?c", LIMITS)


def test_it_says_what_may_be_fetched_and_how_often() -> None:
    found = rules(Page(TEXT.encode()))

    assert [found.allow(f"http://127.0.0.1/{path}", "Other/1") for path in ("private/x", "drafts/x", "")] == [False, True, True]
    assert [found.allow(f"http://127.0.0.1/{path}", LIMITS.user_agent) for path in ("private", "drafts")] == [True, False]
    assert (found.delay("Other/1"), found.delay(LIMITS.user_agent)) == (5, 0)


@pytest.mark.parametrize(("page", "allowed"), [(None, True), (Page(status=403), True), (Page(status=503), False)])
def test_without_one_all_is_allowed_and_with_a_failing_server_nothing(page: Page | None, *, allowed: bool) -> None:
    assert rules(page).allow("http://127.0.0.1/a", "x") is allowed


@pytest.mark.parametrize(
    "text", ["\x00\xff" * 99, "Disallow: /" * 9_000, "User-agent: *\nCrawl-delay: nan\nDisallow: /*" + "*a" * 999]
)
def test_garbage_ends(text: str) -> None:
    found = rules(Page(text.encode("latin-1")))

    assert found.allow("http://127.0.0.1/" + "a" * 500, "x") in (True, False)


def test_an_address_that_may_not_be_requested_has_no_rules() -> None:
    with pytest.raises(FetchError):
        rules_of("http://10.0.0.1/a", LIMITS)
