"""How a cue's source and statement are arranged around it: one method for each value of a cue's ``takes``. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, NamedTuple

from claims.intake.extraction.basic.drafts import Draft
from claims.intake.extraction.basic.lexicon import Lexicon
from claims.intake.extraction.basic.naming import same_source
from claims.intake.extraction.basic.phrases import COMMA, Phrases
from claims.intake.extraction.basic.sentences import Part, trimmed

#: What takes a whole statement.
CLAUSES: Final = ("clause", "told")
#: Most words of a source within the statement of another: "the Gazette said *the ministry* denied it" (a guess).
_INNER: Final = 8


class Near(NamedTuple):
    """The clause of a cue: what is left and right of it, and the cue before it if both are in one clause or share a subject."""

    left: Part
    right: Part
    last: Draft | None


class Frames(Phrases):
    """Fills in drafts of one text. Each method returns the draft, or none if its cue attributes nothing."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        super().__init__(text, lexicon)
        self.drafts: list[Draft] = []  # of earlier sentences
        self.previous = Part(0, 0)  # the sentence before

    def clause(self, draft: Draft, near: Near) -> Draft | None:
        """Read "the ministry said that …", in any order."""
        left, right, last = near
        left, rest = self._at_venue(draft, left, Part(self.skip(right), right.end))
        if last and last.takes == "passed" and last.content and last.content.end > draft.cue.start:
            return None
        if draft.source is None:
            if self._inverted(left, rest):
                return self._turned(draft, left, rest, last)
            if draft.takes in CLAUSES and (not self.says(rest) or self.aside(rest)):
                return self._content_first(draft, left, rest, last)
            if draft.takes == "object" and not self.says(rest) and last is None and (found := self._pronoun_last(draft, left)):
                return found
            if last and last.takes in CLAUSES:
                if not self._nested(draft, left, last):
                    return None
            elif last and last.takes == "passed" and last.relays and not self.says(left):
                draft.source, draft.relays, draft.cue, last.dropped = last.source, last.relays, last.cue, True
            else:
                draft.source = self.phrase(left)
        draft.content = self.statement(rest)
        return self._done(draft)

    object = clause

    def told(self, draft: Draft, near: Near) -> Draft | None:
        """Read "the inspector told the Gazette that …": an outlet that is told is a relay."""
        left, right, last = near
        at = self.skip(right)
        for found in self.patterns["listener"].finditer(self.text, *left):
            before = self.text[left.start : found.start()].strip(" ,")
            if before and found.end() >= trimmed(self.text, left).end and self.patterns["lead_only"].fullmatch(before):
                draft.relays, left = [trimmed(self.text, Part(*found.span()))], Part(left.start, found.start())
        if us := self.patterns["us"].match(self.text, at, right.end):
            at = us.end()
        elif outlet := self.patterns["listener"].match(self.text, at, right.end):
            draft.relays, at = [trimmed(self.text, Part(at, outlet.end()))], outlet.end()
        relays = draft.relays
        done = self.clause(draft, Near(left, Part(at, right.end), last))
        if done:
            done.relays = [*[each for each in done.relays if each not in relays], *relays]
        return done

    def blamed(self, draft: Draft, near: Near) -> Draft | None:
        """Read "prosecutors accused the firm of selling engines"."""
        draft.source = draft.source or self.phrase(near.left)
        draft.content = self.statement(near.right)
        return self._done(draft)

    def agentless(self, draft: Draft, near: Near) -> Draft | None:
        """Read "the firm was accused of selling engines": nobody is named."""
        of = 3 * self.text.startswith(" of", near.right.start)
        draft.source, draft.content = None, self.statement(Part(near.right.start + of, near.right.end))
        return self._done(draft)

    def by(self, draft: Draft, near: Near) -> Draft | None:
        """Read "the firm was accused by prosecutors of selling engines" and "the sale was denied by the ministry"."""
        of = self.patterns["of"].search(self.text, *near.right)
        comma = COMMA.search(self.text, *near.right)
        end = min(each.start() if each else near.right.end for each in (of, comma))
        draft.source = self.phrase(Part(near.right.start, end))
        draft.content = self.statement(Part(of.end(), near.right.end)) if of and of.start() == end else self.phrase(near.left)
        return self._done(draft) if draft.source else None

    def none(self, draft: Draft, near: Near) -> Draft | None:
        """Read "the ministry declined to comment": the statement is an earlier one."""
        within = self.patterns["inside"].search(self.text, *draft.cue)
        draft.source = Part(*within.span(1)) if within else draft.source or self.phrase(near.left) or self.phrase(near.right)
        return draft

    def passive(self, draft: Draft, near: Near) -> Draft | None:
        """Read "this could not be verified": nobody is named, and the statement is an earlier one."""
        draft.source, draft.relays = None, []
        return draft if near.right.end else None

    def hearsay(self, draft: Draft, near: Near) -> Draft | None:
        """Read "it is said in the village that …"."""
        left, right, _ = near
        that = self.patterns["that"].search(self.text, right.start, min(right.end, right.start + 40))
        whole = Part(that.start(), right.end) if that else right if self.says(right) else left
        draft.source, draft.content = None, self.statement(whole)
        return self._done(draft)

    def noun(self, draft: Draft, near: Near) -> Draft | None:
        """Read "a report that …"; whoever denies a report denies what it says."""
        draft.source, draft.content = None, self.statement(near.right)
        if near.last and near.last.content and near.last.content.start <= draft.cue.start:
            near.last.content = draft.content
        return self._done(draft)

    def prefix(self, draft: Draft, near: Near) -> Draft | None:
        """Read "according to the ministry, …", in any order."""
        left, right, last = near
        commas = COMMA.finditer(self.text, *right)
        comma = next((each for each in commas if not self.patterns["aside"].match(self.text, each.end(), right.end)), None)
        source = trimmed(self.text, Part(right.start, comma.start() if comma else right.end))
        draft.source = self.phrase(source) or source
        if last and last.takes in CLAUSES and last.content:
            last.content = trimmed(self.text, Part(last.content.start, min(last.content.end, draft.cue.start)))
            return None
        if own := self.patterns["pronoun"].search(self.text, *draft.cue):
            draft.source = Part(*own.span())
            draft.content = trimmed(self.text, Part(left.start, right.end)) if self.says(left) else self.statement(right)
        elif comma and 0 < len(self.words(left).split()) < 5 and self.says(Part(comma.end(), right.end)) and self.says(left):
            draft.content = trimmed(self.text, Part(left.start, right.end))
        elif self.says(left) and not self.is_a("lead", left):
            draft.content = trimmed(self.text, left)
        elif comma:
            draft.content = self.statement(Part(comma.end(), right.end))
        return self._done(draft)

    def passed(self, draft: Draft, near: Near) -> Draft | None:
        """Read a source that is cited: whoever cites is the relay."""
        left, right, last = near
        if last and last.takes == "none":
            return None
        complete = last is None or not last.dropped or last.content is None
        cites = last if last and complete and last.takes in (*CLAUSES, "object", "prefix") else None
        if cites and cites.source:
            draft.relays, draft.content, cites.dropped = [*cites.relays, cites.source], cites.content, True
        elif relay := self.phrase(left):
            draft.relays, draft.content = [relay], self._merged(relay)
        cut = self.patterns["quoting"].search(self.text, *right)
        draft.source = self.phrase(Part(right.start, cut.start() if cut else right.end))
        if last and last.rule == "passed_on" and draft.source:
            last.relays, last.dropped = [*last.relays, draft.source], False
            return None
        after = self.statement(Part(cut.end(), right.end)) if cut else None
        if after and cut and (len(cut[0]) > 2 or draft.content is None or draft.content.start > draft.cue.start):
            draft.content = after
        return draft if draft.source and draft.content else None

    def document(self, draft: Draft, near: Near) -> Draft | None:
        """Read a document in which it "is said" that, where the language puts it in that way."""
        left, right, _ = near
        place = self.patterns["within"].search(self.text, *right) or self.patterns["within"].search(self.text, *left)
        if place is None:
            return None
        side = right if place.start() >= right.start else left
        cut = self.patterns["turn"].search(self.text, place.end(), side.end)
        draft.source = self.phrase(Part(place.end(), cut.start() if cut else side.end))
        opened = cut and self.patterns["opens"].match(cut[0])
        draft.content = self.statement(right if side is left else Part(cut.end(), right.end) if cut and opened else left)
        return self._done(draft)

    def _at_venue(self, draft: Draft, left: Part, rest: Part) -> tuple[Part, Part]:
        """Make an outlet in whose interview the source speaks a relay, and return the clause without it."""
        for side in (left, rest):
            venue = self.patterns["venue"].search(self.text, *side)
            outlet = venue and self.patterns["listener"].match(self.text, venue.end(), side.end)
            if venue and outlet and (side is left or venue.start() <= side.start + 1):
                draft.relays = [*draft.relays, trimmed(self.text, Part(*outlet.span()))]
                before = Part(left.start, venue.start())
                if side is left:
                    return (before if self.says(before) else Part(outlet.end(), left.end)), rest
                return left, Part(self.skip(Part(outlet.end(), rest.end)), rest.end)
        return left, rest

    # -- the order of source and statement

    def _inverted(self, left: Part, rest: Part) -> bool:
        """Report whether the source follows its cue: before it is a whole statement, or nothing that could name anybody."""
        before = self.words(left).rstrip()
        heading = self.words(rest).endswith("\n") and len(self.words(rest).split()) <= _INNER
        turned_heading = heading and self.patterns["heading"].search(before)
        if not (turned_heading or self.patterns["before"].search(before) or self.patterns["lead_only"].fullmatch(before)):
            return False
        if not self.says(rest) or self.aside(rest) or self.patterns["stays"].match(self.text, rest.start - 1, rest.end):
            return False
        phrase = self.phrase(left)
        return phrase is None or phrase.end == trimmed(self.text, left).end

    def _turned(self, draft: Draft, left: Part, rest: Part, last: Draft | None) -> Draft | None:
        """Read "…, said the mayor" and, of the sentence before, "this was announced by the mayor"."""
        cut = self.patterns["turn"].search(self.text, *rest)
        draft.source = self.phrase(Part(rest.start, cut.start() if cut else rest.end))
        ahead = cut if cut and (self.patterns["opens"].match(cut[0]) or not self.says(left)) else None
        if back := self.patterns["back"].search(self.words(left).rstrip()):
            left = Part(left.start, left.start + back.start())
            left = left if self.says(left) else self.previous
        tail = Part(ahead.end(), rest.end) if ahead else Part(0, 0)
        if self.says(tail):
            draft.content = self.statement(tail)
        elif draft.source and self._pass_on(draft.source, left.end, last):
            return None
        elif self.says(left) and not self.patterns["lead_only"].fullmatch(self.words(left).strip(" ,")):
            draft.content = self.statement(left)
        draft.rule += "_turned"
        return self._done(draft)

    def _content_first(self, draft: Draft, left: Part, rest: Part, last: Draft | None) -> Draft | None:
        """Read "the talks failed, a delegate said"."""
        left = trimmed(self.text, left)
        commas = list(COMMA.finditer(self.text, *left))
        while len(commas) > 1 and self.apposed(commas[-1].end(), left.end):
            commas.pop()
        if not commas:  # "The Ledger reported, citing two bankers, that": the next cue completes it
            draft.source, draft.dropped = self.phrase(left), True
            return draft if draft.source and self.aside(rest) else None
        draft.source = self.phrase(Part(commas[-1].end(), left.end))
        if draft.source and self._pass_on(draft.source, commas[-1].start(), last):
            return None
        draft.content = trimmed(self.text, Part(left.start, commas[-1].end()))
        draft.rule += "_first"
        return self._done(draft)

    def _pronoun_last(self, draft: Draft, left: Part) -> Draft | None:
        """Read "when they meet again, she refused to say" in languages that put the verb last."""
        if not COMMA.search(self.text, *trimmed(self.text, left)):
            return None
        found = self._content_first(replace(draft), left, Part(0, 0), None)
        return found if found and found.source and self.is_a("pronoun", found.source) else None

    def _pass_on(self, relay: Part, end: int, last: Draft | None) -> bool:
        """Make a source the relay of what its statement attributes to another: "the army took the blame, the Courier said"."""
        if last is None or last.source is None or last.content is None or last.content.start < last.cue.start:
            return False
        last.relays, last.rule = [relay], "passed_on"
        last.content = trimmed(self.text, Part(last.content.start, max(min(last.content.end, end), last.content.start)))
        return not last.content.empty

    def _nested(self, draft: Draft, left: Part, last: Draft) -> bool:
        """Report whether this cue's clause is all that the last source says; if so, the last source is a relay of this one."""
        inner = self.phrase(Part(self.skip(left), left.end))
        if inner is None or last.source is None or last.dropped or len(self.words(inner).split()) > _INNER:
            return False
        itself = self.is_a("pronoun", inner)
        if (itself and draft.stance == "supports") or self.patterns["verbal"].search(self.text, *inner):
            return False
        draft.source, last.dropped, draft.rule = last.source if itself else inner, True, "nested"
        draft.relays = list(last.relays) if itself else [*last.relays, last.source]
        return True

    def _merged(self, relay: Part) -> Part | None:
        """Return what a relay said in an earlier sentence, where this one says on whose word; it is then no source."""
        said = (each for each in reversed(self.drafts) if not each.dropped and each.takes in CLAUSES and each.source)
        last = next(said, None)
        if last and last.source and not last.relays and same_source(self.words(relay), self.words(last.source)):
            last.dropped = True
            return last.content
        return None

    def _done(self, draft: Draft) -> Draft | None:
        """Return a draft with a statement of its own, or one whose words mean another statement; none if it has neither."""
        if draft.content and self.is_a("anaphor", draft.content):
            draft.content, draft.takes, draft.rule = None, "none", f"{draft.rule}_back"
        elif draft.content is None:
            if draft.takes in CLAUSES or draft.stance in ("supports", "reports"):
                return None
            draft.takes = "none"
        return draft
