"""The most expensive drawings take a bounded number of steps. Steps are counted, because times depend on the machine."""

from __future__ import annotations

import sys

import pytest

from claims.chains import Link, picture_of
from tests.claims.chains.chains import hands

#: Calls of functions of the package, of which the dearest picture takes half so many.
MOST_CALLS = 250_000


def calls_of(links):
    count = 0

    def seen(frame, event, _):
        nonlocal count
        count += event == "call" and "claims/chains" in frame.f_code.co_filename

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        picture_of(hands(300), links)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize(
    "links",
    [
        [Link(one, 300) for one in range(1, 300)],
        [Link(one, one + 1) for one in range(1, 300)] + [Link(one, 300) for one in range(1, 299)],
        [Link(one, one + step) for one in range(1, 300) for step in (1, 50, 150) if one + step <= 300],
        [Link(one, other) for one in range(1, 151) for other in range(151, 157)],
        [Link(one, one % 300 + 1) for one in range(1, 301)] + [Link(one, (one * 7) % 300 + 1) for one in range(1, 301)],
    ],
    ids=["fan", "ladder", "leaps", "dense", "circles"],
)
def test_three_hundred_hands_are_drawn_with_reasonable_effort(links):
    assert calls_of(links) < MOST_CALLS
