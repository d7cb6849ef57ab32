"""What is on record of a claim is no longer what it was when the story was written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from claims.policy.sentences import capitalised, clauses, listed
from claims.sheets.denials import denials, described, is_later
from claims.sheets.values import Story, StoryClaim, StoryFlag, StoryFlagCode
from claims.vocabulary import WARNING


def check(story: Story) -> Iterator[StoryFlag]:
    """Raise for each claim whose status or verdict changed after what the story could know, or that was denied, replaced,
    merged, split or dropped after it.
    """
    for one in story.claims:
        changes = list(_changes(one, story))
        if changes:
            yield StoryFlag(
                code=StoryFlagCode.CLAIM_CHANGED,
                severity=WARNING,
                reason=f"“{one.claim.text}” {capitalised(clauses(changes))}.",
                claims=(one.claim.key,),
            )


def _changes(one: StoryClaim, story: Story) -> Iterator[str]:
    if one.retired:
        into = f" into {listed(f'“{key}”' for key in one.into)}" if one.into else ""
        yield f"the claim was {one.retired}{into}"
        return
    if one.status_then and one.status_then != one.claim.status:
        yield f"it was {one.status_then} and is {one.claim.status}"
    yield from (f"denied by {described(row, one.claim)}" for row in denials(one) if is_later(row, story))
    newer = [f"“{key}”" for key, since in one.newer if since > one.known_until]
    if newer:
        yield f"superseded by {listed(newer)}"
    yield from _of_verdict(one)


def _of_verdict(one: StoryClaim) -> Iterator[str]:
    verdict, since = one.claim.verdict, one.known_until
    if verdict is not None and datetime.fromisoformat(verdict.published_at) > since:
        yield f"the verdict “{verdict.word}” was published"
    elif verdict is None and one.verdict_withdrawn_at is not None and one.verdict_withdrawn_at > since:
        yield "its verdict was withdrawn"
    outdated = one.raised_at.get("verdict_outdated")
    if outdated is not None and outdated > since:
        yield "its verdict is outdated"
