"""Somebody denied a claim of the story, and nothing that is recorded from the story says so."""

from __future__ import annotations

from collections.abc import Iterator

from claims.policy.sentences import clauses
from claims.published import PublicAttribution
from claims.sheets.denials import denials, described, is_later
from claims.sheets.values import Story, StoryClaim, StoryFlag, StoryFlagCode
from claims.vocabulary import WARNING


def check(story: Story) -> Iterator[StoryFlag]:
    """Raise for each claim with a current denial that the story does not carry.

    A denial made certainly after the story was published could not be in it: then the claim has changed since.
    """
    for one in story.claims:
        left_out = [] if one.retired else [row for row in denials(one) if not is_later(row, story)]
        if left_out:
            yield _flag(one, left_out)


def _flag(one: StoryClaim, left_out: list[PublicAttribution]) -> StoryFlag:
    who = clauses(described(row, one.claim) for row in left_out)
    return StoryFlag(
        code=StoryFlagCode.DENIAL_LEFT_OUT,
        severity=WARNING,
        reason=f"“{one.claim.text}” Denied by {who}. Nothing recorded from this story says so.",
        claims=(one.claim.key,),
    )
