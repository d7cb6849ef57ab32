"""Claims that are no longer what they were when the story was written."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from claims.published import PublicVerdict
from claims.sheets.rules.claim_changed import check
from claims.sheets.values import StoryClaim
from tests.claims.sheets.stories import AT, body, reported, said, story

LATER, SOONER = AT + timedelta(days=1), AT - timedelta(days=1)


def verdict(at: Any) -> PublicVerdict:
    return PublicVerdict(rating="false", word="False", rationale="It is not.", published_at=at.isoformat())


def said_of(one: StoryClaim, **more: Any) -> list[str]:
    return [flag.reason.removeprefix("“Claim a is so.” ") for flag in check(story(one, **more))]


@pytest.mark.parametrize(
    ("parts", "more", "reason"),
    [
        ({"status": "contested"}, {"status_then": "unverified"}, "It was unverified and is contested."),
        ({}, {"newer": (("a2", LATER), ("a0", SOONER))}, "Superseded by “a2”."),
        ({"verdict": verdict(LATER)}, {}, "The verdict “False” was published."),
        ({}, {"verdict_withdrawn_at": LATER}, "Its verdict was withdrawn."),
        ({"verdict": verdict(SOONER)}, {"raised_at": {"verdict_outdated": LATER}}, "Its verdict is outdated."),
        ({}, {"retired": "merged", "into": ("b",)}, "The claim was merged into “b”."),
        ({"status": "contested"}, {"status_then": "unverified", "retired": "dropped"}, "The claim was dropped."),
        (
            {"status": "contested", "verdict": verdict(LATER)},
            {"status_then": "unverified"},
            "It was unverified and is contested; the verdict “False” was published.",
        ),
    ],
)
def test_each_change_is_said(parts: dict[str, Any], more: dict[str, Any], reason: str) -> None:
    assert said_of(reported(body("a", **parts), **more)) == [reason]


def test_a_denial_made_after_the_story_was_published_is_a_change() -> None:
    one = reported(body("a", said("paper"), said("kim", "denies", said_at="2024-06-12")), "paper")
    assert said_of(one, published_at="2024-06-10") == ["Denied by Kim, 2024-06-12."]
    assert said_of(one, published_at="2024-06-12") == []
    (flag,) = check(story(one, published_at="2024-06-10"))
    assert (flag.code, flag.severity, flag.claims) == ("claim_changed", "warning", ("a",))


@pytest.mark.parametrize(
    ("parts", "more"),
    [
        ({}, {}),
        ({"status": "contested"}, {"status_then": ""}),
        ({"verdict": verdict(SOONER)}, {"raised_at": {"verdict_outdated": SOONER, "contested": LATER}}),
        ({"verdict": verdict(SOONER)}, {"verdict_withdrawn_at": LATER}),  # an earlier one, replaced since
        ({}, {"verdict_withdrawn_at": SOONER, "newer": (("a0", SOONER),)}),
    ],
)
def test_what_was_so_before_is_no_change(parts: dict[str, Any], more: dict[str, Any]) -> None:
    assert said_of(reported(body("a", **parts), **more)) == []
