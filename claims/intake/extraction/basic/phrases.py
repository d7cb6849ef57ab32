"""Noun phrases and statements in a part of a sentence: where they begin and end. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from claims.intake.extraction.basic.lexicon import Lexicon
from claims.intake.sentences import Part, quotations, trimmed

#: A comma, colon, dash or closing quotation mark after which another phrase begins.
COMMA: Final = re.compile(r"[,;:]\s+|[\"»”],? +[-–—]? ?|\s[-–—]\s")
_PUNCTUATION: Final = re.compile(r"[\s,.;:!?…\-–—\"«»“”()]*")
_ASIDE: Final = re.compile(r"[,(]")


class Phrases:
    """The phrases of one text in one language."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self.text, self.lexicon, self.patterns = text, lexicon, lexicon.patterns
        self.quoted = quotations(text)

    def within_quotation(self, at: int) -> bool:
        """Report whether a place is between quotation marks."""
        before = bisect_left(self.quoted, (at, 0)) - 1
        return before >= 0 and at < self.quoted[before].end - 1

    def outside(self, name: str, part: Part) -> Iterator[re.Match[str]]:
        """Yield where a pattern is found outside quotations."""
        found = self.patterns[name].finditer(self.text, *part)
        return (each for each in found if not self.within_quotation(each.start()))

    def commas(self, part: Part) -> list[re.Match[str]]:
        """Return where another phrase begins, outside quotations."""
        return [each for each in COMMA.finditer(self.text, *part) if not self.within_quotation(each.start())]

    def opening(self, part: Part) -> Part | None:
        """Return the subject with which a clause begins: what is before its verb."""
        start = self.without_lead(part).start
        verb = self.patterns["predicate"].search(self.text, start, part.end)
        return self.phrase(Part(start, verb.start())) if verb else None

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

    def relative_at(self, at: int) -> re.Match[str] | None:
        """Return the relative pronoun at a comma, if any."""
        relative = self.patterns["relative"]
        return relative.match(self.text, at) or relative.match(self.text, at + 1)

    def apposed(self, start: int, end: int) -> bool:
        """Report whether words after a comma are a name in apposition: "the mayor of Lindau, Lena Moss"."""
        words = self.text[start:end].strip(" ,.").split()
        return 1 < len(words) <= 3 and all(word[0].isupper() for word in words)

    def apposition_end(self, part: Part) -> int | None:
        """Return where a name in apposition ends that another comma follows: "a doctor, Lena Moss, as saying"."""
        comma = self.text.find(",", *part)
        end = comma if comma > 0 else trimmed(self.text, part).end
        return end if self.apposed(part.start, end) else None

    def without_lead(self, part: Part) -> Part:
        """Return a part without conjunctions and times before it."""
        part = trimmed(self.text, part)
        while found := self.patterns["lead"].match(self.text, *part):
            part = trimmed(self.text, Part(found.end(), part.end))
        return part

    def without_conjunction(self, part: Part) -> Part:
        """Return a statement without "but" or "and" before it."""
        part = trimmed(self.text, part)
        found = self.patterns["conjunction"].match(self.text, *part)
        return trimmed(self.text, Part(found.end(), part.end)) if found else part

    def named_within(self, cue: Part) -> Part | None:
        """Return who is named within a cue: "could *the agency* not verify"."""
        found = self.patterns["inside"].search(self.text, *cue)
        return Part(*found.span(found.lastindex)) if found and found.lastindex else None

    def quoted_first(self, left: Part) -> Part | None:
        """Return a whole quotation before a name and a cue: what follows the cue belongs to the speaking."""
        quote = next((each for each in reversed(self.quoted) if each.start >= left.start and each.end < left.end), None)
        if quote is None or self.says(Part(left.start, quote.start)):
            return None
        ended = self.text[quote.end - 2] in ",.!?…" or self.text.startswith(",", quote.end)
        return quote if ended and self.phrase(Part(quote.end, left.end)) else None

    def phrase(self, part: Part) -> Part | None:
        """Return the noun phrase that names a source; none if there is none."""
        if within := self.patterns["pronoun_within"].search(self.words(part)):
            return Part(part.start + within.start(1), part.start + within.end(1))  # "made a statement in which it denied"
        named = self.described(part)
        if named is None:
            return None
        first = self.patterns["pronoun_start"].match(self.text, *named)
        if alone := first or self.patterns["pronoun_end"].search(self.text, *named):
            return Part(*alone.span(1))
        place = self.patterns["locative"].match(self.text, *named)
        return Part(place.end(), named.end) if place else named

    def described(self, part: Part) -> Part | None:
        """Return a noun phrase without what precedes and describes it; none if nothing is left."""
        start, end = self.without_lead(part)
        for comma in _ASIDE.finditer(self.text, start, end):
            if comma[0] == "(" or self.patterns["aside"].match(self.text, self.blank(comma.end(), end), end):
                end = comma.start()
                break
        if relative := self.patterns["relative"].search(self.text, start, end):
            end = relative.start()
        verb = (
            self.patterns["predicate"].search(self.text, start, end)
            if self.patterns["and"].search(self.text, start, end)
            else None
        )
        end = verb.start() if verb else end  # "the minister visited the dam and"
        for inner in self.patterns["inner_clause"].finditer(self.text, start, end):
            if self.says(Part(inner.end(), end)):
                start = inner.end()
        for event in self.patterns["event_then"].finditer(self.text, start, end):
            if self.patterns["predicate"].search(self.text, start, event.start() + 1):
                start = event.end()  # "shares fell after the Gazette"
        part = trimmed(self.text, self.without_time(Part(start, end)))
        return part if self.says(part) and not self.is_a("time", part) else None

    def without_time(self, part: Part) -> Part:
        """Return a part without a time, place or manner of speaking at its end."""
        times = self.patterns["time"].finditer(self.text, *part)
        time = next((each for each in times if each.end() == part.end and each.start() > part.start), None)
        return Part(part.start, time.start()) if time else part

    def statement(self, part: Part, *, phrase: bool = False, clause_only: bool = False) -> Part | None:
        """Return a statement without "that", and without words that belong to the speaking; none if nothing is left.

        ``phrase``: a noun phrase may be meant, which ends earlier. ``clause_only``: it begins with no "that" or "about".
        """
        start = self.blank(self.skip(part), part.end)
        clause = ":" in self.text[part.start : start]
        means = phrase or self.patterns["pronoun"].match(self.text, start, part.end)
        if means and self.is_a("anaphor", whole := trimmed(self.text, self._until("object_ends", Part(start, part.end)))):
            return whole
        for name in () if clause_only else ("that", "about"):
            if found := self.patterns[name].match(self.text, start, part.end):
                start, clause = self.blank(found.end(), part.end), clause or not self.is_a("preposition", Part(*found.span()))
        said = self.patterns["states"].match(self.text, start - 1, part.end)
        clause = clause or bool(said and self.patterns["predicate"].match(self.text, said.end(), part.end))  # "denied it was"
        ends = "ends" if clause or not phrase else "object_ends"
        content = trimmed(self.text, self._until(ends, Part(start, part.end)))
        if phrase and clause:
            content = trimmed(self.text, self._until("colon", content))  # "doubts that the sale will pass: it failed before"
        tail = self.patterns["tail"].search(self.text, *content)
        if tail and tail.start() > content.start:
            content = trimmed(self.text, Part(content.start, tail.start()))
        return None if content.empty else content

    def _until(self, name: str, part: Part) -> Part:
        """Return a part up to where a pattern ends it outside quotations."""
        end = next(self.outside(name, Part(min(part.start + 1, part.end), part.end)), None)
        return Part(part.start, end.start() if end else part.end)
