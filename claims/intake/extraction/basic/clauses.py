"""Cues that take a clause or an object: where their source, listener and statement are. Pure."""

from __future__ import annotations

from typing import NamedTuple

from claims.intake.extraction.basic.chains import INNER
from claims.intake.extraction.basic.drafts import CLAUSES, SILENT, Draft
from claims.intake.extraction.basic.orders import Orders
from claims.intake.sentences import Part, trimmed


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
        if aside := self.patterns["converb"].search(self.words(left)):
            left = Part(left.start, left.start + aside.start())  # "the bureau, having seen the pictures, could not"
        if by := self.patterns["cue_relay"].search(self.text, *draft.cue):
            draft.relays = [Part(*by.span(1))]
        draft.content = self.asked(draft, left, right)
        passed = last is not None and last.takes == "passed" and last.content and last.content.end > draft.cue.start
        if passed or draft.content:
            return None if passed else draft
        if self.asked_in_cue(draft, left) or self.object_before_cue(draft, left) or self.stated_in_cue(draft):
            return self.done(draft)
        left, rest = self.at_venue(draft, left, Part(self.skip(right), right.end))
        if self.object_then_source(draft, left, rest) or self.named_first(draft, left, rest):
            return self.done(draft)
        if draft.source is None and self.inverted(draft, left, rest):
            return self.turned(draft, left, rest, last)
        rest = self._at_complement(draft, self._heard(draft, rest))
        rest = self._object(draft, rest, right.end) if draft.takes == "object" else rest
        return self._in_order(draft, Near(left, right, last), rest)

    def _in_order(self, draft: Draft, near: Near, rest: Part) -> Draft | None:
        """Read a cue with its source before it, or one that has its source from the clause before."""
        left, right, last = near
        if draft.source is not None:
            return self._with_content(draft, left, rest, self.alone(left))
        if draft.takes in CLAUSES and last is None and self.parted(left, rest):
            return self.within(draft, left, right.end)
        told = draft.takes in CLAUSES and (not self.says(rest) or self.aside(rest) or self._quoted(left, last))
        if told or (draft.stance == "supports" and (self.follows(left, rest) or self._after_talks(left, right))):
            return self.content_first(draft, left, rest, last)
        before = last is None and not self.patterns["meant_here"].match(self.words(draft.cue))
        if before and (found := self._object_first(draft, left, rest) or self.around(draft, left, rest, right.end)):
            return found
        joined = last is None and self.patterns["shared"].search(self.words(left)) and self.says(left)
        draft.source = self.subject_of(left) if joined and "," in self.words(left) else None
        dropped = last is not None and last.dropped
        found = self._with_content(draft, left, rest, None) if draft.source or self._subject(draft, left, last) else None
        if found is None and last:
            last.dropped = dropped  # "said the zoo had dismissed its keeper" is what was said
        return found

    def _after_talks(self, left: Part, right: Part) -> bool:
        """Report whether a cue follows a whole statement, with a time after it: "envoys said after talks that failed"."""
        outside = self.patterns["outside_clause"].match(self.words(right).strip())
        return outside is not None and self.follows(left, right)

    def _with_content(self, draft: Draft, left: Part, rest: Part, before: Part | None) -> Draft | None:
        """Fill in the statement after a cue, or within it, or else before it."""
        if self.told_thing(draft, rest):
            return None
        bare = draft.takes in CLAUSES and self.no_clause(draft, rest)
        rest = self.but_what(rest) if draft.takes == "object" else rest
        draft.content = None if bare else self.statement(rest, phrase=draft.takes == "object")
        if draft.content is None and (checked := self.patterns["checked"].match(self.text, *draft.cue)):
            draft.content = Part(*checked.span(1))  # "to verify its age the agency was not able"
        if draft.content is None and draft.takes == "object":
            draft.content = self.within_cue(draft.cue) or before
        thing = draft.content is not None and self.of_thing(draft.cue, draft.content)
        if thing or self.of_other_sense(draft, left):
            return None
        if draft.content and draft.takes == "object":
            self._name_claim(draft, self.before_venue(draft, draft.content))
        elif draft.content:
            self._deny_report(draft, rest.start, draft.content)
        return self.done(draft)

    object = clause

    def _told_whom(self, draft: Draft, left: Part, right: Part, last: Draft | None) -> bool:
        """Fill in "reports, citing the Gazette, to which a miner said this", where the verb is before its subject."""
        cited = last is not None and last.takes == "passed" and last.source is not None and last.content is not None
        if not cited or last is None or last.source is None or not self.patterns["whom_told"].search(self.text, *left):
            return False
        comma = next(iter(self.commas(right)), None)
        draft.source = self.phrase(Part(right.start, comma.start() if comma else right.end))
        content = last.content
        if content and comma and content.start < draft.cue.start < content.end:
            content = trimmed(self.text, Part(comma.end(), content.end))
        draft.relays, draft.content, last.dropped = last.hands, content, draft.source is not None
        draft.takes, draft.rule = "passed", "passed"
        return draft.source is not None

    def _quoted(self, left: Part, last: Draft | None) -> bool:
        """Report whether a whole quotation is before a cue, which is not the name of who was cited before."""
        quote = self.quoted_first(left)
        return quote is not None and not (last and last.source and quote.start <= last.source.start < quote.end)

    def asked(self, draft: Draft, left: Part, right: Part) -> Part | None:
        """Return the statement of "whose they were, they could not say" and "asked whether he paid, he would not say"."""
        if self.says(right) or self.patterns["meant_here"].match(self.words(draft.cue)):
            return None
        left = Part(max(left.start, self.text.rfind("; ", *left) + 1), left.end)
        lead = self.patterns["asked_lead"].match(self.text, self.blank(*left), left.end)
        if self.patterns["asked_clause"].fullmatch(self.text, *left):
            return trimmed(self.text, Part(lead.end() if lead else left.start, left.end))
        commas = [each for each in self.commas(left) if "," in each[0]]
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
        within = draft.stance == "could_not_confirm" and self.patterns["meant_within"].search(self.text, *draft.cue)
        if within or self.patterns["meant_here"].match(self.words(draft.cue)):
            return Part(rest.end, rest.end)
        if only := self.patterns["pronoun_colon"].match(self.text, *rest):
            return Part(rest.start, only.end())  # "did not deny it: it confirmed a leak"
        return Part(rest.start, rest.start) if self.patterns["without_object"].match(self.text, rest.start, end) else rest

    def _subject(self, draft: Draft, left: Part, last: Draft | None) -> bool:
        """Fill in the source of a cue that follows it; report whether there is one, or none is needed."""
        if last and self.of_subject(draft, left, last):
            return True
        if last and (last.takes in CLAUSES or self._of_prefix(last, draft)):
            begun = last.content.start if last.content and (last.takes == "prefix" or last.rule == "turned") else left.start
            return self.nested(draft, Part(begun, left.end) if begun < left.end else left, last)
        if last and last.takes == "passed" and last.source and (after := self.after_cited(draft, left, last)) is not None:
            return after
        called = (
            self.patterns["object_last"].search(self.text, *left)
            if self.patterns["calling"].match(self.words(draft.cue))
            else None
        )
        draft.source, draft.dropped = self.phrase(Part(left.start, called.start(1)) if called else left), called is not None
        dative = self.patterns["dative_subject"].search(self.text, *draft.cue)  # "to the agency it did not succeed to verify"
        if draft.source and not dative and self.is_a("no_source", draft.source):
            return False
        draft.source = draft.source or self.named_within(draft.cue)
        return draft.source is not None or not self.patterns["needs_subject"].search("")

    def _of_prefix(self, last: Draft, draft: Draft) -> bool:
        """Report whether a cue is in what "according to the Gazette" gives: the Gazette is then a relay."""
        content = last.content
        return bool(last.takes == "prefix" and content and last.cue.end < content.start < draft.cue.start < content.end)

    def _object_first(self, draft: Draft, left: Part, rest: Part) -> Draft | None:
        """Read "news of the flight confirmed the coastguard" in languages of that order."""
        left, short = self.without_lead(left), 0 < len(self.words(rest).split()) <= INNER
        name = "about" if draft.takes == "object" else "matter_first"  # "of the dead told the governor"
        found = self.patterns[name].match(self.text, *left)
        if not self.patterns["verb_last"].search("") or not found or not short or self.commas(trimmed(self.text, rest)):
            return None
        asked = ":" in self.text[draft.cue.end : rest.end]  # "of the sale the mayor says: no"
        if asked or self.patterns["that_clause"].match(self.text, *rest) or (source := self.phrase(rest)) is None:
            return None
        draft.source, draft.content, draft.rule = source, self.statement(self.described(left) or left, phrase=True), "turned"
        return self.done(draft)

    def _name_claim(self, draft: Draft, content: Part) -> None:
        """Fill in an object; who only calls a claim something says nothing, and who calls it a lie denies it."""
        draft.content = content
        if not self.patterns["calling"].match(self.words(draft.cue)):
            return
        if self.is_a("false_name", content):
            draft.stance, draft.content = "denies", None  # "an accusation that the mayor called fantasy"
        draft.dropped = (
            draft.dropped or self.patterns["claim"].match(self.text, *content) is not None
        )  # "called the figures arithmetic"

    def _deny_report(self, draft: Draft, start: int, content: Part) -> None:
        """Turn "said reports that he had left were untrue" into a denial of what was reported."""
        false = self.patterns["called_false"].search(self.text, *content)
        if false and false.end() == content.end and self.patterns["about"].search(self.text, start, content.start):
            draft.stance, draft.content = "denies", trimmed(self.text, Part(content.start, false.start()))

    def _heard(self, draft: Draft, rest: Part) -> Part:
        """Return what follows whoever heard a confirmation or a denial: "confirmed to us: ", as some languages have it."""
        outlet = self.patterns["told_outlet"].match(self.text, rest.start - 1, rest.end)
        heard = outlet or self.patterns["us"].match(self.text, *rest)
        if self.patterns["pronoun_colon"].match(self.text, *rest):
            return rest  # "did not deny it: it confirmed a leak"
        if draft.takes != "object" or heard is None or not self.patterns["opens"].match(self.text, heard.end(), rest.end):
            return rest
        if outlet:
            draft.relays = [*draft.relays, trimmed(self.text, Part(*outlet.span(1)))]
        return Part(heard.end(), rest.end)

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
        if self._told_whom(draft, left, right, last):
            return draft
        at = self.skip(right)
        for found in self.patterns["listener"].finditer(self.text, *left):
            before = self.text[left.start : found.start()].strip(" ,")
            if before and found.end() >= trimmed(self.text, left).end and self.patterns["lead_only"].fullmatch(before):
                draft.relays, left = [self._outlet(Part(*found.span()))], Part(left.start, found.start())
        ends = trimmed(self.text, left).end
        within = not draft.relays and self.patterns["locative"].match(self.text, self.blank(*left), left.end)
        named = self.patterns["told_outlet"].search(self.text, *Part(left.start, right.end)) if within else None
        if (
            named and within and within.end() < named.start() and ends <= named.end() <= left.end
        ):  # "at the ministry the Gazette was told"
            draft.relays, left = [trimmed(self.text, Part(*named.span(1)))], Part(left.start, named.start())
        us = self.patterns["us"].match(self.text, at, right.end)
        outlet = self.patterns["told_outlet"].match(self.text, at - 1, right.end)
        if us and not (outlet and outlet.end() > us.end()):
            at = us.end()
        elif outlet:
            draft.relays, at = [trimmed(self.text, Part(*outlet.span(1)))], outlet.end()
        elif (
            self._names(left)
            and not self.inverted(draft, left, Part(at, right.end))
            and (outlet := self.patterns["listener"].match(self.text, at, right.end))
        ):
            draft.relays, at = [self._outlet(Part(at, outlet.end()))], outlet.end()
        elif listened := self.patterns["listened"].match(self.text, at, right.end):
            at = listened.end()
        elif self.patterns["needs_listener"].search(self.text, *draft.cue) and self.says(Part(at, right.end)):
            return None
        relays = draft.relays
        done = self.clause(draft, Near(left, Part(at, right.end), last))
        if done:
            done.relays = [*[each for each in done.relays if each not in relays], *relays]
        return done

    def _outlet(self, part: Part) -> Part:
        """Return an outlet without "in an interview with"."""
        venue = self.patterns["venue"].match(self.text, *part)
        return trimmed(self.text, Part(venue.end() if venue else part.start, part.end))

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
