"""The order of a source, its cue and its statement, and what one attribution means for the one before it. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from claims.intake.extraction.basic.chains import INNER
from claims.intake.extraction.basic.drafts import CLAUSES, Draft
from claims.intake.extraction.basic.objects import Objects
from claims.intake.sentences import Part, trimmed

#: What looks like a verb and is none: "a packed hall".
_ATTRIBUTE: Final = re.compile(r"\b(?:an?|the|his|her|its|their) \w+ed\b")
#: Patterns of words for a source.
_HANDS: Final = ("body", "post", "collective")
#: The letters of "that" and its blanks in any language.
_THAT: Final = 6
#: What is between a quotation and its cue in Russian and Ukrainian.
_DASHES: Final = ("—", "–", "-")
#: Most words of a subject whose clause goes on after a cue, whatever it goes on with (a guess).
_SUBJECT: Final = 2


class Orders(Objects):
    """Arranges drafts of one text."""

    def inverted(self, draft: Draft, left: Part, rest: Part) -> bool:
        """Report whether the source follows its cue: before it is a whole statement, or nothing that could name anybody."""
        if self.quoted_first(left) or ":" in self.text[draft.cue.end : rest.start + 1]:
            return False
        if self.says(rest) and self.patterns["fronted"].match(self.text, self.without_lead(left).start):
            return True  # "that the strike will come said the federation"
        before = self.words(left).rstrip()
        comma = next(iter(self.commas(rest)), None)
        apart = comma and (self.aside(Part(comma.start(), rest.end)) or self.after_condition(left, comma.end(), rest))
        named = Part(rest.start, comma.start()) if comma and apart else rest
        short = len(self.words(named).split()) <= INNER and not self.commas(trimmed(self.text, named))
        line = self.text[rest.end : rest.end + 1] in ("\n", "") and not self.words(rest).endswith(".")
        hand = self.words(trimmed(self.text, named))
        bare = hand.islower() and len(hand.split()) <= _SUBJECT and not self.patterns["outside_clause"].match(hand)
        ends = short and before.count(",") == 1 and (bare or any(self.patterns[each].search(hand) for each in _HANDS))
        line = ends or (line and not self.patterns["predicate"].search(f" {self.words(rest)}"))
        verb = line or self.patterns["predicate"].search(self.words(left))
        whole = self.patterns["heading"].search(before) and verb
        states = self.patterns["states"].match(self.text, rest.start - 1, rest.end)
        told = self.patterns["needs_listener"].search(self.text, *draft.cue)
        doing = hand[:1].islower() and self.patterns["gerund"].match(hand)  # "did not deny being angry"
        turned_heading = short and whole and not told and not doing and (not states or (ends and line))
        apposed = (
            draft.takes not in CLAUSES
            and before.endswith(",")
            and before.count(",") > 1
            and not self.patterns["predicate"].search(self.words(left))
        )
        by_form = (self.patterns[name].search(before) and not apposed for name in ("back", "before"))
        # "half a million, reckons Una Sayle"
        full_name = before.endswith(",") and before.count(",") == 1 and not told and self.apposed(*named)
        if not (turned_heading or full_name or any(by_form) or self.patterns["lead_only"].fullmatch(before)):
            return False
        stays = any(self.patterns["stays"].match(self.text, at, rest.end) for at in (rest.start - 1, rest.start))
        if not self.says(rest) or self.aside(rest) or stays:
            return False
        phrase, ended = self.described(left), trimmed(self.text, left)
        spoken = before[-1:] in _DASHES  # a time at the end of a quotation belongs to it
        ended = trimmed(self.text, self.without_time(ended)) if spoken else ended
        commas = self.commas(Part(left.start, ended.end)) if before.endswith(",") else []
        last = commas[-1].end() if len(commas) > 1 else ended.end
        # "the bus, which fell off a bridge, was sound, says its owner"
        stated = self.patterns["predicate"].match(f" {self.text[last : ended.end]} ") is not None
        return phrase is None or phrase.end == ended.end or stated

    def turned(self, draft: Draft, left: Part, rest: Part, last: Draft | None) -> Draft | None:
        """Read "…, said the mayor" and, of the sentence before, "this was announced by the mayor"."""
        cut = self.patterns["turn"].search(self.text, *rest)
        if (stance := self.reaction_of(trimmed(self.text, left))) and cut and self.patterns["opens"].match(cut[0]):
            return self._reacts(replace(draft, stance=stance, cue=trimmed(self.text, left)), rest, cut)
        after = self.without_listener(draft, Part(rest.start, cut.start() if cut else rest.end))
        venue = self.patterns["venue"].search(self.text, *after)
        outlet = self.patterns["listener"].match(self.text, venue.end(), after.end) if venue else None
        if venue and outlet and venue.start() > after.start:
            draft.relays, after = [*draft.relays, trimmed(self.text, Part(*outlet.span()))], Part(after.start, venue.start())
        draft.source = self.phrase(after)
        if draft.source and (apposed := self.patterns["apposition"].match(self.text, draft.source.end, rest.end)):
            verb = self.patterns["predicate"].search(self.text, *apposed.span())
            draft.source = draft.source if verb else Part(draft.source.start, apposed.end())
        elif draft.source and self.text.startswith(", ", draft.source.end):
            named = self.apposition_end(Part(draft.source.end + 2, rest.end))
            draft.source = Part(draft.source.start, named) if named else draft.source
        ahead = cut if cut and (self.patterns["opens"].match(cut[0]) or not self.says(left)) else None
        if back := self.patterns["back"].search(self.words(left).rstrip()):
            left = Part(left.start, left.start + back.start())
            told = self.is_a("us", trimmed(self.text, left))  # "this he was told by his nephew"
            left = left if self.says(left) and not told else self.previous
        if cut and self.goes_on(left, Part(cut.start(), rest.end)):
            draft.content, draft.rule = self.without_conjunction(Part(left.start, rest.end)), "within"
            return self.done(draft)
        tail = Part(ahead.end(), rest.end) if ahead else Part(0, 0)
        if ahead and self.aside(Part(ahead.start(), rest.end)) and (ended := next(iter(self.commas(tail)), None)):
            tail = Part(ended.end(), rest.end)  # "as two ministers, who asked for anonymity, say, …"
        if ahead and not ahead[0] and (comma := next(iter(self.commas(tail)), None)):
            tail = Part(comma.end(), rest.end)  # "as the Post writes on the word of the mayor, …"
        if self.says(tail):
            draft.content = self.statement(tail)
        elif draft.source and self.pass_on(draft.source, left.end, last):
            return None
        elif self.says(left) and not self.patterns["lead_only"].fullmatch(self.words(left).strip(" ,")):
            spoken = self.words(left).rstrip()[-1:] in _DASHES
            stated = self.without_conjunction(left if spoken else self.without_time(trimmed(self.text, left)))
            quoted = self.within_quotation(stated.start)  # "If he goes, it will shut," says the mayor
            draft.content = self.statement(stated, clause_only=quoted)
        draft.rule = "turned"
        return self.done(draft)

    def _reacts(self, draft: Draft, rest: Part, cut: re.Match[str]) -> Draft | None:
        """Read "nothing of the kind, says the mayor of the charge that she left"."""
        named = Part(rest.start, cut.start())
        said = self.patterns["said_of"].search(self.text, *named)
        draft.source, draft.takes, draft.rule = (
            self.phrase(Part(named.start, said.start()) if said else named),
            "none",
            "reaction",
        )
        draft.content = self.statement(Part(cut.end(), rest.end)) if said else None
        return draft if draft.source else None

    def goes_on(self, left: Part, tail: Part) -> bool:
        """Report whether a clause goes on after its cue: "the treaty, says the envoy, is dead"."""
        subject, verb = (f" {self.words(trimmed(self.text, each))} " for each in (left, tail))
        goes = self.patterns["predicate"].search(verb) and self.text.startswith(",", tail.start)
        if goes and self.patterns["conditional"].match(subject.strip()):
            return True  # "if he goes, says the mayor, the town will close its roads"
        begun = 0 < len(subject.split()) <= INNER and not self.patterns["predicate"].search(subject)
        open_left = begun and not self.is_a("that", trimmed(self.text, left))
        if (
            not open_left
            or self.reaction_of(trimmed(self.text, left))
            or not self.text.startswith(",", tail.start)
            or self.aside(tail)
        ):
            return False
        one = len(subject.split()) <= _SUBJECT and not self.patterns["gerund"].match(verb.strip())
        return one or bool(self.patterns["predicate"].match(verb))

    def without_listener(self, draft: Draft, named: Part) -> Part:
        """Return a source after its cue without whom it told; an outlet that it told is a relay."""
        if outlet := self.patterns["told_outlet"].search(self.text, *named):
            draft.relays = [*draft.relays, trimmed(self.text, Part(*outlet.span(1)))]
            return Part(named.start, outlet.start())
        told = self.patterns["recipient"].search(self.text, *named)
        return Part(named.start, told.start()) if told else named

    def follows(self, left: Part, rest: Part) -> bool:
        """Report whether a cue and its source follow a whole statement: "the dam is safe, the mayor promised a packed hall"."""
        left, commas = trimmed(self.text, left), self.commas(trimmed(self.text, left))
        if self.patterns["conjunction"].match(self.text, self.blank(*rest), rest.end):
            return False  # "the dam, the mayor said, and the bridge"
        if not commas or any(
            self.patterns[name].match(self.text, at, left.end)
            for name, at in (("lead", left.start), ("aside", commas[-1].end()))
        ):
            return False
        if any(mark in self.words(rest) for mark in '"“«:'):
            return False
        stated, named = (
            f" {self.words(each)} " for each in (Part(left.start, commas[-1].start()), Part(commas[-1].end(), left.end))
        )
        after = _ATTRIBUTE.sub("", f" {self.words(rest)} ")
        verbs = [self.patterns["predicate"].search(each) for each in (stated, named, after)]
        clause = self.patterns["that_clause"].search(self.text, rest.start - 1, rest.end)
        if self.patterns["outside_clause"].match(after.strip()):
            verbs[2] = clause = None  # "envoys said after talks that failed"
        return bool(verbs[0] and not any(verbs[1:])) and not clause and len(named.split()) <= INNER

    def content_first(self, draft: Draft, left: Part, rest: Part, last: Draft | None) -> Draft | None:
        """Read "the talks failed, a delegate said"."""
        if last and last.takes == "hearsay":
            last.dropped = True  # "he allegedly fled, prosecutors say"
        if quote := self.quoted_first(left):
            draft.source = self.phrase(Part(quote.end, left.end))
            more = next((each for each in self.quoted if each.start == rest.start + 2), None)  # "sales", he said, "fell"
            fragment = more is not None and self.text[rest.start] == "," and self.text[more.start + 1].islower()
            draft.content = trimmed(self.text, Part(left.start, more.end if more and fragment else quote.end))
            draft.rule = "first"
            return self.done(draft)
        left = trimmed(self.text, left)
        commas = self.commas(left)
        if len(commas) > 1 and self._named_after(Part(commas[-2].end(), commas[-1].start()), Part(commas[-1].end(), left.end)):
            commas.pop()
        if not commas:  # "The Ledger reported, citing two bankers, that": the next cue completes it
            draft.source, draft.dropped = self.phrase(left), True
            return draft if draft.source and self.aside(rest) else None
        draft.source = self.phrase(Part(commas[-1].end(), left.end))
        if draft.source and self.pass_on(draft.source, commas[-1].start(), last):
            return None
        asked = self.patterns["asked_lead"].match(self.text, *left)
        draft.content = trimmed(self.text, Part(asked.end() if asked else left.start, commas[-1].end()))
        draft.rule = "first"
        return self.done(draft)

    def _named_after(self, title: Part, name: Part) -> bool:
        """Report whether words are a name in apposition to those before a comma: "the operator, Citytram"."""
        titled = any(self.patterns[each].match(self.text, *title) for each in ("the", *_HANDS))
        single = titled and self.words(name)[:1].isupper() and len(self.words(name).split()) == 1
        return self.apposed(*name) or single

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
        ended = ",;" if draft.stance == "supports" else ",;:"  # "the trip it denies: the mayor was at home"
        if self.says(rest) and self.text[rest.start] not in ended:
            return None
        if not self.patterns["verb_last"].search(""):
            return None
        said = self.says(rest)
        ends = said and self.text[rest.start] == ":"
        if not said and (last := self._subject_last(draft, left)):
            return last
        stated: tuple[Callable[[Draft, Part], Draft | None], ...] = () if said and not ends else (self.object_stated,)
        for order in (*stated, self.object_last, self._pronoun_last, self._object_before):
            if found := order(draft, left):
                return found
        return None

    def _subject_last(self, draft: Draft, left: Part) -> Draft | None:
        """Read "the letter's age the agency could not confirm" in languages of that order."""
        start = self.without_lead(left).start
        words = self.text[start : left.end]
        found = self.patterns["subject_last"].search(words) or self.patterns["why_first"].search(words)
        if found is None or self.is_a("time", Part(start + found.start(1), start + found.end(1))):
            return None
        if self.patterns["outside_clause"].match(found[1]):
            return None  # "at the inquest he confirmed"
        draft.content = self.statement(Part(start + found.start(1), start + found.end(1)), phrase=True)
        draft.source = self.phrase(Part(start + found.start(2), start + found.end(2)))
        return self.done(draft)

    def _object_before(self, draft: Draft, left: Part) -> Draft | None:
        """Read "the commander, answering the Gazette, shells did not deny" in languages of that order."""
        commas = self.commas(left)
        source = self.phrase(Part(left.start, commas[0].start())) if commas else None
        between = Part(commas[-1].end(), left.end) if commas else left
        if source is None or source.end >= between.start or not self.says(between) or self.apposed(*between):
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
        return self.within(draft, left, end)

    def within(self, draft: Draft, left: Part, end: int) -> Draft | None:
        """Fill in a statement that is around its cue."""
        commas = self.commas(trimmed(self.text, left))
        source = self.phrase(Part(commas[-1].end(), left.end)) if commas else None
        if source is None or len(self.words(source).split()) > INNER or self.apposed(*source):
            return None
        draft.source, draft.content, draft.rule = source, self.without_conjunction(Part(left.start, end)), "within"
        return draft

    def _after_that(self, draft: Draft) -> bool:
        """Report whether a statement follows "that", so that it is no mere pronoun for another."""
        before = self.text[max(0, (draft.content or draft.cue).start - _THAT) : (draft.content or draft.cue).start]
        return draft.takes in CLAUSES and self.patterns["that_clause"].search(before) is not None

    def done(self, draft: Draft) -> Draft | None:
        """Return a draft with a statement of its own, or one whose words mean another statement; none if it has neither."""
        self.denied_that(draft)
        reaction = self.reaction_of(draft.content) if draft.content else None
        if reaction:
            draft.stance, draft.meant = reaction if draft.stance == "supports" else draft.stance, draft.content
            draft.cue = draft.content if draft.content and draft.content.end <= draft.cue.start else draft.cue
            draft.content, draft.takes, draft.rule = None, "none", "reaction"
        elif draft.content and self.is_a("anaphor", draft.content) and not self._after_that(draft):
            draft.meant, draft.content, draft.takes, draft.rule = draft.content, None, "none", f"{draft.rule}_back"
        elif draft.content is None:
            meant = self.patterns["meant_here"].match(self.words(draft.cue))  # "this nobody disputes"
            meant = meant or self.patterns["negated"].search(self.text, *draft.cue)  # "and now no longer disputes"
            if draft.takes in CLAUSES or (draft.stance in ("supports", "reports") and not meant):
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
