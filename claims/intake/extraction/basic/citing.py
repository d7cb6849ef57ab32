"""Sources that are cited, and who cites them: "the Gazette reports, quoting a diplomat, who …". Pure."""

from __future__ import annotations

from claims.intake.extraction.basic.chains import INNER
from claims.intake.extraction.basic.clauses import Clauses, Near
from claims.intake.extraction.basic.drafts import CLAUSES, Draft
from claims.intake.sentences import Part, trimmed


class Citing(Clauses):
    """Fills in drafts of one text whose source is cited: whoever cites is a relay."""

    def passed(self, draft: Draft, near: Near) -> Draft | None:
        """Read a source that is cited."""
        left, right, last = near
        back = last is not None and last.rule == "passed_back"  # "has it from the Gazette, which quotes a driver"
        if last and ((last.takes == "none" and not back) or (last.takes == "prefix" and last.relays)):
            return None
        if last and last.head and last.takes in CLAUSES and last.content:
            last.content, last = trimmed(self.text, Part(last.content.start, min(last.content.end, left.end))), None
        if last is None and self._quoted_by(draft, left, right):
            return draft
        self._cite(draft, left, last)
        cut = self.patterns["quoting"].search(self.text, *right)
        if cut and cut[0] == ", " and (ended := self.apposition_end(Part(cut.end(), right.end))):
            cut = self.patterns["quoting"].search(self.text, ended, right.end)
        relative = cut is not None and self.relative_at(cut.start())
        cited = cut is not None and cut[0] == ", " and not relative
        who_did = relative and cut is not None and cut[0] == " "  # no comma before it: "an officer who asked not to be named"
        if cut and (who_did or (cited and self.patterns["aside"].match(self.text, cut.end(), right.end))):
            that = self.patterns["says_that"].search(self.text, cut.end(), right.end)
            draft.source = self.phrase(Part(right.start, cut.start())) if that else None
            cut = that or cut  # "citing an officer who asked for anonymity, that"
        draft.source = draft.source or self.phrase(Part(right.start, cut.start() if cut else right.end))
        if last and last.rule == "passed_on" and draft.source:
            last.relays, last.dropped = [*last.relays, draft.source], False
            return None
        named = self.patterns["relay_last"].search(self.words(draft.source)) if draft.source and not draft.relays else None
        if draft.source and named and not last and not self.says(left):
            start = draft.source.start
            draft.relays = [trimmed(self.text, Part(start + named.start(1), start + named.end(1)))]
            draft.source = trimmed(self.text, Part(start, start + named.start(1)))
        who = cut is not None and self.relative_at(cut.start())  # "cites a fireman, who heard from a colleague that"
        if last is None and cut and cut[0] == ", " and not self.says(left) and not who:
            draft.dropped = draft.source is not None  # "citing a diplomat, the Gazette reports": the next cue completes it
            return draft if draft.source else None
        if cut:
            self._quote(draft, Part(cut.start(), right.end), None if who else Part(cut.end(), right.end))
        if draft.content is None and (back or self.patterns["of_it"].search(self.text, *draft.cue)):
            draft.takes, draft.rule = "none", "passed_back"
        draft.dropped = draft.content is None and draft.takes != "none"
        saying = cut is not None and self.patterns["gerund"].search(
            cut[0].strip().removeprefix("as ")
        )  # the next cue completes it
        return draft if draft.source and (who or saying or not draft.dropped) else None

    def _quoted_by(self, draft: Draft, left: Part, right: Part) -> bool:
        """Fill in "«I am leaving», quotes the mayor the Gazette" in languages of that order; report whether it is so."""
        quote = next((each for each in self.quoted if left.start <= each.start and each.end <= left.end), None)
        named = self.patterns["outlet"].search(self.text, *right)
        alone = quote and not self.says(Part(left.start, quote.start)) and not self.says(Part(quote.end, left.end))
        if not quote or not alone or not named or not self.patterns["before"].search(self.words(left).rstrip()):
            return False
        before, after = Part(right.start, named.start()), Part(named.end(), right.end)
        draft.source = self.phrase(before) or self.phrase(after)
        draft.relays, draft.content = [trimmed(self.text, Part(*named.span()))], trimmed(self.text, quote)
        return draft.source is not None

    def _cite(self, draft: Draft, left: Part, last: Draft | None) -> None:
        """Fill in who cites, and what is said to have been said before the cue."""
        complete = last is None or not last.dropped or last.content is None
        cites = last if last and complete and last.takes in (*CLAUSES, "object", "prefix", "document") else None
        chained = last is not None and (last.dropped or self.patterns["chained"].search(self.words(left)))
        if last and (last.rule == "passed_back" or (last.takes == "passed" and chained)):
            cites, left = last, Part(left.end, left.end)
        said = self.drafts[-1] if self.drafts and self.drafts[-1].takes in CLAUSES else None
        they = self.patterns["they_cite"].match(self.text, *draft.cue) and not self.says(left)
        if cites and cites.source:
            draft.relays, draft.content, cites.dropped = [*cites.relays, cites.source], cites.content, True
            turned = self.words(left).rstrip().endswith(",") or cites.source.end > left.start
            inner = None if turned or cites.content is None else self.phrase(left)
            if inner and len(self.words(inner).split()) <= INNER and not self.patterns["verbal"].search(self.text, *inner):
                draft.relays.append(inner)
        elif they and said and said.source:  # "They cite the director's secretary", of whoever was named before
            draft.relays, draft.content, said.dropped = said.hands, said.content, True
        elif relay := self._relay(left):
            merged = self.merged(relay)
            draft.relays = [merged.source if merged and merged.source else relay]
            draft.content = merged.content if merged else None
        if draft.content and draft.content.start == draft.cue.start:
            draft.content = None  # nothing is before "on the word of"

    def _relay(self, left: Part) -> Part | None:
        """Return who cites, without the verb of it: "the agency reported with reference to"."""
        words = self.words(left).rstrip()
        verb = self.patterns["cites_verb"].search(words)
        return self.phrase(Part(left.start, left.start + verb.start()) if verb else left)

    def _quote(self, draft: Draft, tail: Part, quoted: Part | None) -> None:
        """Fill in what follows a source that is cited, if it is what the source says."""
        after = self.statement(quoted) if quoted else None
        long = quoted is not None and quoted.start - tail.start > len(", ")
        if after and (long or draft.content is None or draft.content.start >= draft.cue.start):
            draft.content = after
        if draft.content and self.goes_on(draft.content, tail):
            draft.content = trimmed(self.text, Part(draft.content.start, tail.end))

    def of_relative(self, draft: Draft, near: Near, at: int) -> Near:
        """Fill in the pronoun of "it began with the biologist Ann Moss, who wrote that", and whom it means."""
        clause = Part(near.left.start, at)
        who = self.patterns["relative_subject"].search(self.words(near.left))
        verb = self.patterns["predicate"].search(f" {self.words(clause)} ")
        named = self.patterns["noun_last"].search(self.text, *clause)
        if who is None or verb is None or named is None or draft.source:
            return near
        draft.source, draft.means = Part(*(near.left.start + each for each in who.span(1))), Part(*named.span(1))
        draft.head = None
        if near.last and near.last.content and near.last.content.end > at > near.last.content.start:
            near.last.content = trimmed(self.text, Part(near.last.content.start, at))
        return near._replace(left=Part(near.left.end, near.left.end), last=None)
