"""Find a recorded quote in a text, also after small edits; a quote whose passage is gone is never moved to another one.

The model is Hypothesis's fuzzy anchoring, with stricter conditions: around a misspelt passage the text must be that around the
quote, no second passage may fit as well, and the passage may not have existed beside the quote before. All work is bounded: the
same words are found in linear time, few candidates are compared, and each word by word.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Final, NamedTuple

from factcheck.text.anchoring.anchors import STEPS, Anchor, Effort, Found, How, Orphaned, StoppedError, TimedOut, Why
from factcheck.text.anchoring.candidates import Passage, misspelt, occurrences, same_words
from factcheck.text.anchoring.changes import Change, changes
from factcheck.text.anchoring.surroundings import FITS, MARGIN, fit, fits_closely
from factcheck.text.anchoring.words import Index, index_of, words

#: Passages that are compared by their surroundings; with more, none is certain (a guess).
_MOST: Final = 100

#: Characters by which white space that the diff ignores may move a passage (a guess).
_DRIFT: Final = 20

Result = Found | Orphaned | TimedOut


def find(
    text: str,
    anchor: Anchor,
    *,
    before: str = "",
    index: Index | None = None,
    steps: int = STEPS,
    is_over: Callable[[], bool] | None = None,
) -> Result:
    """Return where the quote is in ``text``, why it has no place there, or that the search took too long.

    ``before`` is an earlier text of the page that contains the quote, if known: passages that were in it beside the quote are
    not edits of the quote. ``index`` is that of ``text``, if it is searched several times. ``is_over`` is called between pieces
    of work, and stops the search when it returns true.
    """
    if not anchor.exact.strip():
        return Orphaned(Why.GONE)
    try:
        return _Search(text, anchor, before, index, Effort(steps, is_over)).result()
    except StoppedError:
        return TimedOut()


class _Fit(NamedTuple):
    """A passage with how well its surroundings fit: None if the quote has none."""

    fits: float | None
    passage: Passage

    @property
    def score(self) -> float:
        return self.fits or 0


class _Search:
    def __init__(self, text: str, anchor: Anchor, before: str, index: Index | None, effort: Effort) -> None:
        self.text, self.anchor, self.before, self.index, self.effort = text, anchor, before, index, effort

    def result(self) -> Result:
        exact, size = self.anchor.exact, len(self.anchor.exact)
        self.effort.spend(len(self.text))
        places = [Passage(at, at + size, How.EXACT) for at in occurrences(exact, self.text, _MOST + 1)]
        found = self._best_of(places)
        if isinstance(found, Found) and found.how is How.EXACT:
            return found
        index, quote = self.index or index_of(self.text, self.effort), words(exact, self.effort)
        reset = self._best_of(same_words(self.text, index, exact, quote, self.effort, _MOST + 1))
        if isinstance(reset, Found):
            return reset
        return found or reset or self._misspelt(misspelt(self.text, index.words, exact, quote, self.effort, _MOST))

    def _best_of(self, passages: list[Passage]) -> Result | None:
        """Return the passage among those with the quote's words, or None if there are none."""
        if not passages:
            return None
        if len(passages) > _MOST:
            return self._in_full()
        if len(passages) == 1 and not self._was_repeated:
            return self._only(*self._by_fit(passages))
        close = [one for one in self._by_fit(passages) if self._is_the_quote(one)]
        rivals = [one.passage for one in close if one.score > close[0].score - MARGIN]
        if len(rivals) > 1:
            rivals = [one for one in rivals if self._is_where_it_was(one)]
            return Found(*rivals[0]) if len(rivals) == 1 else Orphaned(Why.AMBIGUOUS)
        return Found(*rivals[0]) if rivals else Orphaned(Why.SURROUNDINGS)

    @staticmethod
    def _only(one: _Fit) -> Result:
        if one.fits is None or one.fits >= FITS:
            return Found(*one.passage)
        if one.passage.how is How.EDITED:
            return Orphaned(Why.SURROUNDINGS)
        return Found(one.passage.start, one.passage.end, How.MOVED)

    def _is_the_quote(self, one: _Fit) -> bool:
        """Return whether a passage is the quote although there are, or were, others like it."""
        if len(self._earlier) == 1 and one.score >= FITS:  # the others were added since, such as a quote in large letters
            return True
        passage = one.passage
        if not fits_closely(self.text, passage.start, passage.end, self.anchor, self.effort):
            return False
        return not self._was_repeated or self._origin(passage) in (None, self._own_place)

    def _is_where_it_was(self, passage: Passage) -> bool:
        """Return whether the exact text is at the recorded offset, or where the earlier text had it."""
        if passage.how is not How.EXACT:
            return False
        if self._own_place is None:
            return passage.start == self.anchor.start
        return self._origin(passage) == self._own_place

    @cached_property
    def _earlier(self) -> list[int]:
        """Where the quote's text was in the earlier text."""
        self.effort.spend(len(self.before))
        return occurrences(self.anchor.exact, self.before, _MOST)

    @property
    def _was_repeated(self) -> bool:
        return len(self._earlier) > 1

    @cached_property
    def _own_place(self) -> int | None:
        """Where the quote was in the earlier text; None if that is uncertain."""
        if self.anchor.start in self._earlier:
            return self.anchor.start
        size = len(self.anchor.exact)
        close = [at for at in self._earlier if fits_closely(self.before, at, at + size, self.anchor, self.effort)]
        return close[0] if len(close) == 1 else None

    @cached_property
    def _changes(self) -> list[Change]:
        self.effort.spend(len(self.before) + len(self.text))
        return changes(self.before, self.text)

    def _origin(self, passage: Passage) -> int | None:
        """Return which of the earlier places of the quote's text a passage comes from; None if it was written since."""
        if self._own_place is None:
            return None
        moved = 0
        for change in self._changes:
            if change.new_start < passage.end and change.new_end > passage.start:
                return None
            if change.new_end <= passage.start:
                moved = change.old_end - change.new_end
        at = min(self._earlier, key=lambda at: abs(at - passage.start - moved))
        return at if abs(at - passage.start - moved) <= _DRIFT else None

    def _in_full(self) -> Result:
        """Return the only place of the quote between its surroundings, all of them character by character."""
        anchor = self.anchor
        places = occurrences(f"{anchor.prefix}{anchor.exact}{anchor.suffix}", self.text, 2)
        if len(places) != 1:
            return Orphaned(Why.AMBIGUOUS)
        start = places[0] + len(anchor.prefix)
        return Found(start, start + len(anchor.exact), How.EXACT)

    def _misspelt(self, passages: list[Passage]) -> Result:
        fits = self._by_fit(passages)
        new = []
        for one in fits:
            if one.score >= FITS - MARGIN and not self._was_there(one.passage):
                new.append(one)
            if len(new) == 2:
                break
        if not new or new[0].score < FITS:
            return Orphaned(Why.SURROUNDINGS if fits else Why.GONE)
        if len(new) > 1 and new[1].score > new[0].score - MARGIN:
            return Orphaned(Why.AMBIGUOUS)
        return Found(*new[0].passage)

    def _was_there(self, passage: Passage) -> bool:
        """Return whether each such passage may have been in the earlier text."""
        written = self.text[passage.start : passage.end]
        self.effort.spend(len(self.before) + len(self.text))
        return self.before.count(written) >= self.text.count(written)

    def _by_fit(self, passages: list[Passage]) -> list[_Fit]:
        fits = [_Fit(fit(self.text, one.start, one.end, self.anchor, self.effort), one) for one in passages]
        return sorted(fits, key=lambda one: (-one.score, one.passage.start))
