"""The order of a source, its cue and its statement, and what one attribution means for the one before it. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from claims.intake.extraction.basic.drafts import Draft
from claims.intake.extraction.basic.lexicon import Lexicon
from claims.intake.extraction.basic.naming import same_source
from claims.intake.extraction.basic.phrases import Phrases
from claims.intake.sentences import Part, trimmed

#: What takes a whole statement.
CLAUSES: Final = ("clause", "told")
#: Most words of a source within the statement of another: "the Gazette said *the ministry* denied it" (a guess).
INNER: Final = 8


class Orders(Phrases):
    """Arranges drafts of one text."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        super().__init__(text, lexicon)
        self.drafts: list[Draft] = []  # of earlier sentences
        self.previous = Part(0, 0)  # the sentence before

    def inverted(self, draft: Draft, left: Part, rest: Part) -> bool:
        """Report whether the source follows its cue: before it is a whole statement, or nothing that could name anybody."""
        if self.quoted_first(left) or ":" in self.text[draft.cue.end : rest.start + 1]:
            return False
        before = self.words(left).rstrip()
        short = len(self.words(rest).split()) <= INNER and not self.commas(trimmed(self.text, rest))
        line = self.text[rest.end : rest.end + 1] in ("\n", "") and not self.words(rest).endswith(".")
        line = line and not self.patterns["predicate"].search(f" {self.words(rest)}")
        verb = line or self.patterns["predicate"].search(self.words(left))
        whole = self.patterns["heading"].search(before) and verb
        states = self.patterns["states"].match(self.text, rest.start - 1, rest.end)
        told = self.patterns["needs_listener"].search(self.text, *draft.cue)
        turned_heading = short and whole and not states and not told
        apposed = (
            draft.takes not in CLAUSES
            and before.endswith(",")
            and before.count(",") > 1
            and not self.patterns["predicate"].search(self.words(left))
        )
        by_form = (self.patterns[name].search(before) and not apposed for name in ("back", "before"))
        if not (turned_heading or any(by_form) or self.patterns["lead_only"].fullmatch(before)):
            return False
        stays = any(self.patterns["stays"].match(self.text, at, rest.end) for at in (rest.start - 1, rest.start))
        if not self.says(rest) or self.aside(rest) or stays:
            return False
        phrase = self.described(left)
        return phrase is None or phrase.end == trimmed(self.text, left).end

    def turned(self, draft: Draft, left: Part, rest: Part, last: Draft | None) -> Draft | None:
        """Read "…, said the mayor" and, of the sentence before, "this was announced by the mayor"."""
        cut = self.patterns["turn"].search(self.text, *rest)
        draft.source = self.phrase(self.without_listener(draft, Part(rest.start, cut.start() if cut else rest.end)))
        if draft.source and (apposed := self.patterns["apposition"].match(self.text, draft.source.end, rest.end)):
            verb = self.patterns["predicate"].search(self.text, *apposed.span())
            draft.source = draft.source if verb else Part(draft.source.start, apposed.end())
        ahead = cut if cut and (self.patterns["opens"].match(cut[0]) or not self.says(left)) else None
        if back := self.patterns["back"].search(self.words(left).rstrip()):
            left = Part(left.start, left.start + back.start())
            left = left if self.says(left) else self.previous
        if cut and self._goes_on(left, Part(cut.start(), rest.end)):
            draft.content, draft.rule = trimmed(self.text, Part(left.start, rest.end)), f"{draft.rule}_within"
            return draft
        tail = Part(ahead.end(), rest.end) if ahead else Part(0, 0)
        if ahead and not ahead[0] and (comma := next(iter(self.commas(tail)), None)):
            tail = Part(comma.end(), rest.end)  # "as the Post writes on the word of the mayor, …"
        if self.says(tail):
            draft.content = self.statement(tail)
        elif draft.source and self._pass_on(draft.source, left.end, last):
            return None
        elif self.says(left) and not self.patterns["lead_only"].fullmatch(self.words(left).strip(" ,")):
            draft.content = self.statement(left)
        draft.rule += "_turned"
        return self.done(draft)

    def _goes_on(self, left: Part, tail: Part) -> bool:
        """Report whether a clause goes on after its cue: "the treaty, says the envoy, is dead"."""
        subject, verb = (f" {self.words(trimmed(self.text, each))}" for each in (left, tail))
        begun = 0 < len(subject.split()) <= INNER and not self.patterns["predicate"].search(subject)
        return begun and self.text.startswith(",", tail.start) and bool(self.patterns["predicate"].match(verb))

    def without_listener(self, draft: Draft, named: Part) -> Part:
        """Return a source after its cue without whom it told; an outlet that it told is a relay."""
        if outlet := self.patterns["told_outlet"].search(self.text, *named):
            draft.relays = [*draft.relays, trimmed(self.text, Part(*outlet.span(1)))]
            return Part(named.start, outlet.start())
        told = self.patterns["recipient"].search(self.text, *named)
        return Part(named.start, told.start()) if told else named

    def content_first(self, draft: Draft, left: Part, rest: Part, last: Draft | None) -> Draft | None:
        """Read "the talks failed, a delegate said"."""
        if last and last.takes == "hearsay":
            last.dropped = True  # "he allegedly fled, prosecutors say"
        if quote := self.quoted_first(left):
            draft.source = self.phrase(Part(quote.end, left.end))
            more = next((each for each in self.quoted if each.start == rest.start + 2), None)  # "sales", he said, "fell"
            fragment = more is not None and self.text[rest.start] == "," and self.text[more.start + 1].islower()
            draft.content = trimmed(self.text, Part(left.start, more.end if more and fragment else quote.end))
            draft.rule += "_first"
            return self.done(draft)
        left = trimmed(self.text, left)
        commas = self.commas(left)
        while len(commas) > 1 and self.apposed(commas[-1].end(), left.end):
            commas.pop()
        if not commas:  # "The Ledger reported, citing two bankers, that": the next cue completes it
            draft.source, draft.dropped = self.phrase(left), True
            return draft if draft.source and self.aside(rest) else None
        draft.source = self.phrase(Part(commas[-1].end(), left.end))
        if draft.source and self._pass_on(draft.source, commas[-1].start(), last):
            return None
        asked = self.patterns["asked_lead"].match(self.text, *left)
        draft.content = trimmed(self.text, Part(asked.end() if asked else left.start, commas[-1].end()))
        draft.rule += "_first"
        return self.done(draft)

    def _pronoun_last(self, draft: Draft, left: Part) -> Draft | None:
        """Read "when they meet again, she refused to say" in languages that put the verb last."""
        if not self.commas(trimmed(self.text, left)):
            return None
        found = self.content_first(replace(draft), left, Part(0, 0), None)
        return found if found and found.source and self.is_a("pronoun", found.source) else None

    def around(self, draft: Draft, left: Part, rest: Part, end: int) -> Draft | None:
        """Read clauses whose source is in the middle or, before the verb at the end, last."""
        if draft.takes in CLAUSES:
            return self._within(draft, left, rest, end)
        if self.says(rest) and self.text[rest.start] not in ",;":
            return None
        if not self.patterns["verb_last"].search(""):
            return None
        return self._object_last(draft, left) or self._pronoun_last(draft, left) or self._object_before(draft, left)

    def _object_last(self, draft: Draft, left: Part) -> Draft | None:
        """Read "the firm this report denied" in languages of that order: the statement is an earlier one."""
        found = self.patterns["object_last"].search(self.text, *left)
        source = self.phrase(Part(left.start, found.start(1))) if found else None
        if found is None or source is None:
            return None
        draft.source, draft.content = source, Part(*found.span(1))
        if self.patterns["stated_noun"].match(self.text, *draft.content):
            return draft  # "the presence of rockets Kemer did not confirm"
        draft.meant, draft.content, draft.takes, draft.rule = draft.content, None, "none", f"{draft.rule}_back"
        return draft

    def _object_before(self, draft: Draft, left: Part) -> Draft | None:
        """Read "the commander, answering the Gazette, shells did not deny" in languages of that order."""
        commas = self.commas(left)
        source = self.phrase(Part(left.start, commas[0].start())) if commas else None
        between = Part(commas[-1].end(), left.end) if commas else left
        if source is None or source.end >= between.start or not self.says(between):
            return None
        draft.source, draft.content = source, trimmed(self.text, between)
        return self.done(draft)

    def _within(self, draft: Draft, left: Part, rest: Part, end: int) -> Draft | None:
        """Read "the treaty, the envoy said, is dead": the statement is around its cue."""
        if (
            not self.says(rest)
            or self.aside(rest)
            or self.text[rest.start] != ","
            or self.patterns["stays"].match(self.text, *rest)
        ):
            return None
        commas = self.commas(trimmed(self.text, left))
        if self.patterns["stays"].match(self.text, *rest):
            return None
        source = self.phrase(Part(commas[-1].end(), left.end)) if commas else None
        if source is None or len(self.words(source).split()) > INNER or self.apposed(*source):
            return None
        draft.source, draft.content, draft.rule = source, trimmed(self.text, Part(left.start, end)), f"{draft.rule}_within"
        return draft

    def _pass_on(self, relay: Part, end: int, last: Draft | None) -> bool:
        """Make a source the relay of what its statement attributes to another: "the army took the blame, the Courier said"."""
        if last is None or last.source is None or last.content is None or last.content.start < last.cue.start:
            return False
        last.relays, last.rule = [relay], "passed_on"
        last.content = trimmed(self.text, Part(last.content.start, max(min(last.content.end, end), last.content.start)))
        return not last.content.empty

    def nested(self, draft: Draft, left: Part, last: Draft) -> bool:
        """Report whether this cue's clause is all that the last source says; if so, the last source is a relay of this one."""
        at = self.skip(left)
        listener = self.patterns["us"].match(self.text, at, left.end) if last.takes == "told" else None
        said = max((each.end() for each in self.patterns["that_clause"].finditer(self.text, *left)), default=None)
        silent = said is not None and not self.says(Part(said, left.end))  # "said that cannot confirm", as Russian has it
        inner = last.source if silent else self.phrase(Part(said or (listener.end() if listener else at), left.end))
        if inner is None or last.source is None or last.dropped or len(self.words(inner).split()) > INNER:
            return False
        itself = silent or (self.is_a("pronoun", inner) and last.takes != "prefix")
        negated = self.patterns["negated"].search(self.text, *draft.cue)
        if (itself and draft.stance == "supports" and not negated) or self.patterns["verbal"].search(self.text, *inner):
            return False
        draft.source, last.dropped, draft.rule = last.source if itself else inner, True, "nested"
        draft.relays = list(last.relays) if itself else [*last.relays, last.source]
        return True

    def merged(self, relay: Part) -> Draft | None:
        """Return and drop what a relay said in an earlier sentence, where this one says on whose word: it is then no source."""
        said = (each for each in reversed(self.drafts) if not each.dropped and each.takes in CLAUSES and each.source)
        last = next(said, None)
        if last and last.source and not last.relays and same_source(self.words(relay), self.words(last.source)):
            last.dropped = True
            return last
        return None

    def without_venue(self, draft: Draft) -> None:
        """Make the outlet of "its leader, in an interview with the Gazette," a relay, where the source has these words."""
        venue = self.patterns["venue"].search(self.text, *draft.source) if draft.source else None
        outlet = self.patterns["listener"].match(self.text, venue.end(), draft.source.end) if venue and draft.source else None
        if draft.source and venue and outlet and venue.start() > draft.source.start:
            part = trimmed(self.text, Part(*outlet.span()))
            draft.source = trimmed(self.text, Part(draft.source.start, venue.start()))
            draft.relays = [*(each for each in draft.relays if each.end <= part.start or part.end <= each.start), part]

    def done(self, draft: Draft) -> Draft | None:
        """Return a draft with a statement of its own, or one whose words mean another statement; none if it has neither."""
        if draft.content and self.is_a("anaphor", draft.content):
            draft.meant, draft.content, draft.takes, draft.rule = draft.content, None, "none", f"{draft.rule}_back"
        elif draft.content is None:
            if draft.takes in CLAUSES or draft.stance in ("supports", "reports"):
                return None
            draft.takes = "none"
        region = Part(draft.source.start, draft.cue.start) if draft.source else draft.cue
        if draft.source and (by := self.patterns["quoted_by"].search(self.words(region))):
            draft.relays = [trimmed(self.text, Part(*(region.start + each for each in by.span(1)))), *draft.relays]
            draft.source = trimmed(self.text, Part(draft.source.start, region.start + by.start()))
        self.without_venue(draft)
        if draft.source and draft.stance == "supports" and self.patterns["nobody"].match(self.text, *draft.source):
            draft.stance = "reports"
        if draft.source is None and draft.takes in CLAUSES and self.patterns["plural_present"].search(self.text, *draft.cue):
            draft.stance, draft.rule = "reports", "hearsay"
        return draft
