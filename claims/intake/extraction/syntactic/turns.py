"""Words before a cue that turn what it means: "stopped saying", "neither claimed nor denied"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from claims.intake.extraction.basic.drafts import Draft
from claims.intake.sentences import Part

#: Longest words before a cue that are looked at (a guess).
_REACH: Final = 60
_AUXILIARY: Final = r"(?:has|have|had|is|are|was|were|will|did|does|do)"
#: What ends a statement that was made until then.
_STOPPED: Final = re.compile(
    rf"(?<!\w)((?:{_AUXILIARY} )?(?:since |now |already |long |also )?"
    r"(?:stop(?:s|ped)?|ceas(?:es|ed|e)|quit|gave up|given up|gives up)"
    r"|(?:перестал|прекратил)[аио]?|переста[её]т|перестают|прекращает) $",
    re.IGNORECASE,
)
_NEITHER: Final = re.compile(rf"(?<!\w)((?:{_AUXILIARY} )?neither (?:\w+ ){{1,2}}nor) $", re.IGNORECASE)
#: What has not happened, of two verbs.
_YET: Final = re.compile(
    r"\b(?:(?:yet|expected|due|about|likely|poised|supposed|asked|urged|invited|obliged|required) to"
    r"|(?:failed|fails|without|before|instead of|rather than)(?: to)?) \w+ (?:or|nor|and) $",
    re.IGNORECASE,
)
#: Between two cues that are one answer: «не оспаривал, но и не подтверждал».
_NOR: Final = re.compile(r",? (?:(?:но|а|впрочем,?) )?(?:и |также )?|,? (?:but|and|or|nor) (?:also |equally )?")
_NOT: Final = re.compile(r"(?:не|ни|did not|didn['’]t|has not|have not|hasn['’]t|haven['’]t|not|nor)\s", re.IGNORECASE)
_SIDES: Final = ("supports", "denies", "neither")
#: What somebody who stopped saying so holds: "has stopped denying" is no longer a denial.
_AFTER: Final = {"supports": "neither", "reports": "neither", "denies": "supports", "questions": "supports"}


def turn(text: str, draft: Draft) -> bool:
    """Give a cue the stance that it has with the words before it; report whether it has not happened."""
    start = max(text.rfind("\n", 0, draft.cue.start) + 1, draft.cue.start - _REACH)
    if _YET.search(text, start, draft.cue.start):
        return draft.takes in ("object", "none", "clause", "told")
    spoken = text[slice(*draft.cue)].lower().endswith(("ing", "ть", "ться"))
    stopped = _STOPPED.search(text, start, draft.cue.start) if spoken else None
    neither = _NEITHER.search(text, start, draft.cue.start) if draft.stance in _SIDES else None
    if stopped and draft.takes != "hearsay":
        draft.stance = _AFTER.get(draft.stance, draft.stance)
    elif neither:
        draft.stance = "neither"
    if found := stopped or neither:
        draft.cue = Part(found.start(1), draft.cue.end)
    return False


def join_negated(text: str, found: Sequence[Draft]) -> None:
    """Make one answer of two of the same source that deny neither side: «не оспаривал, но и не подтверждал»."""
    for one, two in pairwise(sorted((each for each in found if not each.dropped), key=lambda each: each.cue.start)):
        sides = {one.stance, two.stance} <= {"neither", "supports"} and one.takes == two.takes == "object"
        if (
            not sides
            or one.source is None
            or two.source is None
            or not _is_same(one.source, two.source)
            or one.cue.end >= two.cue.start
        ):
            continue
        if all(_NOT.match(text, *each.cue) for each in (one, two)) and _NOR.fullmatch(text, one.cue.end, two.cue.start):
            one.cue, one.stance, two.dropped = Part(one.cue.start, two.cue.end), "neither", True
            one.content = one.content or two.content


def _is_same(one: Part, two: Part) -> bool:
    """Report whether sources end alike: words may take an object before one for its beginning."""
    return one.end == two.end
