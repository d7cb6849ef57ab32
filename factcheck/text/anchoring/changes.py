"""What differs between two texts of a page: paragraphs first, then the words within those that changed. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from rapidfuzz.distance import LCSseq

#: Pairs of paragraphs, or of words, that are compared; beyond it, a changed stretch is one change (about 0.1 seconds).
_MOST_PAIRS: Final = 40_000_000
#: Characters of a changed stretch that are compared word by word; a longer one is one change.
_MOST_LETTERS: Final = 1_000_000
#: Two changes with no more words than this between them are one (a guess: a diff of single words is hard to read).
_JOINED_BY: Final = 1

_PARAGRAPH: Final = re.compile(r"[^\n]+")
_WORD: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]|[^\\s\u3040-\u30ff\u3400-\u9fff]+"
)


class Change(NamedTuple):
    """``old[old_start:old_end]`` was replaced by ``new[new_start:new_end]``; one of the two may be empty."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int


class _Pieces(NamedTuple):
    texts: list[str]
    spans: list[tuple[int, int]]
    start: int  # of the stretch that they are pieces of


def changes(old: str, new: str) -> list[Change]:
    """Return the changes from the old text to the new one, in order. White space between words is ignored."""
    if old == new:
        return []
    found: list[Change] = []
    for change in _between(_pieces(_PARAGRAPH, old, 0, len(old)), _pieces(_PARAGRAPH, new, 0, len(new))):
        if max(change.old_end - change.old_start, change.new_end - change.new_start) > _MOST_LETTERS:
            found.append(change)
            continue
        before = _pieces(_WORD, old, change.old_start, change.old_end)
        after = _pieces(_WORD, new, change.new_start, change.new_end)
        found += _joined(_between(before, after), old)
    return found


def touches(change: Change, start: int, end: int) -> bool:
    """Return whether a change touches the old text's passage ``start`` to ``end``: what is inserted beside it does not."""
    return change.old_start < end and change.old_end > start


def counterpart(found: Iterable[Change], start: int, end: int) -> tuple[int, int]:
    """Return the stretch of the new text that is where the old passage ``start`` to ``end`` was; empty if it was deleted."""
    first, last = start, end
    for change in found:
        if change.old_start <= start:
            first = change.new_start if start < change.old_end else start + change.new_end - change.old_end
        if change.old_start < end:
            last = change.new_end if end <= change.old_end else end + change.new_end - change.old_end
    return first, max(first, last)


def _pieces(pattern: re.Pattern[str], text: str, start: int, end: int) -> _Pieces:
    found = list(pattern.finditer(text, start, end))
    return _Pieces([match[0].strip() for match in found], [match.span() for match in found], start)


def _between(old: _Pieces, new: _Pieces) -> Iterator[Change]:
    """Yield the changes between two lists of pieces."""
    ahead = _common(old.texts, new.texts)
    behind = _common(old.texts[ahead:][::-1], new.texts[ahead:][::-1])
    before, after = old.texts[ahead : len(old.texts) - behind], new.texts[ahead : len(new.texts) - behind]
    for a, b, c, d in _unequal(before, after):
        yield Change(*_span(old, a + ahead, b + ahead), *_span(new, c + ahead, d + ahead))


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many pieces at the start are equal."""
    return next((nth for nth, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _unequal(before: list[str], after: list[str]) -> Iterator[tuple[int, int, int, int]]:
    if not before and not after:
        return
    if len(before) * len(after) > _MOST_PAIRS:
        yield 0, len(before), 0, len(after)
        return
    # Neighbouring insertions and deletions are one replacement.
    started: tuple[int, int] | None = None
    a = c = 0
    for step in LCSseq.opcodes(before, after):
        if step.tag == "equal":
            if started is not None:
                yield started[0], step.src_start, started[1], step.dest_start
            started = None
        elif started is None:
            started = step.src_start, step.dest_start
        a, c = step.src_end, step.dest_end
    if started is not None:
        yield started[0], a, started[1], c


def _span(of: _Pieces, first: int, last: int) -> tuple[int, int]:
    """Return where pieces are; for none, the end of the piece before them."""
    if first < last:
        return of.spans[first][0], of.spans[last - 1][1]
    at = of.spans[first - 1][1] if first else of.start
    return at, at


def _joined(found: Iterable[Change], old: str) -> list[Change]:
    joined: list[Change] = []
    for change in found:
        last = joined[-1] if joined else None
        if last is not None and len(old[last.old_end : change.old_start].split()) <= _JOINED_BY:
            joined[-1] = Change(last.old_start, change.old_end, last.new_start, change.new_end)
        else:
            joined.append(change)
    return joined
