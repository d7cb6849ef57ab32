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
from claims.intake.extraction.basic.sentences import Part, sentences, trimmed, without_dateline

#: Most words of a phrase that names a source: the longest of the corpus has eleven.
MAX_SOURCE: Final = 14
#: Most attributions of a text: a text with more is no article.
MAX_DRAFTS: Final = 500
#: Most cues of a sentence that are read (a guess: more is no sentence); it bounds the work on hostile text.
MAX_CUES: Final = 12
#: Fewest words of a quotation that states something by itself: "Never." does not.
_STATES: Final = 3


#: What is read whatever is before it, and the stances that a negation before the cue turns.
_SETTLED: Final = ("prefix", "passed", "hearsay", "noun", "passive")
_PARTICIPLES: Final = ("clause", "object", "blamed", "told")
_SIDES: Final = ("supports", "denies", "questions")


class Reader(Frames):
    """Reads one text."""

    def read(self) -> list[Draft]:
        """Return the attributions in order."""
        quoted = self.quoted
        for sentence in sentences(self.text, quoted):
            if len(self.drafts) >= MAX_DRAFTS:
                break
            part = without_dateline(self.text, sentence)
            within = slice(bisect_left(quoted, (part.start, 0)), bisect_left(quoted, (part.end, 0)))
            self.drafts += self._sentence(part, quoted[within])
            self.previous = part
        return [draft for draft in self.drafts if not draft.dropped]

    def _sentence(self, part: Part, quotes: list[Part]) -> list[Draft]:
        if self._withdrawn(part) or self._asks(part):
            return []
        found = list(self.lexicon.find(self.text, *part))
        whole = [
            quote for quote in quotes if not self.text[quote.start + 1].islower()
        ]  # others are of the sentence around them
        inside = [each for each in found if any(quote.start < each.start < quote.end for quote in whole)]
        cues = [each for each in found if each not in inside and each.cue.takes != "reaction"][:MAX_CUES]
        if not cues:
            return list(self._bare(part, quotes))
        drafts: list[Draft] = []
        for match, near, apart in self._clauses(part, cues):
            last = drafts[-1] if drafts else None
            if last and not apart and self._is_stated(match, near, last):
                continue
            if draft := self._draft(match, near._replace(last=last), apart=apart):
                drafts.append(draft)
        if drafts:
            drafts[-1:] = self._reactions(drafts[-1], inside)
        return [*drafts, *(second for draft in drafts for second in self._and_that(draft))]

    def _is_stated(self, match: Match, near: Near, last: Draft) -> bool:
        """Report whether a cue is a word of what the last source denies or confirms, so that it attributes nothing."""
        closing = match.cue.takes in CLAUSES and not self.says(Part(self.skip(near.right), near.right.end))
        within = last.takes in ("object", "noun") and last.content is not None and last.content.end > match.start
        return within and not closing and match.cue.takes not in ("noun", "passed", "prefix")

    def _reactions(self, draft: Draft, inside: list[Match]) -> Iterator[Draft]:
        """Yield what a quotation says about an earlier statement, "that is a lie", and what else it states."""
        reaction = next((each for each in inside if each.cue.takes == "reaction"), None)
        content = draft.content
        if reaction is None or content is None or not content.start <= reaction.start < content.end:
            yield draft
            return
        cue = Part(reaction.start, reaction.end)
        yield replace(draft, stance=reaction.cue.stance, cue=cue, content=None, takes="none", rule="reaction")
        after = trimmed(self.text, Part(reaction.end, content.end))
        if not self.says(Part(content.start, reaction.start)) and len(self.words(after).split()) >= _STATES:
            yield replace(draft, content=after, relays=list(draft.relays))

    def _withdrawn(self, part: Part) -> bool:
        """Report whether the text takes back its own words: "We said he denied it. We were wrong"."""
        near = Part(self.previous.start, part.end)
        return bool(self.patterns["ourselves"].search(self.text, *part) and self.patterns["withdrawn"].search(self.text, *near))

    def _asks(self, part: Part) -> bool:
        """Report whether a sentence is a question, outside quotations."""
        end = trimmed(self.text, part, ends=False).end
        return self.text[end - 1 : end] == "?"

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
        if self._unsettled(draft, near.left):
            return None
        if takes in _PARTICIPLES and self.patterns["gerund"].search(self.words(draft.cue)):
            draft.source = near.last.source if near.last else self.opening(near.left)
            near = near._replace(left=Part(near.left.end, near.left.end)) if draft.source else near
        shared = apart and not self.says(near.left)
        if shared and near.last and near.last.source and takes not in ("passed", "prefix", "noun"):
            draft.source, draft.relays = near.last.source, list(near.last.relays)
        read: Callable[[Draft, Near], Draft | None] = getattr(self, takes)
        found = read(draft, near if shared or not apart else near._replace(last=None))
        return None if found and found.source and len(self.words(found.source).split()) > MAX_SOURCE else found

    def _unsettled(self, draft: Draft, left: Part) -> bool:
        """Report whether words before a cue leave open what it means, or whether it happened: it is then better not read."""
        if draft.takes in _SETTLED:
            return False
        if draft.stance in _SIDES and self.patterns["unsure"].search(self.words(left)):
            return True
        for name in ("unreal", "unreal_now"):
            found = self.patterns[name].search(self.words(left))
            if found and (name == "unreal" or self.patterns["present"].search(self.words(draft.cue))):
                return True
        return False

    def _and_that(self, draft: Draft) -> Iterator[Draft]:
        """Yield a second statement that has its own "that", and shorten the first."""
        if draft.content and draft.takes in CLAUSES and (cut := next(self.outside("and_that", draft.content), None)):
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
            sides = Part(part.start + (label.start(1) if label else 0), mark), Part(mark + 1, part.end)
            source, content = (trimmed(self.text, each) for each in (sides if label else sides[::-1]))
            heading = Draft("heading", "supports", "clause", Part(mark, mark + 1), source, content)
            found = self.lexicon.find(self.text, *content)
            yield from self._reactions(heading, [each for each in found if each.cue.takes == "reaction"])
