"""How a cue's source and statement are arranged around it: one method for each value of a cue's ``takes``. Pure."""

from __future__ import annotations

from typing import Final

from claims.intake.extraction.basic.clauses import Clauses, Near
from claims.intake.extraction.basic.drafts import Draft
from claims.intake.extraction.basic.orders import CLAUSES, INNER
from claims.intake.extraction.basic.phrases import COMMA
from claims.intake.sentences import Part, trimmed

#: Characters between "accused" and "of" (a guess: a month or a day).
_OF: Final = 30
#: Characters between "reports" and "that" (a guess: "on social media").
_THAT: Final = 40


class Frames(Clauses):
    """Fills in drafts of one text. Each method returns the draft, or none if its cue attributes nothing."""

    def reaction(self, _draft: Draft, _near: Near) -> None:
        """Pass over a reaction: it is read with the cue of its quotation."""

    def blamed(self, draft: Draft, near: Near) -> Draft | None:
        """Read "prosecutors accused the firm of selling engines"."""
        draft.source = draft.source or self.phrase(near.left)
        draft.content = self.statement(near.right)
        return self.done(draft)

    def agentless(self, draft: Draft, near: Near) -> Draft | None:
        """Read "the firm was accused of selling engines": nobody is named."""
        of = self.patterns["of"].search(self.text, near.right.start, min(near.right.start + _OF, near.right.end))
        within = self.patterns["chained"].search(self.words(near.left)) and self.says(near.left)
        verbs = "predicate" if within else "aux"  # "a man accused of theft will …", "a man who was accused of theft walked"
        whole = self.patterns["be"].match(self.text, *draft.cue) and not within
        verb = None if whole else self.patterns[verbs].search(self.text, *near.right)
        end = verb.start() if verb else near.right.end
        draft.source, draft.content = None, self.statement(Part(of.end() if of else near.right.start, end))
        return self.done(draft)

    def by(self, draft: Draft, near: Near) -> Draft | None:
        """Read "the firm was accused by prosecutors of selling engines" and "the sale was denied by the ministry"."""
        opened = [self.patterns[name].search(self.text, *near.right) for name in ("of", "that_clause")]
        of = min((each for each in opened if each), key=lambda each: each.start(), default=None)
        comma = COMMA.search(self.text, *near.right)
        end = min(each.start() if each else near.right.end for each in (of, comma))
        draft.source = self.phrase(Part(near.right.start, end))
        named = self.phrase(near.left)
        mark = self.text.find(",", *named) if named else -1
        head = Part(named.start, mark) if named and mark > 0 else named
        denied = head if head and self.is_a("anaphor", head) else named  # "the claim, first made by the Gazette, was denied by"
        draft.content = self.statement(Part(of.end(), near.right.end)) if of and of.start() == end else denied
        last = near.last
        if last and last.source and named and self.is_a("pronoun", named):
            draft.relays, last.dropped = last.hands, True
        return self.done(draft) if draft.source else None

    def none(self, draft: Draft, near: Near) -> Draft | None:
        """Read "the ministry declined to comment": the statement is an earlier one."""
        if near.last and draft.source and draft.source == near.last.source:
            draft.content = near.last.content
        if near.last and near.last.takes in CLAUSES and draft.source is None:
            self.nested(draft, near.left, near.last)
        last = self.patterns["object_last"].search(self.text, *near.left)
        left = Part(near.left.start, last.start(1)) if last and last.start(1) > near.left.start else near.left
        draft.source = self.named_within(draft.cue) or draft.source or self.phrase(left) or self.phrase(near.right)
        stop = self.patterns["object_ends"].search(self.text, *near.right)
        draft.meant = Part(draft.cue.start, stop.start() if stop else near.right.end)
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
        """Read "a report that …", "the Gazette's claim that …"; whoever denies a report denies what it says."""
        end = self.patterns["noun_ends"].search(self.text, *near.right)
        right = Part(near.right.start, end.start() if end else near.right.end)
        that = self.patterns["that_clause"].search(self.text, right.start, min(right.start + _THAT, right.end))
        draft.source, draft.content = None, self.statement(Part(that.start(), right.end) if that else right)
        holder = self.patterns["holder"].search(self.words(near.left))
        if by := self.patterns["by_whom"].match(self.text, *right):
            draft.source, draft.stance = self.phrase(Part(*by.span(1))), "supports"
            draft.content = self.statement(Part(by.end(), right.end))
        elif holder and holder[1]:
            draft.source, draft.stance = self.phrase(Part(near.left.start, near.left.start + holder.end(1))), "supports"
        if near.last and near.last.content and near.last.content.start <= draft.cue.start:
            near.last.content = draft.content
        return None if holder and not holder[1] else self.done(draft)

    def prefix(self, draft: Draft, near: Near) -> Draft | None:
        """Read "according to the ministry, …", in any order."""
        left, right, last = near
        commas = COMMA.finditer(self.text, *right)
        comma = next((each for each in commas if not self.patterns["aside"].match(self.text, each.end(), right.end)), None)
        source = trimmed(self.text, Part(right.start, comma.start() if comma else right.end))
        draft.source = self.phrase(source) or source
        if last and last.takes in CLAUSES and comma and self.is_a("that", trimmed(self.text, left)):
            draft.relays, last.dropped = last.hands, True  # "the Gazette said that, according to two officers, …"
            draft.content = self.statement(Part(comma.end(), right.end))
            return self.done(draft)
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
            turned = self.words(left).rstrip().endswith(",") or cites.source.end > left.start
            inner = None if turned or cites.content is None else self.phrase(left)
            if inner and len(self.words(inner).split()) <= INNER and not self.patterns["verbal"].search(self.text, *inner):
                draft.relays.append(inner)
        elif (
            self.patterns["they_cite"].match(self.text, *draft.cue)
            and not self.says(left)
            and self.drafts
            and self.drafts[-1].takes in CLAUSES
            and self.drafts[-1].source
        ):
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
        opens = self.patterns["opens"].match(self.text, *right)
        place = None if opens else self.patterns["within"].search(self.text, *right)
        place = place or self.patterns["within"].search(self.text, *left)
        if place is None:
            draft.stance = "reports"
            return self.hearsay(draft, near) if opens else None
        side = right if place.start() >= right.start else left
        cut = self.patterns["turn"].search(self.text, place.end(), side.end)
        draft.source = self.phrase(Part(place.end(), cut.start() if cut else side.end))
        opened = cut and self.patterns["opens"].match(cut[0])
        draft.content = self.statement(right if side is left else Part(cut.end(), right.end) if cut and opened else left)
        return self.done(draft)
