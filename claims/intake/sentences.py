"""Sentences and quotations of a text. Pure; every step is linear in the length of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple
from unicodedata import category

#: The most characters of a sentence and of a quotation: what is longer is cut. The longest of the corpus has 300.
MAX_SENTENCE: Final = 1_500

_LONG: Final = rf"{{1,{MAX_SENTENCE}}}"
_QUOTATION: Final = re.compile(rf'"[^"\n]{_LONG}"|«[^«»\n]{_LONG}»|[“„][^“”„\n]{_LONG}[”“]')
_BOUNDARY: Final = re.compile(r"[.!?…]{1,5}[\"”»)]{0,3}(?=\s+[\"“„«(]?[^\W\d_a-zа-яёіїєґ]|\s+\d)|\n+")
_ABBREVIATED: Final = re.compile(r"(?:\b[A-ZА-ЯЁ]|\b(?:Mr|Mrs|Ms|Dr|St|Gen|Col|Sen|Rep|Gov|No|г|ул|им|т\. ?е|проф))\.$")
#: "PORT LUSK (Agency Nord) - " and "ТАМРИН, «Агентство Норд» — ".
_CAPITALS: Final = r"[^\Wa-zа-яёіїєґ]+"
_DATELINE: Final = re.compile(
    rf"{_CAPITALS}(?:[ -]{_CAPITALS}){{0,3}}(?:, (?:\d{{1,2}} )?[^\W\d_][\w.]{{1,15}}(?: \d{{1,2}})?){{0,2}}"
    r"(?:,? (?:\w+ )?(?:\([^)\n]{2,40}\)|«[^»\n]{2,40}»))?(?: [-–—] |(?<=[»)]) ?[-–—] )"
)
#: "TERVO, Oct 4 (Delta Newswire) - ", with a date or a land.
_DATED: Final = re.compile(
    r"[^\Wa-zа-яёіїєґ][^\Wa-zа-яёіїєґ' -]+(?:, [\w .]{2,24})?(?: \([^)\n]{2,40}\)|, (?:агентство )?«[^»\n]{2,40}»)? [-–—] "
)
_EDGES: Final = " \t\n\r.,;:!?…-–—()[]\N{VARIATION SELECTOR-16}"
#: How many layers of quotation marks and punctuation are taken away (a guess: more is no text).
_LAYERS: Final = 4
_PAIRS: Final = {'"': '"', "«": "»", "“": "”", "„": "“"}


class Part(NamedTuple):
    """A part of the text."""

    start: int
    end: int

    @property
    def empty(self) -> bool:
        """Report whether there is nothing in it."""
        return self.end <= self.start


def quotations(text: str) -> list[Part]:
    """Return what is between quotation marks, with these."""
    return [Part(*each.span()) for each in _QUOTATION.finditer(text)]


def sentences(text: str, quoted: list[Part]) -> Iterator[Part]:
    """Yield sentences and headings in order. A quotation of several sentences is not parted."""
    start, quotes = 0, iter(quoted)
    quote = next(quotes, None)
    for boundary in _BOUNDARY.finditer(text):
        while quote and quote.end < boundary.end():
            quote = next(quotes, None)
        within = quote and quote.start < boundary.start() and boundary.end() < quote.end
        if within or _ABBREVIATED.search(text, max(start, boundary.end() - 8), boundary.end()):
            continue
        yield from _cut(start, boundary.end())
        start = boundary.end()
    yield from _cut(start, len(text))


def _cut(start: int, end: int) -> Iterator[Part]:
    yield from (Part(at, min(at + MAX_SENTENCE, end)) for at in range(start, end, MAX_SENTENCE))


def without_dateline(text: str, part: Part) -> Part:
    """Return a sentence without the place and agency before it."""
    part = trimmed(text, part, ends=False)
    found = _DATELINE.match(text, part.start, part.end) or _DATED.match(text, part.start, part.end)
    return Part(found.end(), part.end) if found else part


def trimmed(text: str, part: Part, *, ends: bool = True) -> Part:
    """Return a part without blanks and punctuation at its edges, and without quotation marks that are not a pair within it.

    ``ends``: false takes away blanks only.
    """
    if not ends:
        return _bare(text, part, " \t\n\r")
    for _ in range(_LAYERS):
        part = _bare(text, part, _EDGES)
        inner = _unquoted(text, part)
        if inner == part:
            break
        part = inner
    return part


def _bare(text: str, part: Part, edges: str) -> Part:
    start, end = part
    while start < end and _blank(text[start], edges):
        start += 1
    while start < end and _blank(text[end - 1], edges):
        end -= 1
    return Part(start, end)


def _blank(character: str, edges: str) -> bool:
    """Report whether a character is no part of words: one of the edges, or, with punctuation, a pictogram."""
    return character in edges or (edges is _EDGES and category(character) == "So")


def _unquoted(text: str, part: Part) -> Part:
    """Return a part without one outer quotation mark or pair of them."""
    start, end = part
    words = text[start:end]
    if not words:
        return part
    first, last = words[0], words[-1]
    opening = [mark for mark, close in _PAIRS.items() if close == last]
    if first in _PAIRS and _PAIRS[first] not in words[1:]:
        return Part(start + 1, end)
    if opening and not any(mark in words[:-1] for mark in opening):
        return Part(start, end - 1)
    if first in _PAIRS and last == _PAIRS[first] and last not in words[1:-1] and first not in words[1:-1]:
        return Part(start + 1, end - 1)
    return part
