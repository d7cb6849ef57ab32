"""What a quote is found by, what the search returns, and how much work it may do."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Final, NamedTuple

#: Characters of text around a quote that are kept with its anchor, as Hypothesis does.
_AROUND: Final = 32


class Anchor(NamedTuple):
    """A quote with its surroundings and offsets: the TextQuoteSelector and TextPositionSelector of W3C Web Annotation."""

    exact: str
    prefix: str = ""  # the text directly before it
    suffix: str = ""  # the text directly after it
    start: int | None = None  # in characters, in the text that the quote was taken from
    end: int | None = None


def anchor_at(text: str, start: int, end: int) -> Anchor:
    """Return the anchor of a passage of a text."""
    return Anchor(text[start:end], text[max(0, start - _AROUND) : start], text[end : end + _AROUND], start, end)


class How(StrEnum):
    """How a found passage compares with the quote."""

    EXACT = "exact"  # the same characters
    MOVED = "moved"  # the same words, the only such passage, in other surroundings
    TYPOGRAPHY = "typography"  # other quote marks, dashes, white space or invisible characters; the same words
    EDITED = "edited"  # other punctuation, letter case, or spelling of single words


class Why(StrEnum):
    """Why a quote has no place in a text."""

    GONE = "gone"  # no passage is like it
    SURROUNDINGS = "surroundings"  # a passage is like it, but what is around that passage does not fit
    AMBIGUOUS = "ambiguous"  # two passages fit as well


class Found(NamedTuple):
    """The passage ``text[start:end]``."""

    start: int
    end: int
    how: How


class Orphaned(NamedTuple):
    """The quote is not attached to any passage."""

    why: Why


class TimedOut(NamedTuple):
    """The search was stopped before it had a result: this says nothing about the quote."""


class StoppedError(Exception):
    """The work is used up, or the time is over."""


#: Steps of a search, by default: reading a text of 5 million characters costs 5 million of them.
STEPS: Final = 40_000_000


class Effort:
    """The work that a search may do. A step is a character read or a word compared, so that a limit is the same everywhere.

    ``is_over`` is asked between pieces of work, each of which is small; it may read a clock.
    """

    def __init__(self, steps: int = STEPS, is_over: Callable[[], bool] | None = None) -> None:
        self.left = steps
        self._is_over = is_over

    def spend(self, steps: int) -> None:
        """Count steps. Raises: StoppedError."""
        self.left -= steps
        if self.left < 0 or (self._is_over is not None and self._is_over()):
            raise StoppedError
