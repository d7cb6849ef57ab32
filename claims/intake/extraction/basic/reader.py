"""Reads the attributions of a text sentence by sentence: its cues, the clauses they are in, and headings. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Final

from claims.intake.extraction.basic.clauses import Near
from claims.intake.extraction.basic.drafts import CLAUSES, Draft
from claims.intake.extraction.basic.lexicon import Match
from claims.intake.extraction.basic.speech import Speech
from claims.intake.sentences import Part, sentences, trimmed, without_dateline

#: Most words of a phrase that names a source: the longest of the corpus has eleven.
MAX_SOURCE: Final = 14
#: Most attributions of a text: a text with more is no article.
MAX_DRAFTS: Final = 500
#: Most cues of a sentence that are read (a guess: more is no sentence); it bounds the work on hostile text.
MAX_CUES: Final = 12


#: What is read whatever is before it, and the stances that a negation before the cue turns.
_SETTLED: Final = ("prefix", "passed", "hearsay", "noun", "passive")
_PARTICIPLES: Final = ("clause", "object", "blamed", "told")
_COMMA_LAST: Final = re.compile(r"[\"”»]?, ?$")
#: The hour before an entry of a live page.
_TIMED: Final = re.compile(r"[^\w\s\"“„«(]{0,3}\s?\d{1,2}[:.]\d\d(?:\s?[–—-]|[.,:])?\s+")
#: What begins an entry of a list.
_BULLET: Final = re.compile(r"[^\w\s\"'“”„«»‘’()\[\]–—-]{1,3}\s+")
#: Most characters of a line that says that corrections follow (a guess).
_HEADING: Final = 40
#: How far after a sentence the text may say that it was wrong, in characters (a guess: a short sentence).
_AFTER: Final = 60
_AND: Final = " and then "
_ASIDES: Final = re.compile(r"\([^()]{0,200}\)")
_SIDES: Final = ("supports", "denies", "questions")


def without_lead(text: str, sentence: Part) -> Part:
    """Return a sentence without its dateline, the hour of a live page and the mark of a list before it."""
    part = without_dateline(text, sentence)
    for lead in (_TIMED, _BULLET):
        if found := lead.match(text, *part):
            part = Part(found.end(), part.end)
    return part


class Reader(Speech):
    """Reads one text."""

    def read(self) -> list[Draft]:
        """Return the attributions in order."""
        quoted = self.quoted
        for sentence in sentences(self.text, quoted):
            if len(self.drafts) >= MAX_DRAFTS:
                break
            part = without_lead(self.text, sentence)
            within = slice(bisect_left(quoted, (part.start, 0)), bisect_left(quoted, (part.end, 0)))
            found = self._sentence(part, quoted[within])
            for draft in found if found and self._withdrawn(part) else ():
                draft.withdrawn = True
            self.drafts += found
            self.previous = part
            asked = trimmed(self.text, part)
            self.question = Part(asked.start, asked.end) if self._asks(part) else None
        for draft in self.drafts:
            if draft.source and self.is_a("myself", draft.source) and not self.within_quotation(draft.source.start):
                draft.source = self.speaker(draft.source.start) or draft.source
        return [draft for draft in self.drafts if not draft.dropped]

    def _sentence(self, part: Part, quotes: list[Part]) -> list[Draft]:
        if self._asks(part):
            return []
        whole = [
            quote for quote in quotes if not self.text[quote.start + 1].islower()
        ]  # others are of the sentence around them
        found = list(self.lexicon.find(self.text, *part, whole))
        inside = [each for each in found if any(quote.start < each.start < quote.end for quote in whole)]
        cues = [each for each in found if each not in inside][:MAX_CUES]
        asides = [Part(*each.span()) for each in _ASIDES.finditer(self.text, *part)]
        open_cues = [each for each in cues if not any(aside.start < each.start < aside.end for aside in asides)]
        cues = open_cues or cues
        spoken = [draft for quote in whole for draft in self.interrupted(quote, inside)]
        if not cues or spoken:
            return spoken or list(self.bare(part, quotes))
        drafts: list[Draft] = []
        begun: int | None = None  # where the clause begins of a cue that attributes nothing
        for match, found_near, apart in self._clauses(part, cues):
            last = drafts[-1] if drafts else None
            start = found_near.left.start if apart or begun is None else begun
            near, begun = found_near._replace(left=Part(start, match.start)), None
            if last and (denied := self._of_noun(match, near, last, part)):
                drafts.append(denied)
                continue
            if last and not apart and self._is_stated(match, near, last):
                continue
            if draft := self._draft(match, near._replace(last=last), apart=apart):
                drafts.append(draft)
            elif apart and last and last.content and not self._is_participle(match) and self._meets(last.content, near.left):
                last.content = trimmed(self.text, Part(last.content.start, near.right.end))  # "and told" was no cue
            else:
                begun = near.left.start
        if drafts:
            if drafts[-1].source is None and self._called_false(drafts[-1]):
                drafts[-1].dropped = True  # the text itself says that it is not so
            drafts[-1:] = self.reactions(drafts[-1], inside)
        several = [each for draft in drafts for each in (draft, *self._and_that(draft))]
        return [each for draft in several for each in (draft, *self._and_whom(draft))]

    def _is_participle(self, match: Match) -> bool:
        """Report whether a cue has its subject from the clause before: ", saying that"."""
        return self.patterns["gerund"].search(self.text[match.start : match.end]) is not None

    def _meets(self, content: Part, left: Part) -> bool:
        """Report whether only a conjunction is between a statement and the clause after it."""
        return not self.says(Part(content.end, left.start - len(_AND)))

    def _is_stated(self, match: Match, near: Near, last: Draft) -> bool:
        """Report whether a cue is a word of what the last source denies or confirms, so that it attributes nothing."""
        closing = match.cue.takes in CLAUSES and not self.says(Part(self.skip(near.right), near.right.end))
        if last.takes == "hearsay" and not self.says(near.left):
            return True  # "the ministry reportedly denied that"
        if match.cue.takes == "hearsay" and last.takes in CLAUSES and last.content and last.content.end > match.start:
            return True  # "friends say she is believed to be ill"
        if match.cue.takes == "none" and match.cue.stance == "supports" and last.takes in CLAUSES:
            return True  # "said the paper stood by its story"
        within = last.takes in ("object", "noun") and last.content is not None and last.content.end > match.start
        return within and not closing and match.cue.takes not in ("noun", "passed", "prefix")

    def _of_noun(self, match: Match, near: Near, last: Draft, part: Part) -> Draft | None:
        """Return the answer to a report that is named before its verb: "the rumours of his leaving the club denied"."""
        if last.takes != "noun" or last.content is None or match.cue.takes not in ("object", "none") or self.says(near.right):
            return None
        cue = Part(match.start, match.end)
        found = self.object_of(cue, Part(part.start, match.start))
        if found is None or not found.words.start <= last.cue.start < last.content.start < found.words.end:
            return None
        last.content = trimmed(self.text, Part(last.content.start, found.words.end))
        return Draft("object", match.cue.stance, "object", cue, found.source, last.content)

    def _withdrawn(self, part: Part) -> bool:
        """Report whether the text takes back its own words: "We said he denied it. We were wrong"."""
        near = Part(self.previous.start, min(part.end + _AFTER, len(self.text)))
        if self.corrects(part) and self.patterns["ours_headed"].search(self.text, *part):
            return True
        return any(self.outside("ourselves", part)) and self.patterns["withdrawn"].search(self.text, *near) is not None

    def corrects(self, part: Part) -> bool:
        """Report whether a line before a sentence says that corrections follow."""
        lines = self.text[: part.start].splitlines()
        return any(self.patterns["corrections"].match(line) for line in lines if len(line) <= _HEADING)

    def _asks(self, part: Part) -> bool:
        """Report whether a sentence is a question, outside quotations."""
        end = trimmed(self.text, part, ends=False).end
        return self.text[end - 1 : end] == "?"

    def _clauses(self, part: Part, cues: list[Match]) -> Iterator[tuple[Match, Near, bool]]:
        """Yield each cue with its clause, and whether a conjunction parts it from the cue before."""
        cuts = [self._cut(one, other) for one, other in pairwise(cues)]
        for number, match in enumerate(cues):
            cut = cuts[number - 1] if number else None
            start = cut.end if cut else cues[number - 1].end if number else part.start
            stop = self.patterns["stop"].search(self.text, match.end, part.end)
            end = min([stop.start() if stop else part.end, *(each.start for each in cuts[number:] if each)])
            yield match, Near(Part(start, match.start), Part(match.end, max(end, match.end)), None), cut is not None

    def _cut(self, one: Match, cue: Match) -> Part | None:
        """Return the words between two cues that part their clauses, if any."""
        start, end = one.end, cue.start
        participle = cue.cue.takes in (*_PARTICIPLES, "none") and self._is_participle(cue)
        if participle and (comma := _COMMA_LAST.search(self.text, start, end)):
            return Part(*comma.span())
        if shared := self._later(one, cue) or self.patterns["shared"].search(self.text[start:end]):
            return Part(start + shared.start(shared.lastindex or 0), end)
        cuts = list(self.patterns["cut"].finditer(self.text, start, end))
        return Part(*cuts[-1].span()) if cuts else None

    def _later(self, one: Match, cue: Match) -> re.Match[str] | None:
        """Return the words before what the same source did later: "he promised that they would go, now does not repeat it"."""
        itself = cue.cue.takes in ("object", "none") or self.patterns["opens"].match(self.text, cue.end)
        one_did, now = (self.patterns["plural_cue"].search(self.text, *each[:2]) is None for each in (one, cue))
        agree = now or not one_did  # "he promised, now they do not hide"
        return self.patterns["later"].search(self.text[one.end : cue.start]) if itself and agree else None

    def _draft(self, match: Match, near: Near, *, apart: bool) -> Draft | None:
        takes = match.cue.takes
        draft = Draft(takes, match.cue.stance, takes, Part(match.start, match.end))
        cited = near.last is not None and near.last.takes == "passed"  # its chain goes on in the clause
        if not cited and (who := self.patterns["in_relative"].search(self.words(near.left))):
            draft.head = self.phrase(Part(near.left.start, near.left.start + who.start()))
            pronoun = self.patterns["relative"].search(self.text, near.left.start + who.start(), near.left.end)
            draft.source = self.phrase(Part(pronoun.end(), near.left.end)) if pronoun and draft.head else None
            near = self.of_relative(draft, near, near.left.start + who.start())
        if self._unsettled(draft, near.left):
            return None
        if takes not in _SETTLED and (head := self._resumed(near)):
            draft.source, near = head, Near(Part(near.left.end, near.left.end), near.right, None)
        if takes == "none" and near.last and self.patterns["gerund"].search(self.words(draft.cue)):
            return None  # "denied it, calling it a lie" is one denial
        if takes in _PARTICIPLES and self.patterns["gerund"].search(self.words(draft.cue)):
            last = near.last
            draft.source = last.source if last else self.opening(near.left)
            if last and last.takes == "passed" and self.words(near.left).endswith(" as "):  # "quoted him as denying"
                draft.relays, last.dropped, near = list(last.relays), True, near._replace(last=None)
                if not self.says(near.right) and (quote := self._quoted_before(last.cue)):
                    draft.content = trimmed(self.text, quote)  # "I am leaving," the Gazette quoted the mayor as saying
                    relay = self.phrase(Part(quote.end, last.cue.start))
                    draft.relays = [relay] if relay else []
                    return draft
            if last is None and not self.says(near.left) and draft.stance in ("neither", "denies"):
                near = self._of_subject_after(draft, near)
            placed = draft.stance == "neither" or self.patterns["participle_after"].search(self.words(near.left))
            if draft.source is None or not placed:
                return None
            near = near._replace(left=Part(near.left.end, near.left.end))
        asked = self.patterns["asked_clause"].fullmatch(self.text, *near.left)
        timed = self.is_a("time", trimmed(self.text, near.left))  # "denied it, but on Thursday admitted"
        alone = self.alone(near.left) if takes == "object" else None
        claim = takes == "none" and self.patterns["claim_alone"].fullmatch(self.text, *self.without_lead(near.left))
        shared = apart and (claim or asked is not None or timed or alone is not None or not self.says(near.left))
        if shared and near.last and near.last.source and takes not in ("passed", "prefix", "noun"):
            draft.source, draft.relays = near.last.source, list(near.last.relays)
        read: Callable[[Draft, Near], Draft | None] = getattr(self, takes)
        found = read(draft, near if shared or not apart else near._replace(last=None))
        if found and shared:
            self.of_own(found, near.last)
        if found and found.stance == "supports" and takes in CLAUSES and self._called_false(near.last):
            found.stance, found.content = "denies", near.last.content if near.last else None
        named = self.words(found.source) if found and found.source else ""
        # "Orr did not | decline to comment": the verb has words before it that change its sense
        return None if len(named.split()) > MAX_SOURCE or self.patterns["verb_last_word"].search(named) else found

    def _of_subject_after(self, draft: Draft, near: Near) -> Near:
        """Fill in the subject of "denying the sale, the mayor left"; return the clause of the participle."""
        comma = next(iter(self.commas(near.right)), None)
        if comma is None or not self.patterns["verb_last"].search("") or not self.says(Part(near.right.start, comma.start())):
            return near
        draft.source = self.opening(Part(comma.end(), near.right.end))
        return near._replace(right=Part(near.right.start, comma.start()))

    def _quoted_before(self, cue: Part) -> Part | None:
        """Return the last quotation of a sentence before a cue."""
        quotes = (each for each in reversed(self.quoted) if each.end <= cue.start)
        quote = next(quotes, None)
        return quote if quote and quote.start >= self.previous.end else None

    def _resumed(self, near: Near) -> Part | None:
        """Return the subject of a clause that goes on after another in commas: "the firm, which denied it, said"."""
        last = near.last
        if last is None or last.head is None or not self.words(near.left).rstrip().endswith(","):
            return None
        if last.content:
            last.content = trimmed(
                self.text, Part(last.content.start, max(min(last.content.end, near.left.end), last.content.start))
            )
        return last.head

    def _called_false(self, last: Draft | None) -> bool:
        """Report whether what is said is that a report is false: "rumours that he left are untrue, the mayor said"."""
        if last is None or last.takes != "noun" or last.content is None:
            return False
        return self.patterns["called_false"].match(self.text, last.content.end) is not None

    def _unsettled(self, draft: Draft, left: Part) -> bool:
        """Report whether words before a cue leave open what it means, or whether it happened: it is then better not read."""
        if draft.takes in _SETTLED:
            return False
        if self.patterns["unreal_after"].match(self.text, draft.cue.end) or self.patterns["of_nobody"].search(self.words(left)):
            return True
        words = _ASIDES.sub("", self.words(left))
        if draft.stance in _SIDES and (self.patterns["unsure"].search(words) or self.patterns["determined"].search(words)):
            return True
        for name in ("unreal", "unreal_now"):
            found = self.patterns[name].search(words)
            if found and (name == "unreal" or self.patterns["present"].search(self.words(draft.cue))):
                return True
        return False

    def _and_that(self, draft: Draft) -> Iterator[Draft]:
        """Yield a second statement that has its own "that", and shorten the first."""
        if draft.content and draft.takes in CLAUSES and (cut := next(self.outside("and_that", draft.content), None)):
            yield replace(draft, content=trimmed(self.text, Part(cut.end(), draft.content.end)), relays=list(draft.relays))
            draft.content = trimmed(self.text, Part(draft.content.start, cut.start()))

    def _and_whom(self, draft: Draft) -> Iterator[Draft]:
        """Yield the second of two sources, "the ministry and the union", and shorten the first."""
        found = self.patterns["coordinated"].search(self.words(draft.source)) if draft.source else None
        if found is None or found.lastindex is None or draft.source is None:
            return
        one, other = (
            Part(*(draft.source.start + each for each in found.span(group))) for group in (found.lastindex - 1, found.lastindex)
        )
        draft.source = one
        yield replace(draft, source=other, relays=list(draft.relays))
