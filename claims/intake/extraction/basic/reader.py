"""Reads the attributions of a text sentence by sentence: its cues, the clauses they are in, and headings. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Final

from claims.intake.extraction.basic.drafts import Draft
from claims.intake.extraction.basic.frames import Frames, Near
from claims.intake.extraction.basic.lexicon import Match
from claims.intake.extraction.basic.orders import CLAUSES
from claims.intake.extraction.basic.sentences import Part, quotations, sentences, trimmed, without_dateline

#: Most words of a phrase that names a source: the longest of the corpus has eleven.
MAX_SOURCE: Final = 14
#: Most attributions of a text: a text with more is no article.
MAX_DRAFTS: Final = 500
#: Most cues of a sentence that are read (a guess: more is no sentence); it bounds the work on hostile text.
MAX_CUES: Final = 12
#: Fewest words of a quotation that states something by itself: "Never." does not.
_STATES: Final = 3


class Reader(Frames):
    """Reads one text."""

    def read(self) -> list[Draft]:
        """Return the attributions in order."""
        quoted = quotations(self.text)
        for sentence in sentences(self.text, quoted):
            if len(self.drafts) >= MAX_DRAFTS:
                break
            part = without_dateline(self.text, sentence)
            within = slice(bisect_left(quoted, (part.start, 0)), bisect_left(quoted, (part.end, 0)))
            self.drafts += self._sentence(part, quoted[within])
            self.previous = part
        return [draft for draft in self.drafts if not draft.dropped]

    def _sentence(self, part: Part, quotes: list[Part]) -> list[Draft]:
        found = list(self.lexicon.find(self.text, *part))
        inside = [each for each in found if any(quote.start < each.start < quote.end for quote in quotes)]
        cues = [each for each in found if each not in inside][:MAX_CUES]
        if not cues:
            return list(self._bare(part, quotes))
        drafts: list[Draft] = []
        for match, near, apart in self._clauses(part, cues):
            last = drafts[-1] if drafts else None
            if draft := self._draft(match, near._replace(last=last), apart=apart):
                drafts.append(draft)
        if drafts and (reaction := next((each for each in inside if each.cue.stance in ("questions", "declined")), None)):
            cue = Part(reaction.start, reaction.end)
            drafts[-1] = replace(drafts[-1], stance=reaction.cue.stance, cue=cue, content=None, takes="none", rule="reaction")
        return [*drafts, *(second for draft in drafts for second in self._and_that(draft))]

    def _clauses(self, part: Part, cues: list[Match]) -> Iterator[tuple[Match, Near, bool]]:
        """Yield each cue with its clause, and whether a conjunction parts it from the cue before."""
        cuts = [self._cut(one.end, other.start) for one, other in pairwise(cues)]
        for number, match in enumerate(cues):
            cut = cuts[number - 1] if number else None
            start = cut.end if cut else cues[number - 1].end if number else part.start
            stop = self.patterns["stop"].search(self.text, match.end, part.end)
            end = min([stop.start() if stop else part.end, *(each.start for each in cuts[number:] if each)])
            yield match, Near(Part(start, match.start), Part(match.end, max(end, match.end)), None), cut is not None

    def _cut(self, start: int, end: int) -> Part | None:
        """Return the words between two cues that part their clauses, if any."""
        if shared := self.patterns["shared"].search(self.text[start:end]):
            return Part(start + shared.start(), end)
        cuts = list(self.patterns["cut"].finditer(self.text, start, end))
        return Part(*cuts[-1].span()) if cuts else None

    def _draft(self, match: Match, near: Near, *, apart: bool) -> Draft | None:
        takes = match.cue.takes
        draft = Draft(takes, match.cue.stance, takes, Part(match.start, match.end))
        shared = apart and not self.says(near.left)
        if shared and near.last and near.last.source and takes not in ("passed", "prefix", "noun"):
            draft.source, draft.relays = near.last.source, list(near.last.relays)
        read: Callable[[Draft, Near], Draft | None] = getattr(self, takes)
        found = read(draft, near if shared or not apart else near._replace(last=None))
        return None if found and found.source and len(self.words(found.source).split()) > MAX_SOURCE else found

    def _and_that(self, draft: Draft) -> Iterator[Draft]:
        """Yield a second statement that has its own "that", and shorten the first."""
        if draft.content and draft.takes in CLAUSES and (cut := self.patterns["and_that"].search(self.text, *draft.content)):
            yield replace(draft, content=trimmed(self.text, Part(cut.end(), draft.content.end)), relays=list(draft.relays))
            draft.content = trimmed(self.text, Part(draft.content.start, cut.start()))

    def _bare(self, part: Part, quotes: list[Part]) -> Iterator[Draft]:
        """Yield what a sentence without a cue attributes: a quotation alone, or a heading with a colon or dash."""
        whole = trimmed(self.text, part)
        if quotes and not self.says(Part(whole.start, quotes[0].start)) and not self.says(Part(quotes[-1].end, whole.end)):
            last = next((each for each in reversed(self.drafts) if each.takes in CLAUSES and each.source), None)
            if last and len(self.words(whole).split()) >= _STATES:
                yield Draft("quotation_alone", "supports", "clause", last.cue, last.source, whole, list(last.relays))
            return
        words = self.words(part).rstrip()
        label, credit = self.patterns["label"].match(words), self.patterns["credit"].search(words)
        if label or credit:
            mark = part.start + (label.end(1) if label else credit.start(1) if credit else 0)
            sides = Part(part.start, mark), Part(mark + 1, part.end)
            source, content = (trimmed(self.text, each) for each in (sides if label else sides[::-1]))
            yield Draft("heading", "supports", "clause", Part(mark, mark + 1), source, content)
