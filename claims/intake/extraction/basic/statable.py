"""Whether an object could be so or not so: "denied a sale" answers a statement, "denied a visa" does not. Pure."""

from __future__ import annotations

import re
from typing import Final

from claims.intake.extraction.basic.drafts import Draft
from claims.intake.extraction.basic.phrases import Phrases
from claims.intake.sentences import Part, trimmed

#: A verb that has more senses than to speak, by the pattern of its cue, and the pattern of nouns that state something after it.
_SENSES: Final = (
    ("refuses", "refusable"),
    ("withholds", "deniable"),
    ("concedes", "concedable"),
    ("affirms", "statable"),
    ("utters", "utterable"),
    ("rules_out", "anything"),
)
#: What looks like a verb and is none: "a planned visit".
_ATTRIBUTE: Final = re.compile(r"\b(?:an?|the|any|his|her|its|their|no|\w+['’]s|s['’]|of|\w+ly) \w+ed\b")
#: Most words after a cue that may be less than a clause (a guess).
_BARE: Final = 4
#: Letters of "that" or "whether" and its blanks in any language.
_WORD: Final = 9


class Statable(Phrases):
    """Tells objects that are statements from things."""

    def of_thing(self, cue: Part, content: Part) -> bool:
        """Report whether a verb with another sense has a thing for its object: "rejected the appeal"."""
        words = self.words(cue)
        nouns = next((nouns for verb, nouns in _SENSES if self.patterns[verb].search(words)), None)
        stated = nouns is None or self.is_a("anaphor", content) or self._opened(content)
        return nouns is not None and not stated and not self._states(content, nouns)

    def of_other_sense(self, draft: Draft, left: Part) -> bool:
        """Report whether a participle has no subject that speaks: "the player was ruled out", "Lawsuit dismissed"."""
        cue = self.words(draft.cue)
        if self.patterns["participle"].match(cue) and self.patterns["passive_before"].search(self.words(left)):
            return True
        if draft.content or draft.source is None or draft.takes != "object" or not self.patterns["bare_past"].match(cue):
            return False
        return self.text[: draft.source.start].rstrip(" ")[-1:] in ("", ".", "\n")

    def but_what(self, part: Part) -> Part:
        """Return an object without what it is not: "doubt not the fire but *its date*"."""
        other = self.patterns["not_but"].match(self.text, *part)
        return Part(other.end(), part.end) if other else part

    def no_clause(self, draft: Draft, rest: Part) -> bool:
        """Report whether what follows a cue is too short for a clause, of a verb that has one: "argued outside a bar"."""
        words = self.words(trimmed(self.text, rest))
        opened = self.patterns["opens"].match(self.text, *rest) or self.patterns["that"].match(self.text, *rest)
        if opened or len(words.split()) > _BARE or any(mark in words for mark in '"“«:'):
            return False
        if self.patterns["predicate"].search(f" {words} ") or self.patterns["clause_begins"].match(words):
            return False
        outside = self.patterns["outside_clause"].match(words)
        return bool(outside or self.patterns["clausal"].search(self.words(draft.cue)))

    def _opened(self, content: Part) -> bool:
        """Report whether a statement follows "that" or a colon, so that it is a clause whatever its words are."""
        if self.patterns["conjunction"].match(self.text, *content):
            return False  # "denied that and left"
        before = self.text[max(0, content.start - _WORD) : content.start].rstrip(" \"“'«")
        return before.endswith(":") or self.patterns["after_that"].search(before) is not None

    def _states(self, content: Part, nouns: str) -> bool:
        words = self.words(content)
        spoken = nouns == "utterable" and self.patterns["says_more"].search(words)
        if spoken or self.patterns["opens_object"].match(words):
            return True  # "having sold it", "it had sold it", or a quotation
        if self.patterns["no_object"].match(words):
            return False  # "denied in May"
        beside = self.patterns["beside_object"].search(words)
        words = words[: beside.start()] if beside else words
        bare = _ATTRIBUTE.sub("", f" {words} ")
        clause = self.patterns["predicate"].search(bare)
        if clause and bare[clause.end() :].strip() and not self.patterns["contact_clause"].match(words):
            return True
        head = self.patterns["noun_head"].match(words)
        phrase = head[0] if head else words
        return not self.patterns["two_objects"].match(phrase) and self.patterns[nouns].search(phrase) is not None
