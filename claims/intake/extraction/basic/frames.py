"""How a cue's source and statement are arranged around it: one method for each value of a cue's ``takes``. Pure."""

from __future__ import annotations

from typing import NamedTuple

from claims.intake.extraction.basic.drafts import Draft
from claims.intake.extraction.basic.orders import CLAUSES, INNER, Orders
from claims.intake.extraction.basic.phrases import COMMA
from claims.intake.extraction.basic.sentences import Part, trimmed


class Near(NamedTuple):
    """The clause of a cue: what is left and right of it, and the cue before it if both are in one clause or share a subject."""

    left: Part
    right: Part
    last: Draft | None


class Frames(Orders):
    """Fills in drafts of one text. Each method returns the draft, or none if its cue attributes nothing."""

    def clause(self, draft: Draft, near: Near) -> Draft | None:
        """Read "the ministry said that …", in any order."""
        left, right, last = near
        if not self.says(right) and self.patterns["asked_clause"].fullmatch(self.text, *left):
            draft.content = trimmed(self.text, left)
            return draft
        left, rest = self._at_venue(draft, left, Part(self.skip(right), right.end))
        rest = self._at_complement(draft, rest)
        if draft.takes == "object":
            if self.patterns["meant_here"].match(self.words(draft.cue)):
                rest = Part(rest.end, rest.end)
            elif self.patterns["without_object"].match(self.text, *Part(rest.start, right.end)):
                rest = Part(rest.start, rest.start)
        if last and last.takes == "passed" and last.content and last.content.end > draft.cue.start:
            return None
        if draft.source is None:
            if self.inverted(left, rest):
                return self.turned(draft, left, rest, last)
            if draft.takes in CLAUSES and (not self.says(rest) or self.aside(rest)):
                return self.content_first(draft, left, rest, last)
            if last is None and (found := self.around(draft, left, rest, right.end)):
                return found
            if last and last.takes in CLAUSES:
                if not self.nested(draft, left, last):
                    return None
            elif last and last.takes == "passed" and last.relays and not self.says(left):
                draft.source, draft.relays, draft.cue, last.dropped = last.source, last.relays, last.cue, True
            else:
                draft.source = self.phrase(left)
        draft.content = self.statement(rest, phrase=draft.takes == "object")
        return self.done(draft)

    object = clause

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

    def reaction(self, draft: Draft, near: Near) -> Draft | None:
        """Pass over a reaction: it is read with the cue of its quotation."""
        return None

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
        elif self._names(left) and (outlet := self.patterns["listener"].match(self.text, at, right.end)):
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

    def blamed(self, draft: Draft, near: Near) -> Draft | None:
        """Read "prosecutors accused the firm of selling engines"."""
        draft.source = draft.source or self.phrase(near.left)
        draft.content = self.statement(near.right)
        return self.done(draft)

    def agentless(self, draft: Draft, near: Near) -> Draft | None:
        """Read "the firm was accused of selling engines": nobody is named."""
        of = 3 * self.text.startswith(" of", near.right.start)
        verb = None if self.patterns["be"].match(self.text, *draft.cue) else self.patterns["aux"].search(self.text, *near.right)
        end = verb.start() if verb else near.right.end
        draft.source, draft.content = None, self.statement(Part(near.right.start + of, end))
        return self.done(draft)

    def by(self, draft: Draft, near: Near) -> Draft | None:
        """Read "the firm was accused by prosecutors of selling engines" and "the sale was denied by the ministry"."""
        opened = [self.patterns[name].search(self.text, *near.right) for name in ("of", "that_clause")]
        of = min((each for each in opened if each), key=lambda each: each.start(), default=None)
        comma = COMMA.search(self.text, *near.right)
        end = min(each.start() if each else near.right.end for each in (of, comma))
        draft.source = self.phrase(Part(near.right.start, end))
        draft.content = self.statement(Part(of.end(), near.right.end)) if of and of.start() == end else self.phrase(near.left)
        subject, last = self.phrase(near.left), near.last
        if last and last.source and subject and self.is_a("pronoun", subject):
            draft.relays, last.dropped = last.hands, True
        return self.done(draft) if draft.source else None

    def none(self, draft: Draft, near: Near) -> Draft | None:
        """Read "the ministry declined to comment": the statement is an earlier one."""
        if near.last and draft.source and draft.source == near.last.source:
            draft.content = near.last.content
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
        return self.done(draft)

    def noun(self, draft: Draft, near: Near) -> Draft | None:
        """Read "a report that …"; whoever denies a report denies what it says."""
        draft.source, draft.content = None, self.statement(near.right)
        if near.last and near.last.content and near.last.content.start <= draft.cue.start:
            near.last.content = draft.content
        return self.done(draft)

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
            begun = not self.without_lead(left).empty and not self.is_a("lead", trimmed(self.text, left))
            draft.content = self.without_lead(Part(left.start, right.end)) if begun else self.statement(right)
        elif comma and 0 < len(self.words(left).split()) < 5 and self.says(Part(comma.end(), right.end)) and self.says(left):
            draft.content = self.without_lead(Part(left.start, right.end))
        elif self.says(left) and not self.is_a("lead", left):
            draft.content = trimmed(self.text, left)
        elif comma:
            draft.content = self.statement(Part(comma.end(), right.end))
        return self.done(draft)

    def passed(self, draft: Draft, near: Near) -> Draft | None:
        """Read a source that is cited: whoever cites is the relay."""
        left, right, last = near
        if last and last.takes == "none":
            return None
        complete = last is None or not last.dropped or last.content is None
        cites = last if last and complete and last.takes in (*CLAUSES, "object", "prefix") else None
        if last and last.takes == "passed" and self.patterns["chained"].search(self.words(left)):
            cites, left = last, Part(left.end, left.end)
        if cites and cites.source:
            draft.relays, draft.content, cites.dropped = [*cites.relays, cites.source], cites.content, True
            inner = None if self.words(left).rstrip().endswith(",") or cites.content is None else self.phrase(left)
            if inner and len(self.words(inner).split()) <= INNER and not self.patterns["verbal"].search(self.text, *inner):
                draft.relays.append(inner)
        elif not self.says(left) and self.drafts and self.drafts[-1].takes in CLAUSES and self.drafts[-1].source:
            cites = self.drafts[-1]  # "They cite the director's secretary", of whoever was named before
            draft.relays, draft.content, cites.dropped = cites.hands, cites.content, True
        elif relay := self.phrase(left):
            merged = self.merged(relay)
            draft.relays, draft.content = (
                [merged.source if merged and merged.source else relay],
                merged.content if merged else None,
            )
        cut = self.patterns["quoting"].search(self.text, *right)
        draft.source = self.phrase(Part(right.start, cut.start() if cut else right.end))
        if last and last.rule == "passed_on" and draft.source:
            last.relays, last.dropped = [*last.relays, draft.source], False
            return None
        after = self.statement(Part(cut.end(), right.end)) if cut else None
        if after and cut and (len(cut[0]) > 2 or draft.content is None or draft.content.start > draft.cue.start):
            draft.content = after
        if draft.content is None and self.patterns["of_it"].search(self.text, *draft.cue):
            draft.takes, draft.rule = "none", "passed_back"
        return draft if draft.source and (draft.content or draft.takes == "none") else None

    def document(self, draft: Draft, near: Near) -> Draft | None:
        """Read a document in which it "is said" that, where the language puts it in that way."""
        left, right, _ = near
        place = self.patterns["within"].search(self.text, *right) or self.patterns["within"].search(self.text, *left)
        if place is None:
            draft.stance = "reports"
            return self.hearsay(draft, near) if self.patterns["opens"].match(self.text, *right) else None
        side = right if place.start() >= right.start else left
        cut = self.patterns["turn"].search(self.text, place.end(), side.end)
        draft.source = self.phrase(Part(place.end(), cut.start() if cut else side.end))
        opened = cut and self.patterns["opens"].match(cut[0])
        draft.content = self.statement(right if side is left else Part(cut.end(), right.end) if cut and opened else left)
        return self.done(draft)

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
