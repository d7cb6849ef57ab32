"""Reads attributions sentence by sentence: the source phrase, the statement and the chain around each cue. Pure."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import Final

from claims.intake.extraction.basic.drafts import Draft
from claims.intake.extraction.basic.lexicon import Lexicon, Match
from claims.intake.extraction.basic.naming import same_source
from claims.intake.extraction.basic.sentences import Part, quotations, sentences, trimmed, without_dateline

#: Most words of a phrase that names a source: the longest of the corpus has eleven.
MAX_SOURCE: Final = 14
#: Most attributions of a text: a text with more is no article.
MAX_DRAFTS: Final = 500
_BLANK: Final = re.compile(r"[\s,.;:!?…\-–—\"«»“”()]*")
_COMMA: Final = re.compile(r"[,;:]\s+|[\"»”],? +[-–—]? ?|\s[-–—]\s")
_SEPARATE: Final = re.compile(r"[,;:—–]|[.!?]?[\"»”]$")
#: What takes a whole statement after the cue.
_CLAUSES: Final = ("clause", "told")


class Reader:
    """Reads one text; ``drafts`` are what it found."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self.text, self.lexicon, self.patterns = text, lexicon, lexicon.patterns
        self.quoted = quotations(text)
        self.drafts: list[Draft] = []
        self.previous = Part(0, 0)

    def read(self) -> list[Draft]:
        """Return the attributions of the text in order."""
        for sentence in sentences(self.text, self.quoted):
            if len(self.drafts) < MAX_DRAFTS:
                self._sentence(without_dateline(self.text, sentence))
        return [draft for draft in self.drafts if not draft.dropped]

    def _sentence(self, part: Part) -> None:
        quotes = [quote for quote in self.quoted if part.start <= quote.start < part.end]
        found = list(self.lexicon.find(self.text, *part))
        cues = [each for each in found if not any(quote.start < each.start < quote.end for quote in quotes)]
        before: list[Draft] = []
        cuts = [self._cut(one.end, other.start) for one, other in pairwise(cues)]
        for number, match in enumerate(cues):
            left = Part(part.start, match.start)
            if number:
                cut = cuts[number - 1]
                left = Part(cut.end if cut else cues[number - 1].end, match.start)
            ends = [each.start for each in cuts[number:] if each]
            right = Part(match.end, min([self._stop(match.end, part.end), *ends]))
            shared = bool(number and cuts[number - 1] and not self._says(*left))
            if draft := self._draft(match, left, right, before, shared=shared, joined=not (number and cuts[number - 1])):
                before.append(draft)
        for draft in list(before):
            before += self._and_that(draft)
        reaction = next((each for each in found if each not in cues and each.cue.stance in ("questions", "declined")), None)
        if reaction and before:
            last = before[-1]
            last.stance, last.cue, last.content, last.takes = reaction.cue.stance, Part(*reaction[:2]), None, "none"
            last.rule = "reaction"
        if not cues:
            before = self._bare(part, quotes)
        self.drafts += before
        self.previous = part

    def _bare(self, part: Part, quotes: list[Part]) -> list[Draft]:
        """Return what a sentence without a cue attributes: a quotation alone, or a heading with a colon or dash."""
        whole = trimmed(self.text, part)
        if quotes and not self._says(whole.start, quotes[0].start) and not self._says(quotes[-1].end, whole.end):
            last = next((each for each in reversed(self.drafts) if each.takes in _CLAUSES and each.source), None)
            if last and len(self.text[whole.start : whole.end].split()) > 2:
                return [Draft("quotation_alone", "supports", "clause", last.cue, last.source, whole, list(last.relays))]
            return []
        if found := self.patterns["label"].match(self.text[part.start : part.end]):
            colon = part.start + found.end(1)
            source, content = trimmed(self.text, Part(part.start, colon)), trimmed(self.text, Part(colon + 1, part.end))
            return [Draft("heading", "supports", "clause", Part(colon, colon + 1), source, content)]
        if found := self.patterns["credit"].search(self.text[part.start : part.end].rstrip()):
            dash = part.start + found.start(1)
            source, content = trimmed(self.text, Part(dash + 1, part.end)), trimmed(self.text, Part(part.start, dash))
            return [Draft("heading", "supports", "clause", Part(dash, dash + 1), source, content)]
        return []

    # -- one cue

    def _draft(self, match: Match, left: Part, right: Part, before: list[Draft], *, shared: bool, joined: bool) -> Draft | None:
        """Return what a cue attributes. ``shared``: it has the subject of the cue before; ``joined``: it is in its clause."""
        takes = match.cue.takes
        draft = Draft(takes, match.cue.stance, takes, Part(match.start, match.end))
        last = before[-1] if before else None
        if shared and last and last.source and takes not in ("passed", "prefix", "noun"):
            draft.source, draft.relays = last.source, list(last.relays)
        read = getattr(self, f"_{takes}")
        found: Draft | None = read(draft, left, right, last if joined or shared else None)
        if found and found.source and len(self.text[slice(*found.source)].split()) > MAX_SOURCE:
            return None
        return found

    def _cut(self, start: int, end: int) -> Part | None:
        """Return the words between two cues that part their clauses, if any."""
        if shared := self.patterns["shared"].search(self.text[start:end]):
            return Part(start + shared.start(), end)
        cut = None
        for cut in self.patterns["cut"].finditer(self.text, start, end):  # noqa: B007 - the last one counts
            pass
        return Part(*cut.span()) if cut else None

    def _stop(self, start: int, end: int) -> int:
        stop = self.patterns["stop"].search(self.text, start, end)
        return stop.start() if stop else end

    def _and_that(self, draft: Draft) -> list[Draft]:
        """Return a second statement that has its own "that", and shorten the first."""
        found = self.patterns["and_that"].search(self.text, *draft.content) if draft.content and draft.takes in _CLAUSES else None
        if not found or not draft.content:
            return []
        second = replace(draft, content=trimmed(self.text, Part(found.end(), draft.content.end)), relays=list(draft.relays))
        draft.content = trimmed(self.text, Part(draft.content.start, found.start()))
        return [second]

    def _clause(self, draft: Draft, left: Part, right: Part, last: Draft | None) -> Draft | None:
        rest = self._after(right)
        if last and last.takes == "passed" and last.content and last.content.start >= draft.cue.end:
            return None
        if draft.source is None:
            if self._inverted(left, rest):
                return self._turned(draft, left, rest, last)
            if draft.takes in _CLAUSES and (not self._says(*rest) or self._aside(rest)):
                return self._content_first(draft, left, rest, last)
            if draft.takes == "object" and not self._says(*rest) and _COMMA.search(self.text, *trimmed(self.text, left)) and not last:
                if found := self._content_first(replace(draft), left, rest, last):
                    if found.source and self.patterns["pronoun"].fullmatch(self.text, *found.source):
                        return found
            if last and last.takes in _CLAUSES:
                if not self._nested(draft, left, last):
                    return None
            elif last and last.takes == "passed" and last.relays and not self._says(*left):
                draft.source, draft.relays, last.dropped = last.source, last.relays, True
                draft.cue = last.cue
            else:
                draft.source = self._phrase(left)
        draft.content = self._content(rest)
        return self._done(draft)

    _object = _clause

    def _told(self, draft: Draft, left: Part, right: Part, last: Draft | None) -> Draft | None:
        at = self._skip(right)
        for found in self.patterns["listener"].finditer(self.text, *left):
            if found.end() >= trimmed(self.text, left).end and self.patterns["lead_only"].fullmatch(self.text[left.start:found.start()].strip(" ,")):
                draft.relays = [self._named(Part(*found.span()))]
                left = Part(left.start, found.start())
        if found := self.patterns["us"].match(self.text, at, right.end):
            at = found.end()
        elif found := self.patterns["listener"].match(self.text, at, right.end):
            draft.relays = [self._named(Part(at, found.end()))]
            at = found.end()
        relays = draft.relays
        done = self._clause(draft, left, Part(at, right.end), last)
        if done:
            done.relays = [*[each for each in done.relays if each not in relays], *relays]
        return done

    def _named(self, listener: Part) -> Part:
        return trimmed(self.text, listener)

    def _blamed(self, draft: Draft, left: Part, right: Part, last: Draft | None) -> Draft | None:
        draft.source = draft.source or self._phrase(left) or (last.source if last else self._phrase(Part(left.start, left.end)))
        if draft.source is None and last is None:
            draft.source = self._first_phrase(left)
        draft.content = self._content(right)
        return self._done(draft)

    def _agentless(self, draft: Draft, left: Part, right: Part, last: Draft | None) -> Draft | None:
        start = right.start + 3 * self.text.startswith(" of", right.start)
        draft.source, draft.content = None, self._content(Part(start, right.end))
        return self._done(draft)

    def _none(self, draft: Draft, left: Part, right: Part, last: Draft | None) -> Draft | None:
        draft.source = draft.source or self._phrase(left) or self._phrase(right)
        return draft

    def _passive(self, draft: Draft, left: Part, right: Part, last: Draft | None) -> Draft | None:
        draft.source = None
        return draft

    def _hearsay(self, draft: Draft, left: Part, right: Part, last: Draft | None) -> Draft | None:
        that = self.patterns["that"].search(self.text, right.start, min(right.end, right.start + 40))
        whole = Part(that.start(), right.end) if that else right if self._says(*right) else left
        draft.source, draft.content = None, self._content(whole)
        return self._done(draft)

    def _noun(self, draft: Draft, left: Part, right: Part, last: Draft | None) -> Draft | None:
        draft.source, draft.content = None, self._content(right)
        if last and last.content and last.content.start <= draft.cue.start:
            last.content = draft.content
        return self._done(draft)

    def _prefix(self, draft: Draft, left: Part, right: Part, last: Draft | None) -> Draft | None:
        commas = _COMMA.finditer(self.text, *right)
        comma = next(
            (each for each in commas if not self.patterns["aside"].match(self.text, each.end(), right.end)),
            None,
        )
        draft.source = trimmed(self.text, Part(right.start, comma.start() if comma else right.end))
        draft.source = self._phrase(draft.source) or draft.source
        if last and last.takes in _CLAUSES and last.content:
            last.content = trimmed(self.text, Part(last.content.start, min(last.content.end, draft.cue.start)))
            return None
        if own := self.patterns["pronoun"].search(self.text, *draft.cue):
            draft.source, draft.content = Part(*own.span()), self._content(right)
            return self._done(draft)
        if comma and self._says(*left) and 0 < len(self.text[slice(*left)].split()) < 5 and self._says(comma.end(), right.end):
            draft.content = trimmed(self.text, Part(left.start, right.end))
            return self._done(draft)
        if self._says(*left) and not (self.patterns["lead"].fullmatch(self.text, *left)):
            draft.content = trimmed(self.text, left)
        elif comma:
            draft.content = self._content(Part(comma.end(), right.end))
        return self._done(draft)

    def _passed(self, draft: Draft, left: Part, right: Part, last: Draft | None) -> Draft | None:
        """Read a source that is cited: whoever cites is the relay."""
        if last and last.takes == "none":
            return None
        cites = last if last and last.source and (not last.dropped or last.content is None) and last.takes in (*_CLAUSES, "object", "prefix") else None
        if cites and cites.source:
            draft.relays, draft.content, cites.dropped = [*cites.relays, cites.source], cites.content, True
        elif relay := self._phrase(left):
            draft.relays = [relay]
            draft.content = self._merged(relay)
        cut = self.patterns["quoting"].search(self.text, *right)
        draft.source = self._phrase(Part(right.start, cut.start() if cut else right.end))
        if last and last.rule == "passed_on" and draft.source:
            last.relays, last.dropped = [*last.relays, draft.source], False
            return None
        after = self._content(Part(cut.end(), right.end)) if cut else None
        if after and cut and (len(cut[0]) > 2 or draft.content is None or draft.content.start > draft.cue.start):
            draft.content = after
        return draft if draft.source else None

    def _merged(self, relay: Part) -> Part | None:
        """Return what a relay said in an earlier sentence, where this one says on whose word; it is then no source."""
        last = next((each for each in reversed(self.drafts) if not each.dropped and each.takes in _CLAUSES and each.source), None)
        if last and last.source and not last.relays and same_source(self.text[slice(*relay)], self.text[slice(*last.source)]):
            last.dropped = True
            return last.content
        return None

    def _document(self, draft: Draft, left: Part, right: Part, last: Draft | None) -> Draft | None:
        """Read "the notice says" where the document stands in a place: "the report, in which it is said that"."""
        place = self.patterns["within"].search(self.text, *right) or self.patterns["within"].search(self.text, *left)
        if place is None:
            return None
        after = place.start() >= right.start
        cut = self.patterns["turn"].search(self.text, place.end(), right.end if after else left.end)
        end = cut.start() if cut else (right.end if after else left.end)
        draft.source = self._phrase(Part(place.end(), end))
        says = Part(end, right.end) if after and cut and self.patterns["opens"].match(cut[0]) else left if after else right
        draft.content = self._content(says)
        return self._done(draft)

    # -- parts of a clause

    def _inverted(self, left: Part, rest: Part) -> bool:
        """Report whether the source follows its cue: the words before it end with a comma, dash or quotation, or name nobody."""
        before = self.text[left.start : left.end].rstrip()
        turns = self.patterns["before"].search(before) or self.patterns["lead_only"].fullmatch(before)
        if not turns or not self._says(*rest) or self._aside(rest) or self.patterns["stays"].match(self.text, rest.start - 1, rest.end):
            return False
        phrase = self._phrase(left)
        return phrase is None or phrase.end == trimmed(self.text, left).end

    def _turned(self, draft: Draft, left: Part, rest: Part, last: Draft | None) -> Draft | None:
        cut = self.patterns["turn"].search(self.text, *rest)
        if back := self.patterns["back"].search(self.text[left.start : left.end].rstrip()):
            left = Part(left.start, left.start + back.start())
            left = left if self._says(*left) else self.previous
        draft.source = self._phrase(Part(rest.start, cut.start() if cut else rest.end))
        tail = Part(cut.end(), rest.end) if cut and self.patterns["opens"].match(cut[0]) else None
        if draft.source and last and last.source and last.content and last.content.end > last.cue.start and not (tail and self._says(*tail)):
            last.relays, last.content = [draft.source], trimmed(self.text, Part(last.content.start, min(last.content.end, left.end)))
            return None
        if tail and self._says(*tail):
            draft.content = self._content(tail)
        elif self._says(*left) and not self.patterns["lead_only"].fullmatch(self.text[left.start : left.end].strip(" ,")):
            draft.content = self._content(left)
        draft.rule += "_turned"
        return self._done(draft)

    def _content_first(self, draft: Draft, left: Part, rest: Part, last: Draft | None) -> Draft | None:
        """Read "The talks failed, a delegate said"."""
        whole, left = left, trimmed(self.text, left)
        commas = list(_COMMA.finditer(self.text, *left))
        while len(commas) > 1 and self._apposed(commas[-1].end(), left.end):
            commas.pop()
        if not commas:  # "The Ledger reported, citing two bankers, that": the next cue completes it
            draft.source, draft.dropped = self._phrase(left), True
            return draft if draft.source and self._aside(rest) else None
        draft.source = self._phrase(Part(commas[-1].end(), left.end))
        if last and last.source and last.content and last.content.end >= whole.start and draft.source:
            last.rule = "passed_on"
            last.relays, last.content = [draft.source], trimmed(self.text, Part(last.content.start, commas[-1].start()))
            return None
        draft.content = trimmed(self.text, Part(left.start, commas[-1].end()))
        draft.rule += "_first"
        return self._done(draft)

    def _apposed(self, start: int, end: int) -> bool:
        """Report whether words after a comma are a name in apposition: "the mayor of Lindau, Lena Moss"."""
        words = self.text[start:end].strip(" ,.").split()
        return 1 < len(words) <= 3 and all(word[0].isupper() for word in words)

    def _nested(self, draft: Draft, left: Part, last: Draft) -> bool:
        """Report whether this cue's clause is all that the last source says; if so, the last source is a relay of this one."""
        inner = self._phrase(self._after(left)) if last.takes in _CLAUSES else None
        if inner is None or last.source is None or last.dropped or len(self.text[slice(*inner)].split()) > 8:
            return False
        if self.patterns["pronoun"].fullmatch(self.text, *inner) and draft.stance != "supports":
            draft.source, draft.relays, last.dropped = last.source, list(last.relays), True
            return True
        if self.patterns["pronoun"].fullmatch(self.text, *inner) or self.patterns["verbal"].search(self.text, *inner):
            return False
        draft.source, draft.relays, last.dropped = inner, [*last.relays, last.source], True
        draft.rule = "nested"
        return True

    def _phrase(self, part: Part) -> Part | None:
        """Return the noun phrase that names a source, without what precedes and describes it."""
        start, end = trimmed(self.text, part)
        while found := self.patterns["lead"].match(self.text, start, end):
            start, end = trimmed(self.text, Part(found.end(), end))
        aside = re.compile(r"[,(]").finditer(self.text, start, end)
        for comma in aside:
            if self.patterns["aside"].match(self.text, min(self._blank(comma.end(), end), end), end):
                end = comma.start()
                break
        found = self.patterns["time"].search(self.text, start, end)
        if found and found.end() == end and found.start() > start:
            end = found.start()
        part = trimmed(self.text, Part(start, end))
        return None if self.patterns["time"].fullmatch(self.text, *part) or not self._says(*part) else part

    def _first_phrase(self, left: Part) -> Part | None:
        found = self.patterns["time"].search(self.text, *left)
        return self._phrase(Part(left.start, found.start())) if found else None

    def _content(self, part: Part) -> Part | None:
        start = self._blank(self._skip(part), part.end)
        if found := self.patterns["that"].match(self.text, start, part.end):
            start = self._blank(found.end(), part.end)
        if found := self.patterns["about"].match(self.text, start, part.end):
            start = self._blank(found.end(), part.end)
        content = trimmed(self.text, Part(start, part.end))
        found = self.patterns["time"].search(self.text, *content)
        if found and found.end() == content.end and found.start() > content.start and found[0].lstrip(" ,")[:2] in ("la", "fl", "at"):
            content = trimmed(self.text, Part(content.start, found.start()))
        return None if content.empty else content

    def _after(self, part: Part) -> Part:
        return Part(self._skip(part), part.end)

    def _skip(self, part: Part) -> int:
        """Return where the words begin that follow a time, place or manner of speaking."""
        at = part.start
        while found := self.patterns["time"].match(self.text, self._blank(at, part.end, " "), part.end) or self.patterns[
            "time"
        ].match(self.text, at, part.end):
            at = found.end()
        return self._blank(at, part.end, " ")

    def _blank(self, at: int, end: int, blanks: str = " ,:-–—") -> int:
        while at < end and self.text[at] in blanks:
            at += 1
        return at

    def _aside(self, part: Part) -> bool:
        return self.text[part.start : part.start + 1] in (",", "(") and bool(
            self.patterns["aside"].match(self.text, self._blank(part.start + 1, part.end), part.end)
        )

    def _says(self, start: int, end: int) -> bool:
        """Report whether there is more than blanks and punctuation."""
        found = _BLANK.match(self.text, start, end)
        return bool(found) and found.end() < end  # type: ignore[union-attr]

    def _done(self, draft: Draft) -> Draft | None:
        """Return a draft with a statement of its own, or one whose words mean another statement; none if it has neither."""
        if draft.content and self.patterns["anaphor"].fullmatch(self.text, *draft.content):
            draft.content, draft.takes = None, "none"
            draft.rule = f"{draft.rule}_back"
        elif draft.content is None:
            if draft.takes in _CLAUSES or draft.stance in ("supports", "reports"):
                return None
            draft.takes = "none"
        return draft
