"""Noun phrases and statements in a part of a sentence: where they begin and end. Pure."""

from __future__ import annotations

import re
from typing import Final

from claims.intake.extraction.basic.lexicon import Lexicon
from claims.intake.extraction.basic.sentences import Part, trimmed

#: A comma, colon, dash or closing quotation mark after which another phrase begins.
COMMA: Final = re.compile(r"[,;:]\s+|[\"»”],? +[-–—]? ?|\s[-–—]\s")
_PUNCTUATION: Final = re.compile(r"[\s,.;:!?…\-–—\"«»“”()]*")
_ASIDE: Final = re.compile(r"[,(]")


class Phrases:
    """The phrases of one text in one language."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self.text, self.lexicon, self.patterns = text, lexicon, lexicon.patterns

    def words(self, part: Part) -> str:
        """Return the words of a part."""
        return self.text[part.start : part.end]

    def says(self, part: Part) -> bool:
        """Report whether there is more than blanks and punctuation."""
        found = _PUNCTUATION.match(self.text, *part)
        return found is not None and found.end() < part.end

    def is_a(self, name: str, part: Part) -> bool:
        """Report whether a part is one of the named words and nothing else."""
        return self.patterns[name].fullmatch(self.text, *part) is not None

    def blank(self, at: int, end: int, blanks: str = " ,:-–—") -> int:
        """Return where the next word begins."""
        while at < end and self.text[at] in blanks:
            at += 1
        return at

    def skip(self, part: Part) -> int:
        """Return where the words begin that follow a time, place or manner of speaking."""
        at, time = part.start, self.patterns["time"]
        while found := time.match(self.text, self.blank(at, part.end, " "), part.end) or time.match(self.text, at, part.end):
            at = found.end()
        return self.blank(at, part.end, " ")

    def aside(self, part: Part) -> bool:
        """Report whether a comma and a clause about the source follow: ", who asked not to be named"."""
        opened = self.text[part.start : part.start + 1] in (",", "(")
        return opened and bool(self.patterns["aside"].match(self.text, self.blank(part.start + 1, part.end), part.end))

    def apposed(self, start: int, end: int) -> bool:
        """Report whether words after a comma are a name in apposition: "the mayor of Lindau, Lena Moss"."""
        words = self.text[start:end].strip(" ,.").split()
        return 1 < len(words) <= 3 and all(word[0].isupper() for word in words)

    def without_lead(self, part: Part) -> Part:
        """Return a part without conjunctions and times before it."""
        part = trimmed(self.text, part)
        while found := self.patterns["lead"].match(self.text, *part):
            part = trimmed(self.text, Part(found.end(), part.end))
        return part

    def phrase(self, part: Part) -> Part | None:
        """Return the noun phrase that names a source, without what precedes and describes it; none if nothing is left."""
        start, end = self.without_lead(part)
        for comma in _ASIDE.finditer(self.text, start, end):
            if self.patterns["aside"].match(self.text, self.blank(comma.end(), end), end):
                end = comma.start()
                break
        if relative := self.patterns["relative"].search(self.text, start, end):
            end = relative.start()
        time = self.patterns["time"].search(self.text, start, end)
        if time and time.end() == end and time.start() > start:
            end = time.start()
        part = trimmed(self.text, Part(start, end))
        return part if self.says(part) and not self.is_a("time", part) else None

    def statement(self, part: Part) -> Part | None:
        """Return a statement without "that", and without words that belong to the speaking; none if nothing is left."""
        start = self.blank(self.skip(part), part.end)
        for name in ("that", "about"):
            if found := self.patterns[name].match(self.text, start, part.end):
                start = self.blank(found.end(), part.end)
        content = trimmed(self.text, Part(start, part.end))
        tail = self.patterns["tail"].search(self.text, *content)
        if tail and tail.start() > content.start:
            content = trimmed(self.text, Part(content.start, tail.start()))
        return None if content.empty else content
