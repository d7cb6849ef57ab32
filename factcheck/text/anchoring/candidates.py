"""The passages of a text that may be a quote, by their words alone."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA

from factcheck.text.anchoring.anchors import Effort, How
from factcheck.text.anchoring.words import Index, Words, sentence_ends, unset

#: One word in so many may be misspelt.
_WORDS_A_TYPO: Final = 4
#: Letters of a word from which one letter may differ, and two. "Iran" and "Iraq", "Mali" and "Bali" are different words.
_ONE_TYPO, _TWO_TYPOS = 5, 10
#: A word that occurs more often does not lead to a quote.
_RARE: Final = 300


class Passage(NamedTuple):
    """``text[start:end]``, and how it compares with the quote."""

    start: int
    end: int
    how: How


def occurrences(wanted: str, text: str, most: int) -> list[int]:
    """Return the first ``most`` offsets of a string, overlapping ones included."""
    found: list[int] = []
    at = text.find(wanted)
    while at >= 0 and len(found) < most:
        found.append(at)
        at = text.find(wanted, at + 1)
    return found


def same_words(text: str, index: Index, exact: str, quote: Words, effort: Effort, most: int) -> list[Passage]:
    """Return the first ``most`` passages with the words of the quote, whatever is between these. Raises: StoppedError."""
    there, (joined, offsets) = index
    wanted = "".join(quote.folded)
    found: list[Passage] = []
    at = joined.find(wanted) if wanted else -1
    effort.spend(len(joined))
    while at >= 0 and len(found) < most:
        effort.spend(len(wanted))
        first, last = bisect_left(offsets, at), bisect_left(offsets, at + len(wanted))
        # A passage that starts or ends within a word has other words.
        if offsets[first] == at and offsets[last] == at + len(wanted):
            start, end = there.starts[first], there.ends[last - 1]
            effort.spend(end - start)  # there may be anything between the words
            found.append(_compared(text, start, end, exact, quote))
        at = joined.find(wanted, at + 1)
    return found


def _compared(text: str, start: int, end: int, exact: str, quote: Words) -> Passage:
    """Return the passage with as much punctuation before and after its words as the quote has, and how it compares."""
    lead, tail = quote.starts[0], len(exact) - quote.ends[-1]
    while lead and start and _is_mark(text[start - 1]):
        start, lead = start - 1, lead - 1
    while tail and end < len(text) and _is_mark(text[end]):
        end, tail = end + 1, tail - 1
    passage = text[start:end]
    if passage == exact:
        return Passage(start, end, How.EXACT)
    return Passage(start, end, How.TYPOGRAPHY if _bare(passage) == _bare(exact) else How.EDITED)


def _is_mark(letter: str) -> bool:
    return not letter.isalnum() and not letter.isspace()


def _bare(passage: str) -> str:
    """Return what has to be equal: a comma at the end of a quote belongs to the sentence around it."""
    return unset(passage).strip(".,;:!?…")


def misspelt(text: str, there: Words, exact: str, quote: Words, effort: Effort, most: int) -> list[Passage]:
    """Return passages that differ from the quote in the spelling of few words, at most ``most``. Raises: StoppedError."""
    size = len(quote.folded)
    found: list[Passage] = []
    if size < 3:
        return found
    ends = sentence_ends(exact[quote.starts[0] : quote.ends[-1]])
    for first in _starts(there, quote, effort, most):
        effort.spend(size)
        if _near(quote.folded, there.folded[first : first + size]):
            start, end = there.starts[first], there.ends[first + size - 1]
            effort.spend(end - start)
            if sentence_ends(text[start:end]) == ends:
                found.append(Passage(start, end, How.EDITED))
    return found


def _starts(there: Words, quote: Words, effort: Effort, most: int) -> list[int]:
    """Return where the quote may start: words from which half of its rare words are where they should be."""
    places: dict[str, list[int]] = {word: [] for word in quote.folded}
    effort.spend(len(there.folded))
    for at, word in enumerate(there.folded):
        known = places.get(word)
        if known is not None and len(known) <= _RARE:
            known.append(at)
    votes: Counter[int] = Counter()
    leading = [(nth, places[word]) for nth, word in enumerate(quote.folded) if 0 < len(places[word]) <= _RARE]
    for nth, known_at in leading:
        effort.spend(len(known_at))
        votes.update([place - nth for place in known_at if nth <= place <= len(there.folded) - len(quote.folded) + nth])
    return [first for first, count in votes.most_common(most) if count * 2 >= len(leading)]


def _near(quote: list[str], passage: list[str]) -> bool:
    """Return whether all words are the same but for a few misspelt ones."""
    allowed = max(1, len(quote) // _WORDS_A_TYPO)
    for one, other in zip(quote, passage, strict=True):
        if one != other:
            allowed -= 1
            if allowed < 0 or not _is_typo(one, other):
                return False
    return True


def _is_typo(one: str, other: str) -> bool:
    """Return whether two words may be one word, misspelt. Figures never are."""
    size = min(len(one), len(other))
    limit = 2 if size >= _TWO_TYPOS else int(size >= _ONE_TYPO)
    if not limit or any(map(str.isnumeric, one + other)):
        return False
    return OSA.distance(one, other, score_cutoff=limit) <= limit
