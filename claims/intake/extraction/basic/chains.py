"""Who passes on whose words: what one attribution means for the one before it. Pure."""

from __future__ import annotations

from typing import Final

from claims.intake.extraction.basic.drafts import CLAUSES, Draft
from claims.intake.extraction.basic.lexicon import Lexicon
from claims.intake.extraction.basic.naming import same_source
from claims.intake.extraction.basic.statable import Statable
from claims.intake.sentences import Part, trimmed

#: Most words of a source within the statement of another: "the Gazette said *the ministry* denied it" (a guess).
INNER: Final = 8


class Chains(Statable):
    """Chains drafts of one text."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        super().__init__(text, lexicon)
        self.drafts: list[Draft] = []  # of earlier sentences
        self.previous = Part(0, 0)  # the sentence before
        self.question: Part | None = None  # the sentence before, if it is a question

    def pass_on(self, relay: Part, end: int, last: Draft | None) -> bool:
        """Make a source the relay of what its statement attributes to another: "the army took the blame, the Courier said"."""
        if last and last.source and last.content is None and last.takes == "none" and last.meant and not last.relays:
            last.relays = [relay]  # "she denied this in court, the Herald notes"
            return True
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
        nothing = itself or self.patterns["negation"].match(self.text, *inner)
        if nothing and draft.stance == "neither" and self.patterns["unsaid"].search(self.text, *draft.cue):
            return False  # "said that it had said nothing of the kind"
        negated = self.patterns["negated"].search(self.text, *draft.cue)
        if (itself and draft.stance == "supports" and not negated) or self.patterns["verbal"].search(self.text, *inner):
            return False
        draft.source, last.dropped, draft.rule = last.source if itself else inner, True, "nested"
        draft.relays = list(last.relays) if itself else [*last.relays, last.source]
        return True

    def reaction_of(self, content: Part) -> str | None:
        """Return the stance of a statement that is nothing but a reaction to another: "the mayor said that was a lie"."""
        if len(self.words(content).split()) > INNER or self.within_quotation(content.start):
            return None
        found = next(self.lexicon.find(self.text, *content, [content]), None)
        return found.cue.stance if found and found.cue.takes == "reaction" and (found.start, found.end) == content else None

    def of_own(self, draft: Draft, last: Draft | None) -> None:
        """Give "later denied this" and "took her words back" what the same source said before."""
        itself = last is not None and last.takes in CLAUSES and draft.source == last.source
        back = any(self.patterns[each].search(self.words(draft.cue)) for each in ("meant_here", "took_back"))
        if last and itself and back and draft.content is None:
            draft.content = last.content

    def denied_that(self, draft: Draft) -> None:
        """Turn "it is untrue that I left, wrote the mayor" into a denial of what follows "that"."""
        stated = draft.content if draft.takes in CLAUSES and draft.stance == "supports" else None
        if stated and (false := self.patterns["false_that"].match(self.text, *stated)):
            draft.stance, draft.cue = "denies", Part(*false.span("cue"))
            draft.content = trimmed(self.text, Part(false.end(), stated.end))

    def merged(self, relay: Part) -> Draft | None:
        """Return and drop what a relay said in an earlier sentence, where this one says on whose word: it is then no source."""
        said = (each for each in reversed(self.drafts) if not each.dropped and each.takes in CLAUSES and each.source)
        last = next(said, None)
        same = last and last.source and (self.is_a("pronoun", relay) or same_source(self.words(relay), self.words(last.source)))
        if last and same and not last.relays:
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

    def of_subject(self, draft: Draft, left: Part, last: Draft) -> bool:
        """Report whether a clause goes on with a cue: "the records, the Gazette said, show"; the Gazette is then a relay."""
        content, source = last.content, last.source
        if last.rule not in ("within", "prefix") or content is None or source is None or content.start >= last.cue.start:
            return False
        inner = self.phrase(Part(content.start, min(last.cue.start, source.start)))
        short = inner is not None and len(self.words(inner).split()) <= INNER
        if not short or self.says(Part(max(left.start, source.end), left.end)):
            return False
        draft.source, draft.relays, draft.rule, last.dropped = inner, last.hands, "nested", True
        return True

    def after_cited(self, draft: Draft, left: Part, last: Draft) -> bool | None:
        """Report whether a cue after a source that is cited has a source; none if they have nothing to do with each other."""
        if last.dropped and (who := self.patterns["relative"].search(self.text, *left)):
            inner = self.phrase(Part(who.end(), left.end))  # "quotes a doctor, whom a driver told that"
            draft.source, draft.relays = inner or last.source, last.hands if inner else last.relays
            draft.rule = "nested"
            return draft.source is not None
        if last.dropped and not last.relays and last.source:
            relay = self.phrase(Part(max(left.start, last.source.end), left.end))  # "citing a diplomat, the Gazette reports"
            draft.source, draft.relays, draft.cue, draft.rule = last.source, [relay] if relay else [], last.cue, "passed"
            return relay is not None
        if last.relays and not self.says(left):
            draft.source, draft.relays, draft.cue, last.dropped = last.source, last.relays, last.cue, True
            return True
        return None

    def parted(self, left: Part, rest: Part) -> bool:
        """Report whether a cue and its source part a subject from its verb: "the money, they argue, went to his brother"."""
        commas = self.commas(trimmed(self.text, left))
        if not commas or not self.text.startswith(",", rest.start) or '"' in self.words(left):
            return False
        before, after = (self.words(each) for each in (Part(left.start, commas[-1].start()), Part(rest.start + 1, rest.end)))
        return not self.patterns["predicate"].search(f" {before} ") and bool(self.patterns["verb_first"].match(after))

    def after_condition(self, left: Part, at: int, rest: Part) -> bool:
        """Report whether a condition is before a cue, and after its source a name or what would follow."""
        if not self.patterns["conditional"].match(self.words(left).lstrip()):
            return False
        return self.apposed(at, rest.end) or self.patterns["predicate"].search(self.text, at, rest.end) is not None

    def before_venue(self, draft: Draft, content: Part) -> Part:
        """Return an object without "in an interview with the Gazette" after it: that outlet is a relay."""
        venue = self.patterns["venue"].search(self.text, *content)
        outlet = self.patterns["listener"].match(self.text, venue.end(), content.end) if venue else None
        if venue is None or outlet is None or venue.start() == content.start:
            return content
        draft.relays = [*draft.relays, trimmed(self.text, Part(*outlet.span()))]
        return Part(content.start, venue.start())
