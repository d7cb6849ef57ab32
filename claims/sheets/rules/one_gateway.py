"""Everything that supports the claims of the story came through one source, whose error would remove all of it."""

from __future__ import annotations

from collections.abc import Iterator

from claims.policy.sentences import few, listed
from claims.sheets.values import Story, StoryClaim, StoryFlag, StoryFlagCode
from claims.vocabulary import WARNING


def check(story: Story) -> Iterator[StoryFlag]:
    """Raise where two supported claims or more share a gateway. Of a single one, its own flag says the same.

    Claims without support have none, and those that were merged, split or dropped are no longer assessed: both are left out.
    A claim in a closed circle of citations has support without a gateway, so the flag is not raised.
    """
    supported = [one for one in story.claims if not one.retired and one.claim.support.at_most]
    if len(supported) < 2:
        return
    shared = frozenset[str].intersection(*map(_gateways, supported))
    if shared:
        names = {source.key: source.name for one in supported for source in one.claim.sources}
        through = listed([names.get(key, key) for key in sorted(shared)], joined_by="and through")
        yield StoryFlag(
            code=StoryFlagCode.ONE_GATEWAY,
            severity=WARNING,
            reason=f"All support for {few(len(supported))} claims of this story came from or through {through}.",
            claims=tuple(one.claim.key for one in supported),
        )


def _gateways(one: StoryClaim) -> frozenset[str]:
    """Return the sources through which all support came; for a claim without an origin, the only source that asserts it."""
    if one.claim.support.at_least:
        return frozenset(one.claim.support.gateways)
    return one.asserted_by if len(one.asserted_by) == 1 else frozenset()
