"""Where a statement ends because another attribution of the same sentence begins. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from claims.intake.extraction.basic.drafts import Draft
from claims.intake.sentences import Part, trimmed

#: What joins an answer to the statement before it.
_JOINED: Final = re.compile(r"[,;] (?:which |котор\w+ |что |но |а |и |but |and |though |although |while )?$")
#: The conjunction before a second verb of the same source, with the words between: "and flatly dismissed", «а к обеду отозвал».
_AND: Final = re.compile(r",? (?:and|but|и|а|но)(?: (?!and |but |и |а |но |that |что )[^\s,.;:]+){0,3} $")
#: A clause about a word of a statement, and one beside the statement: ", which denies it", ", after traders accused it".
_WHICH: Final = re.compile(
    r", (?:(?:[ао]б?|[вкс]о?|на|по|из|от|у|за|in|on|to|of|at|from|for|about) )?(?:which|who|whose|котор\w+) "
)
_BESIDE: Final = re.compile(
    r", (?:after|although|though|even though|while|whereas|despite|хотя|после того,? как|тогда как|притом что) $"
)


def end_before_others(text: str, found: Sequence[Draft]) -> None:
    """End each statement before the clause in which somebody answers it, or in which something else is said.

    "Is accused of taking a bribe, which he denies", "said it was safe and dismissed the rumour".
    """
    for other in (each for each in found if each.source and not each.dropped):
        for each in found:
            if each is other or each.content is None or each.cue.end > each.content.start:
                continue
            if (end := _end(text, each, each.content, other)) is not None and end > each.content.start:
                each.content = trimmed(text, Part(each.content.start, end))


def _end(text: str, draft: Draft, content: Part, other: Draft) -> int | None:
    named = [other.cue.start, *(each.start for each in (other.source,) if each and each.start > content.start)]
    begun = min(named)
    if not content.start < begun < content.end:
        return None
    if other.content is None:
        return _start(_JOINED.search(text, content.start, begun))
    if other.source == draft.source and not _is_open(text[content.start : other.cue.start]):
        return _start(_AND.search(text, content.start, other.cue.start))
    if content.end > max(other.cue.end, other.content.end):
        return None  # the statement goes on after the clause
    which = [
        each for each in _WHICH.finditer(text, content.start, other.cue.start) if each.end() <= begun or begun > each.start()
    ]
    return _start(which[-1]) if which else _start(_BESIDE.search(text, content.start, begun))


def _is_open(words: str) -> bool:
    """Report whether words end within a quotation."""
    return words.count("«") > words.count("»") or words.count("“") > words.count("”") or words.count('"') % 2 == 1


def _start(found: re.Match[str] | None) -> int | None:
    return found.start() if found else None
