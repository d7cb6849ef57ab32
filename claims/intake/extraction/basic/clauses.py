"""Cues that take a clause or an object: where their source, listener and statement are. Pure."""

from __future__ import annotations

from typing import Final, NamedTuple

from claims.intake.extraction.basic.drafts import SILENT, Draft
from claims.intake.extraction.basic.orders import CLAUSES, Orders
from claims.intake.sentences import Part, trimmed

#: Most words after a cue that may be less than a clause (a guess).
_BARE: Final = 4


class Near(NamedTuple):
    """The clause of a cue: what is left and right of it, and the cue before it if both are in one clause or share a subject."""

    left: Part
    right: Part
    last: Draft | None


class Clauses(Orders):
    """Fills in drafts of one text whose cue is a verb with a statement. Each method returns the draft, or none."""

    def clause(self, draft: Draft, near: Near) -> Draft | None:
        """Read "the ministry said that …", in any order."""
        left, right, last = near
        if by := self.patterns["cue_relay"].search(self.text, *draft.cue):
            draft.relays = [Part(*by.span(1))]
        draft.content = self._asked(draft, left, right)
        passed = last is not None and last.takes == "passed" and last.content and last.content.end > draft.cue.start
        if passed or draft.content:
            return None if passed else draft
        left, rest = self.at_venue(draft, left, Part(self.skip(right), right.end))
        inverted = draft.source is None and self.inverted(draft, left, rest)
        if inverted:
            return self.turned(draft, left, rest, last)
        rest = self._at_complement(draft, rest)
        rest = self._object(draft, rest, right.end) if draft.takes == "object" else rest
        if draft.source is None:
            if draft.takes in CLAUSES and (not self.says(rest) or self.aside(rest) or self.quoted_first(left)):
                return self.content_first(draft, left, rest, last)
            before = last is None and not self.patterns["meant_here"].match(self.words(draft.cue))
            if before and (found := self.around(draft, left, rest, right.end)):
                return found
            if not self._subject(draft, left, last):
                return None
        bare = draft.takes in CLAUSES and self._no_clause(draft, rest)
        draft.content = None if bare else self.statement(rest, phrase=draft.takes == "object")
        if draft.content and draft.takes == "object":
            draft.content = self.before_venue(draft, draft.content)
        return self.done(draft)

    object = clause

    def _no_clause(self, draft: Draft, rest: Part) -> bool:
        """Report whether what follows a cue is too short for a clause, of a verb that has one: "argued outside a bar"."""
        words = self.words(trimmed(self.text, rest))
        opened = self.patterns["opens"].match(self.text, *rest) or self.patterns["that"].match(self.text, *rest)
        if opened or len(words.split()) > _BARE or any(mark in words for mark in '"“«:'):
            return False
        if self.patterns["predicate"].search(f" {words} ") or self.patterns["clause_begins"].match(words):
            return False
        outside = self.patterns["outside_clause"].match(words)
        return bool(outside or self.patterns["clausal"].search(self.words(draft.cue)))

    def _asked(self, draft: Draft, left: Part, right: Part) -> Part | None:
        """Return the statement of "whose they were, they could not say" and "asked whether he paid, he would not say"."""
        if self.says(right):
            return None
        lead = self.patterns["asked_lead"].match(self.text, self.blank(*left), left.end)
        if self.patterns["asked_clause"].fullmatch(self.text, *left):
            return trimmed(self.text, Part(lead.end() if lead else left.start, left.end))
        commas = self.commas(left)
        asks = commas and (lead or self.patterns["asked_clause"].fullmatch(self.text, left.start, commas[-1].end()))
        if asks and draft.stance in SILENT and (source := self.phrase(Part(commas[-1].end(), left.end))):
            draft.source = source
            return trimmed(self.text, Part(lead.end() if lead else left.start, commas[-1].start()))
        if inner := self.patterns["asked_inner"].search(self.text, *left):
            draft.source = draft.source or self.opening(Part(left.start, inner.start()))
            lead = self.patterns["asked_lead"].match(self.text, *inner.span(1))
            return Part(lead.end() if lead else inner.start(1), inner.end(1))
        return None

    def _object(self, draft: Draft, rest: Part, end: int) -> Part:
        """Return an object; nothing where the cue has it already or another clause follows."""
        if self.patterns["meant_here"].match(self.words(draft.cue)):
            return Part(rest.end, rest.end)
        return Part(rest.start, rest.start) if self.patterns["without_object"].match(self.text, rest.start, end) else rest

    def _subject(self, draft: Draft, left: Part, last: Draft | None) -> bool:
        """Fill in the source of a cue that follows it; report whether there is one, or none is needed."""
        if last and last.relative and last.source and self.words(left).rstrip().endswith(","):
            draft.source = last.source  # "the firm, which denied it, said"
            last.content = trimmed(self.text, Part(last.content.start, left.end)) if last.content else None
            return True
        if last and (last.takes in CLAUSES or self._of_prefix(last, draft)):
            return self.nested(
                draft, Part(last.content.start, left.end) if last.takes == "prefix" and last.content else left, last
            )
        if last and last.takes == "passed" and last.relays and not self.says(left):
            draft.source, draft.relays, draft.cue, last.dropped = last.source, last.relays, last.cue, True
            return True
        draft.source = self.phrase(left) or self.named_within(draft.cue)
        if draft.source and self.is_a("no_source", draft.source):
            return False
        return draft.source is not None or not self.patterns["needs_subject"].search("")

    def _of_prefix(self, last: Draft, draft: Draft) -> bool:
        """Report whether a cue is in what "according to the Gazette" gives: the Gazette is then a relay."""
        content = last.content
        return bool(last.takes == "prefix" and content and last.cue.end < content.start < draft.cue.start < content.end)

    def before_venue(self, draft: Draft, content: Part) -> Part:
        """Return an object without "in an interview with the Gazette" after it: that outlet is a relay."""
        venue = self.patterns["venue"].search(self.text, *content)
        outlet = self.patterns["listener"].match(self.text, venue.end(), content.end) if venue else None
        if venue is None or outlet is None or venue.start() == content.start:
            return content
        draft.relays = [*draft.relays, trimmed(self.text, Part(*outlet.span()))]
        return Part(content.start, venue.start())

    def _at_complement(self, draft: Draft, rest: Part) -> Part:
        """Return the clause after "in parliament that"; an outlet that is named before it is a relay."""
        if outlet := self.patterns["to_outlet"].match(self.text, rest.start - 1, rest.end):
            draft.relays = [*draft.relays, trimmed(self.text, Part(*outlet.span(1)))]
            return Part(outlet.end(), rest.end)
        found = self.patterns["complement"].match(self.text, *rest)
        if not found or not self.patterns["adjunct"].match(self.text, rest.start - 1, rest.end):
            return rest
        outlet = next((each for each in self.patterns["listener"].finditer(self.text, rest.start, found.end())), None)
        if outlet and self.patterns["towards"].search(self.text, rest.start - 1, outlet.start()):
            draft.relays = [*draft.relays, trimmed(self.text, Part(*outlet.span()))]
        return Part(found.end(), rest.end)

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
        elif outlet := self.patterns["told_outlet"].match(self.text, at - 1, right.end):
            draft.relays, at = [trimmed(self.text, Part(*outlet.span(1)))], outlet.end()
        elif (
            self._names(left)
            and not self.inverted(draft, left, Part(at, right.end))
            and (outlet := self.patterns["listener"].match(self.text, at, right.end))
        ):
            draft.relays, at = [trimmed(self.text, Part(at, outlet.end()))], outlet.end()
        elif listened := self.patterns["listened"].match(self.text, at, right.end):
            at = listened.end()
        elif self.patterns["needs_listener"].search(self.text, *draft.cue) and self.says(Part(at, right.end)):
            return None
        relays = draft.relays
        done = self.clause(draft, Near(left, Part(at, right.end), last))
        if done:
            done.relays = [*[each for each in done.relays if each not in relays], *relays]
        return done

    def _names(self, left: Part) -> bool:
        """Report whether words before a cue can name its source: if not, an outlet after it is the source."""
        phrase, words = self.phrase(left), self.words(left).rstrip()
        if phrase is None or self.patterns["lead_only"].fullmatch(words.strip(" ,")):
            return False
        return not self.patterns["before"].search(words) or phrase.end < trimmed(self.text, left).end

    def at_venue(self, draft: Draft, left: Part, rest: Part) -> tuple[Part, Part]:
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
