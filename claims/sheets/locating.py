"""Where a text states its claims: where their quotes are, and where the text has the words of a claim itself.

A claim without such a passage has no place. None is guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from claims.sheets.carried import carried
from claims.sheets.values import Match, Place, Story, StoryClaim
from factcheck.text.anchoring.anchors import STEPS, Anchor, Effort, Found, How, StoppedError, TimedOut
from factcheck.text.anchoring.candidates import same_words
from factcheck.text.anchoring.finding import find
from factcheck.text.anchoring.words import Index, index_of, unset, words

#: Passages with the words of one claim that are marked (a guess: more is no prose).
_MOST: Final = 20

IsOver = Callable[[], bool]


class Places(NamedTuple):
    """The passages that state a claim, in the order of the text; ``searched`` is false if a search for them was stopped."""

    places: tuple[Place, ...]
    searched: bool


def located(story: Story, is_over: IsOver | None = None) -> list[Places]:
    """Return where each claim of a story is stated. After ``is_over`` nothing more is looked for."""
    try:
        index = index_of(story.text, Effort(STEPS, is_over))
    except StoppedError:
        return [Places((), searched=False) for _ in story.claims]
    return [_Search(story, one, index, is_over).result() for one in story.claims]


class _Search:
    def __init__(self, story: Story, wanted: StoryClaim, index: Index, is_over: IsOver | None) -> None:
        self.story, self.wanted, self.index, self.is_over = story, wanted, index, is_over
        self.searched = True

    def result(self) -> Places:
        spans: dict[tuple[int, int], Place] = {}
        for place in (*self._quotes(), *self._own_words()):
            spans.setdefault((place.start, place.end), place)
        return Places(tuple(spans[span] for span in sorted(spans)), self.searched)

    def _quotes(self) -> Iterator[Place]:
        for anchor in dict.fromkeys((*self.wanted.quotes, *_passed_on(self.wanted))):
            before = next((text for text in self.story.earlier if anchor.exact in text), "")
            found = find(self.story.text, anchor, before=before, index=self.index, is_over=self.is_over)
            if isinstance(found, Found):
                match = Match.EDITED_QUOTE if found.how is How.EDITED else Match.QUOTE
                yield Place(start=found.start, end=found.end, match=match)
            self.searched &= not isinstance(found, TimedOut)

    def _own_words(self) -> Iterator[Place]:
        """Yield where the text has the claim word for word, whatever its typography and letter case."""
        text, claim, effort = self.story.text, self.wanted.claim.text, Effort(STEPS, self.is_over)
        try:
            passages = same_words(text, self.index, claim, words(claim, effort), effort, _MOST)
        except StoppedError:
            self.searched = False
            return
        for start, end, _how in passages:
            if _bare(text[start:end]) == _bare(claim):
                yield Place(start=start, end=end, match=Match.CLAIM_TEXT)


def _passed_on(wanted: StoryClaim) -> Iterator[Anchor]:
    """Yield the quotes of statements that the story passes on, if no document holds them: they were read in the story."""
    for row in carried(wanted):
        if row.quote is not None and row.document is None and row.key not in wanted.made_from:
            yield Anchor(row.quote.exact, row.quote.prefix, row.quote.suffix)


def _bare(passage: str) -> str:
    return unset(passage).strip(".,;:!?…").casefold()
