"""Objects that are before their verb: "the firm the sale denied", as Russian and Ukrainian have it. Pure."""

from __future__ import annotations

from typing import NamedTuple

from claims.intake.extraction.basic.chains import Chains
from claims.intake.extraction.basic.drafts import CLAUSES, Draft
from claims.intake.sentences import Part, trimmed


class Object(NamedTuple):
    """The object of an answer, and its source if it is named beside it."""

    source: Part
    words: Part


class Objects(Chains):
    """Finds the source and the object of answers of one text, in languages that put both before the verb."""

    def object_stated(self, draft: Draft, left: Part) -> Draft | None:
        """Read an object before a cue: it states the matter by itself, or means an earlier statement: "this report"."""
        found = self.object_of(draft.cue, left)
        if found is None:
            return None
        draft.source = found.source
        if about := self.patterns["claim_about"].fullmatch(self.text, *found.words):
            draft.content = Part(*about.span("object"))  # "the firm the theory of a fire denied"
            return draft
        if not self.means(found.words):
            draft.content = found.words
        elif draft.takes == "none":
            draft.meant = Part(found.words.start, draft.cue.end)
        else:
            draft.meant, draft.takes, draft.rule = found.words, "none", f"{draft.rule}_back"
        return draft

    def object_of(self, cue: Part, left: Part) -> Object | None:
        """Return the object before a cue and its source; none if there is none."""
        colon = max((each.end() for each in self.outside("colon", left)), default=left.start)
        start = self.without_lead(Part(colon, left.end)).start
        part = trimmed(self.text, self.without_time(trimmed(self.text, Part(start, left.end))))
        several = self.patterns["plural_cue"].search(self.words(cue))
        believed = self.patterns["believed"].search(self.words(cue))
        names = ("object_own", "object_second", "object_first", "object_any", "about_last", "about_first")
        for name in (
            *(("believed_in",) if believed else ()),
            *names,
            *(("object_first_in",) if several and not believed else ()),
        ):
            found = self.patterns[name].fullmatch(self.text, *part)
            source = self.phrase(Part(*found.span("source"))) if found else None
            if found and source and not self.is_a("time", source) and not self.is_a("no_source", Part(*found.span("source"))):
                return Object(source, Part(*found.span("object")))
        return None

    def alone(self, left: Part) -> Part | None:
        """Return the object that is all there is before a cue: "and the sale it denied", of whoever spoke before."""
        found = self.patterns["object_alone"].fullmatch(self.text, *self.without_lead(left))
        content = Part(*found.span("object")) if found else None
        return content if content and not self.means(content) else None

    def within_cue(self, cue: Part) -> Part | None:
        """Return the object within a cue: "to discuss *the merger* the bank refused"."""
        found = self.patterns["within_cue"].search(self.text, *cue) or self.patterns["after_cue"].search(self.text, *cue)
        content = Part(*found.span("object")) if found else None
        if content and (about := self.patterns["claim_about"].fullmatch(self.text, *content)):
            return Part(*about.span("object"))
        return content if content and not self.means(content) else None

    def object_before_cue(self, draft: Draft, left: Part) -> bool:
        """Fill in "his transfer neither confirm nor deny he would not": the source is in the cue; report whether it is so."""
        named = self.patterns["subject_in_cue"].search(self.text, *draft.cue)
        stated = self.described(left) if named and self.says(left) and not self.commas(left) else None
        if named is None or stated is None or draft.takes != "object" or self.means(stated):
            return False
        draft.source, draft.content = Part(*named.span(1)), stated
        return True

    def asked_in_cue(self, draft: Draft, left: Part) -> bool:
        """Fill in the question and source of "to say whether it had left the firm refused"; report whether it is so."""
        found = self.patterns["asked_in_cue"].match(self.text, *draft.cue)
        if found is None:
            return False
        asked, named = Part(*found.span("object")), Part(*found.span("source"))
        draft.source = (self.phrase(named) if self.says(named) else None) or draft.source or self.subject_of(left)
        draft.content = self.statement(asked)
        return draft.source is not None

    def stated_in_cue(self, draft: Draft) -> bool:
        """Fill in the object and source of "to deny the sale the mayor refused"; report whether it is so."""
        names = ("stated_in_cue_in", "stated_in_cue_they", "stated_in_cue")
        tried = (self.patterns[name].match(self.text, *draft.cue) for name in names)
        found = next((each for each in tried if each), None)
        if found is None:
            return False
        stated = Part(*found.span("object"))
        draft.source = self.phrase(Part(*found.span("source"))) or draft.source
        if about := self.patterns["claim_about"].fullmatch(self.text, *stated):
            draft.content = Part(*about.span("object"))
        elif self.means(stated):
            draft.meant, draft.takes, draft.rule = stated, "none", f"{draft.rule}_back"
        else:
            draft.content = stated
        return draft.source is not None

    def told_thing(self, draft: Draft, rest: Part) -> bool:
        """Report whether a thing or a person follows a verb of saying, which has then another sense: "warned the player"."""
        opened = any(self.patterns[name].match(self.text, *rest) for name in ("opens", "that"))
        plain = draft.takes in CLAUSES and self.says(rest) and not opened
        words = self.words(trimmed(self.text, rest))
        whole = plain and not any(mark in self.text[draft.cue.end : rest.start] + words for mark in '"“«:,—')
        judges = self.patterns["judges"].search(self.words(draft.cue))
        return whole and not judges and self.patterns["clause_words"].search(words) is None

    def object_then_source(self, draft: Draft, left: Part, rest: Part) -> bool:
        """Fill in the object and source of "denied the link only one of them"; report whether it is so."""
        found = self.patterns["object_then_source"].fullmatch(self.text, *rest)
        if found is None or draft.source or draft.takes != "object" or self.says(left):
            return False
        draft.source, draft.content = self.phrase(Part(*found.span("source"))), Part(*found.span("object"))
        return draft.source is not None

    def named_first(self, draft: Draft, left: Part, rest: Part) -> bool:
        """Fill in the source of "Said the engineer, Todd Main: “It rained.”"; report whether it is so."""
        named = self.patterns["named_colon"].match(self.text, *rest)
        if named is None or draft.source or draft.takes not in CLAUSES or self.says(left):
            return False
        draft.source, draft.content = trimmed(self.text, Part(*named.span(1))), self.statement(Part(named.end(), rest.end))
        return True

    def subject_of(self, left: Part) -> Part | None:
        """Return who begins a clause whose verb is not known: "the lab tested the water, but"."""
        joined = self.patterns["shared"].search(self.words(left))
        if joined is None:
            return self.phrase(left)
        found = self.patterns["first_named"].match(self.text, *self.without_lead(left))
        return Part(*found.span("source")) if found else self.opening(left)

    def means(self, content: Part) -> bool:
        """Report whether words mean an earlier statement, or nothing that could be denied."""
        meant = any(self.patterns[name].match(self.text, *content) for name in ("claim", "meaning"))
        return meant or self.is_a("anaphor", content)

    def object_last(self, draft: Draft, left: Part) -> Draft | None:
        """Read "the firm this report denied" in languages of that order: what it denies, or the words for it."""
        named = self.described(left)
        said = self.patterns["object_last"].search(self.text, left.start, named.end) if named else None
        source = self.phrase(Part(left.start, said.start(1))) if said else None
        if said is None or source is None:
            return None
        draft.source, draft.content = source, Part(*said.span(1))
        if self.patterns["stated_noun"].match(self.text, *draft.content):
            return draft  # "the presence of rockets Kemer did not confirm"
        draft.meant, draft.content, draft.takes, draft.rule = draft.content, None, "none", f"{draft.rule}_back"
        return draft
