"""How a cue's source and statement are arranged around it: one method for each value of a cue's ``takes``. Pure."""

from __future__ import annotations

from typing import Final

from claims.intake.extraction.basic.chains import INNER
from claims.intake.extraction.basic.citing import Citing
from claims.intake.extraction.basic.clauses import Near
from claims.intake.extraction.basic.drafts import CLAUSES, Draft
from claims.intake.extraction.basic.phrases import COMMA
from claims.intake.sentences import Part, trimmed

#: Characters between "accused" and "of" (a guess: a month or a day).
_OF: Final = 30
#: Fewest words that are no mere beginning of a clause (a guess).
_BEGUN: Final = 8
#: Characters between "reports" and "that" (a guess: "on social media").
_THAT: Final = 40


class Frames(Citing):
    """Fills in drafts of one text. Each method returns the draft, or none if its cue attributes nothing."""

    def reaction(self, _draft: Draft, _near: Near) -> None:
        """Pass over a reaction: it is read with the cue of its quotation."""

    def blamed(self, draft: Draft, near: Near) -> Draft | None:
        """Read "prosecutors accused the firm of selling engines"."""
        draft.source = draft.source or self.phrase(near.left)
        inner = self.text.find(",", *near.right) if draft.head else -1
        draft.content = self.statement(Part(near.right.start, inner) if inner > 0 else near.right)
        if draft.content and (end := next(self.outside("and_did", draft.content), None)):
            draft.content = Part(draft.content.start, end.start())  # "accused the bank of fraud and fined it"
        if (
            draft.content
            and not self.patterns["of"].search(self.text, *draft.content)
            and (self.patterns["verb_last"].search("") or " of " not in self.words(draft.content))
        ):
            return None  # "accused its neighbours", of nothing
        return self.done(draft)

    def agentless(self, draft: Draft, near: Near) -> Draft | None:
        """Read "the firm was accused of selling engines": nobody is named."""
        of = self.patterns["of"].search(self.text, near.right.start, min(near.right.start + _OF, near.right.end))
        within = self.patterns["chained"].search(self.words(near.left)) and self.says(near.left)
        verbs = "predicate" if within else "aux"  # "a man accused of theft will …", "a man who was accused of theft walked"
        whole = self.patterns["be"].match(self.text, *draft.cue) and not within
        verb = None if whole else self.patterns[verbs].search(self.text, *near.right)
        colon = self.text.find(": ", *near.right)
        end = verb.start() if verb else colon if colon > 0 else near.right.end
        draft.source, draft.content = None, self.statement(Part(of.end() if of else near.right.start, end))
        return self.done(draft)

    def by(self, draft: Draft, near: Near) -> Draft | None:
        """Read "the firm was accused by prosecutors of selling engines" and "the sale was denied by the ministry"."""
        inner = self.text.find(",", *near.right) if draft.head else -1
        near = near._replace(right=Part(near.right.start, inner)) if inner > 0 else near
        opened = [self.patterns[name].search(self.text, *near.right) for name in ("of", "that_clause")]
        of = min((each for each in opened if each), key=lambda each: each.start(), default=None)
        commas = (COMMA.search(self.text, *near.right), self.patterns["object_ends"].search(self.text, *near.right))
        comma = min((each for each in commas if each), key=lambda each: each.start(), default=None)
        end = min(each.start() if each else near.right.end for each in (of, comma))
        draft.source = self.phrase(Part(near.right.start, end))
        named = self.phrase(near.left)
        mark = self.text.find(",", *named) if named else -1
        head = Part(named.start, mark) if named and mark > 0 else named
        denied = head if head and self.is_a("anaphor", head) else named  # "the claim, first made by the Gazette, was denied by"
        draft.content = self.statement(Part(of.end(), near.right.end)) if of and of.start() == end else denied
        draft.rule = "blamed" if of and of.start() == end else draft.rule
        last = near.last
        if last and last.takes == "noun" and last.content and last.content.end <= draft.cue.start:
            draft.content, draft.rule = last.content, last.rule  # "reports that the dam had failed were denied by the firm"
        if draft.content is None or (draft.content is denied and self.of_thing(draft.cue, draft.content)):
            return None  # "the bill was rejected by the council"
        if last and last.source and named and self.is_a("pronoun", named):
            draft.relays, last.dropped = last.hands, True
        return self.done(draft) if draft.source else None

    def none(self, draft: Draft, near: Near) -> Draft | None:
        """Read "the ministry declined to comment": the statement is an earlier one."""
        if self.patterns["claim_alone"].fullmatch(self.text, *self.without_lead(near.left)) and draft.source:
            draft.meant = Part(near.left.start, draft.cue.end)  # "said it rained, and the story he called a lie"
            return draft
        if near.last and draft.source and draft.source == near.last.source:
            draft.content = near.last.content
        if near.last and near.last.takes in CLAUSES and draft.source is None:
            self.nested(draft, near.left, near.last)
        left, _ = self.at_venue(draft, near.left, Part(near.left.end, near.left.end))
        if draft.content is None and near.last is None and self.patterns["says_so"].search(self.words(draft.cue)):
            draft.content = self._just_stated()
        if draft.content is None and (asked := self._asked_about(draft, near)):
            draft.content = asked
            if left.start < asked.end <= left.end:
                before = self.patterns["asked_about"].search(self.text, *left)
                named = Part(left.start, before.start() if before else left.start)
                left = Part(asked.end, left.end) if self.says(Part(asked.end, left.end)) else named
        if self._of_question(draft, left):
            return draft
        about = self.patterns["about_cue"].search(self.words(draft.cue))
        about = about or self.patterns["asked_lead"].match(self.text, self.blank(*left), left.end)
        if about and draft.source is None and draft.content is None and (found := self.object_stated(draft, left)):
            return found
        draft.content = draft.content or self.within_cue(draft.cue)
        if about and draft.content is None and (question := self.asked(draft, left, Part(left.end, left.end))):
            draft.content = self.statement(question)
            return draft
        last = self.patterns["object_last"].search(self.text, *left)
        meant = last is not None and last.start(1) > left.start and self.is_a("anaphor", Part(*last.span(1)))
        left = Part(left.start, last.start(1)) if last and meant else left
        draft.source = self.named_within(draft.cue) or draft.source or self.phrase(left) or self.phrase(near.right)
        stop = self.patterns["object_ends"].search(self.text, *near.right)
        draft.meant = Part(draft.cue.start, stop.start() if stop else near.right.end)
        self.without_venue(draft)
        return draft

    def _just_stated(self) -> Part | None:
        """Return what the sentence before states: "The mayor left. The union says so"."""
        last = self.drafts[-1].content if self.drafts else None
        stated = trimmed(self.text, self.previous)
        return last if last and last.end > stated.start else None if stated.empty else stated

    def _of_question(self, draft: Draft, left: Part) -> bool:
        """Fill in an answer to the question before: "Will she go? This question she ignored"; report whether it is one."""
        words = self.patterns["this_question"].search(self.text, left.start, draft.cue.end) if self.question else None
        if words is None:
            return False
        sides = (Part(words.end(), left.end), Part(left.start, words.start())) if words.end() <= left.end else (left,)
        named = (self.phrase(side) for side in sides if self.says(side))
        draft.source, draft.content = draft.source or next((each for each in named if each), None), self.question
        return True

    def _asked_about(self, draft: Draft, near: Near) -> Part | None:
        """Return what somebody was asked who does not answer: "did not answer the question whether she would resign"."""
        left = self.patterns["asked_about"].search(self.text, *near.left)
        found = left or self.patterns["asked_about"].search(self.text, draft.cue.start, near.right.end)
        return trimmed(self.text, Part(*found.span("object"))) if found else None

    def passive(self, draft: Draft, near: Near) -> Draft | None:
        """Read "this could not be verified": nobody is named, and the statement is an earlier one."""
        draft.source, draft.relays, draft.content = None, [], self.within_cue(draft.cue)
        return draft if near.right.end else None

    def hearsay(self, draft: Draft, near: Near) -> Draft | None:
        """Read "it is said in the village that …"."""
        left, right, _ = near
        that = self.patterns["that"].search(self.text, right.start, min(right.end, right.start + 40))
        aside, ended = self.words(left).endswith(", "), self.text.find(",", *right)
        within = aside and ended == right.start
        right = Part(right.start, ended) if aside and ended > right.start else right  # "a film, allegedly shot there, …"
        whole = Part(that.start(), right.end) if that else right if self.says(right) else left
        begun = self.without_lead(left)
        adverb = self.patterns["adverbial"].search(self.words(draft.cue)) and len(self.words(begun).split()) <= INNER
        apart = self.words(left).rstrip().endswith(",")  # "it is rumoured, allegedly he left"
        if adverb and self.says(begun) and not apart and not self.commas(begun) and not that:
            whole = Part(begun.start, whole.end)  # "ballot boxes have reportedly vanished"
        whole = Part(left.start, right.end) if within and not that else whole
        draft.source, draft.content = None, self.statement(whole)
        return self.done(draft)

    def noun(self, draft: Draft, near: Near) -> Draft | None:
        """Read "a report that …", "the Gazette's claim that …"; whoever denies a report denies what it says."""
        end = self.patterns["noun_ends"].search(self.text, *near.right)
        right = Part(near.right.start, end.start() if end else near.right.end)
        if self.patterns["despite"].search(self.words(near.left)) and (comma := next(iter(self.commas(right)), None)):
            right = Part(right.start, comma.start())  # "despite assurances that it was safe, the line was shut"
        that = self.patterns["that_clause"].search(self.text, right.start, min(right.start + _THAT, right.end))
        draft.source, draft.content = None, self.statement(Part(that.start(), right.end) if that else right)
        holder = self.patterns["holder"].search(self.words(near.left))
        first = not self.says(self.without_lead(near.left)) or (holder is not None and holder.start() == 0)
        if draft.content and first:
            draft.content = self._of_noun_first(draft.content)
        if by := self.patterns["by_whom"].match(self.text, *right):
            draft.source, draft.stance = self.phrase(Part(*by.span(1))), "supports"
            draft.content = self.statement(Part(by.end(), right.end))
        elif holder and holder[1]:
            draft.source, draft.stance = self.phrase(Part(near.left.start, near.left.start + holder.end(1))), "supports"
        if near.last and near.last.takes == "none" and near.last.meant and draft.cue.start < near.last.meant.end:
            if that is None:
                return None  # "called talk of a sale nonsense"
            near.last.content = draft.content
        if near.last and near.last.content and near.last.content.start <= draft.cue.start < near.last.content.end:
            near.last.content = draft.content
        return None if holder and not holder[1] else self.done(draft)

    def _of_noun_first(self, content: Part) -> Part:
        """Return what "reports that the mill had burnt have spread" reports, without the verb of the reports."""
        first = self.patterns["predicate"].search(self.text, content.start - 1, content.end)
        if first and self.patterns["joint"].search(self.text, content.start, first.start()):
            return content  # "reports that the man who was shot had died"
        for verb in self.patterns["main_verb"].finditer(self.text, first.end(), content.end) if first else ():
            between = Part(first.end() if first else content.start, verb.start())
            if self.says(between) and not self.patterns["joint"].search(self.text, *between):
                return Part(content.start, verb.start())
        return content

    def prefix(self, draft: Draft, near: Near) -> Draft | None:
        """Read "according to the ministry, …", in any order."""
        left, right, last = near
        commas = COMMA.finditer(self.text, *right)
        comma = next((each for each in commas if not self.patterns["aside"].match(self.text, each.end(), right.end)), None)
        source = trimmed(self.text, Part(right.start, comma.start() + (comma[0][0] in '"»”') if comma else right.end))
        draft.source = self.phrase(source) or source
        own = self.patterns["pronoun"].search(self.text, *draft.cue)
        colon = max((each.end() for each in self.outside("colon", left)), default=left.start)
        left = Part(colon, left.end)  # "the Post went to see: the mast, by its account, stands"
        if own and last and last.takes in CLAUSES and self.is_a("that", trimmed(self.text, left)):
            return None  # "the mayor said that, by his account, …"
        if by := self.patterns["quoted_by"].search(self.text, *source):  # "according to data that the Gazette cites"
            draft.source, draft.relays = (
                trimmed(self.text, Part(draft.source.start, by.start())),
                [trimmed(self.text, Part(*by.span(1)))],
            )
        if last and last.takes in CLAUSES and comma and self.is_a("that", trimmed(self.text, left)):
            draft.relays, last.dropped = last.hands, True  # "the Gazette said that, according to two officers, …"
            draft.content = self.statement(Part(comma.end(), right.end), clause_only=True)
            return self.done(draft)
        if last and last.takes in CLAUSES and last.content:
            last.content = trimmed(self.text, Part(last.content.start, min(last.content.end, draft.cue.start)))
            return None
        if own:
            draft.source = Part(*own.span())
            begun = not self.without_lead(left).empty and not self.is_a("lead", trimmed(self.text, left))
            draft.content = self.without_lead(Part(left.start, right.end)) if begun else self.statement(right, clause_only=True)
        elif comma and (middle := self._begun(left, Part(comma.end(), right.end))):
            draft.content = self.without_lead(Part(middle, right.end))
        elif comma and 0 < len(self.words(left).split()) < 5 and self.says(Part(comma.end(), right.end)) and self.says(left):
            draft.content = self.without_conjunction(Part(left.start, right.end))
        elif self.says(left) and not self.is_a("lead", left):
            draft.content = trimmed(self.text, left)
        elif comma:
            draft.content = self.without_conjunction(Part(comma.end(), right.end))
        return self.done(draft)

    def _begun(self, left: Part, rest: Part) -> int | None:
        """Return where a clause begins that goes on after "by the doctors' account,": what is before it has no verb."""
        commas = self.commas(trimmed(self.text, left))
        begun = Part(commas[-1].end(), left.end) if commas else None
        if begun is None or not 0 < len(self.words(begun).split()) < _BEGUN or not self.says(rest):
            return None
        verb = self.patterns["predicate"].search(f" {self.words(begun)} ") or self.patterns["aside"].match(self.text, *begun)
        goes_on = self.patterns["predicate"].search(f" {self.words(rest)} ")
        return begun.start if goes_on and not verb and self.patterns["verb_last"].search("") else None

    def document(self, draft: Draft, near: Near) -> Draft | None:
        """Read a document in which it "is said" that, where the language puts it in that way."""
        left, right, _ = near
        opens = self.patterns["opens"].match(self.text, *right)
        place = None if opens else self.patterns["within"].search(self.text, draft.cue.start, right.end)
        place = place or self.patterns["within"].search(self.text, *left)
        if place is None:
            draft.stance = "reports"
            return self.hearsay(draft, near) if opens else None
        side = right if place.start() >= draft.cue.start else left
        cut = self.patterns["turn"].search(self.text, place.end(), side.end)
        draft.source = self.phrase(Part(place.end(), cut.start() if cut else side.end))
        opened = cut and self.patterns["opens"].match(cut[0])
        back = side is right and self.patterns["back"].search(self.words(left).rstrip())
        left = self.previous if back and not self.says(Part(left.start, left.start + back.start())) else left
        draft.content = self.statement(right if side is left else Part(cut.end(), right.end) if cut and opened else left)
        return self.done(draft)
