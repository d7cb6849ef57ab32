"""What is to be looked at in a story as a whole. A rule reads the story, and returns flags with the sentence that says why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from claims.sheets.rules import claim_changed, denial_left_out, one_gateway
from claims.sheets.values import Story, StoryFlag

RULES: Final[tuple[Callable[[Story], Iterator[StoryFlag]], ...]] = (
    one_gateway.check,
    denial_left_out.check,
    claim_changed.check,
)


def story_flags(story: Story) -> list[StoryFlag]:
    """Return the flags of a story."""
    return [flag for check in RULES for flag in check(story)]
