"""What an attribution states: the clause, quotation or noun that its cue takes, or an earlier statement. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from claims.intake.extraction.basic.drafts import Draft
from claims.intake.extraction.basic.frames import Frames
from claims.intake.extraction.basic.reader import MAX_SOURCE
from claims.intake.extraction.syntactic.clauses import Clauses
from claims.intake.extraction.syntactic.tree import Tree
from claims.intake.sentences import Part, trimmed

#: "a finding by the Panel that": what is denied is what it says.
_SAID_TO_BE: Final = re.compile(
    r"(?:an?|the|all|any|its|his|her|their|these|those|earlier)\s[^,.;]{3,60}?\sthat\s(?=\w)", re.IGNORECASE
)
#: "Asked whether X, he would not answer".
_ASKED: Final = re.compile(
    r"(?:when )?asked (?:whether|if) (?P<matter>[^,;]{5,200}),|(?:на вопрос о том, |на вопрос, )(?P<russian>[^;]{5,200}),",
    re.IGNORECASE,
)
#: Fewest words of a quotation that states something by itself.
_STATES: Final = 3


@dataclass
class Attribution(Draft):
    """A draft with the words that govern its cue and its statement in the tree."""

    verb: int = 0
    clause: int | None = None


class Statements:
    """Finds the statements of one sentence."""

    def __init__(self, phrases: Frames, tree: Tree, quotes: Sequence[Part]) -> None:
        self.phrases, self.tree, self.text, self.quotes = phrases, tree, phrases.text, quotes
        drops = any("Animacy" in feat for token in tree.tokens for feat in token.feats)
        self.clauses = Clauses(phrases.text, tree, quotes, drops=drops)

    def phrase(self, noun: int) -> Part | None:
        """Return the words that name a source, with the closing mark of a quotation in which they end."""
        part = self.tree.noun_phrase(noun)
        opened = next((each for each in self.quotes if part.start <= each.start < part.end < each.end), None)
        found = self.phrases.phrase(Part(part.start, opened.end) if opened else part)
        return found if found and len(self.phrases.words(found).split()) <= MAX_SOURCE else None

    def is_function_word(self, part: Part) -> bool:
        """Report whether a statement is one word that states nothing: "which", "so"."""
        words = self.tree.within(part)
        return len(words) == 1 and self.tree.tokens[words[0]].pos in ("PRON", "DET", "SCONJ", "ADV", "PART")

    def state(self, draft: Attribution, words: list[int], others: Sequence[int]) -> None:
        """Fill in the statement: a clause, a quotation, or what is confirmed or denied; else it is an earlier one."""
        asked = _ASKED.match(self.text, self.tree.tokens[0].start, draft.cue.start)
        if asked and draft.takes in ("none", "object"):
            draft.content = trimmed(self.text, Part(*asked.span(asked.lastgroup or 0)))
            return
        if draft.takes == "none":
            return
        clause = self.clauses.clause_of(words, others)
        if clause is None and draft.takes in ("clause", "told"):
            clause = self.clauses.promise(words)
        quote = self._quoted()
        before = self.clauses.before(words) if draft.takes in ("clause", "told") else None
        if before and self.phrases.patterns["back"].search(self.phrases.words(before).rstrip()):  # «так говорит мэр»
            return
        if clause is not None:
            draft.clause = clause
            stated = self.clauses.statement(clause, words, others)
            begun = self.clauses.begun_before(clause, words)
            draft.content = trimmed(self.text, Part(begun, stated.end)) if begun is not None else self.phrases.statement(stated)
        elif quote and draft.takes in ("clause", "told"):
            draft.content = trimmed(self.text, quote)
        elif before:
            draft.content = self.phrases.statement(before)
        elif draft.takes == "object" and (pronoun := self.clauses.pronoun_in(words)) is not None:
            draft.content = self.tree.part(pronoun, pronoun)
        elif (noun := self.clauses.object_of(words)) is not None and draft.takes != "told":
            self._of_noun(draft, noun, words, others)
        if draft.content and self.phrases.is_a("anaphor", draft.content):
            draft.meant = draft.content
            draft.content, draft.takes, draft.rule = None, "none", f"{draft.rule}_back"

    def _of_noun(self, draft: Attribution, noun: int, words: list[int], others: Sequence[int]) -> None:
        """Read "denied selling engines", "rejected a finding that", and "denied the report"."""
        part = trimmed(self.text, self.clauses.statement(noun, words, others))
        if said := _SAID_TO_BE.match(self.text, part.start, part.end):
            part = Part(said.end(), part.end)
            draft.clause = next(iter(self.tree.children(noun, "acl", "ccomp")), None)
        elif (inner := next(iter(self.tree.children(noun, "acl", "ccomp")), None)) is not None and any(
            self.tree.tokens[each].text.lower() in ("that", "что") for each in self.tree.children(inner, "mark")
        ):
            draft.clause = inner
            part = self.clauses.statement(inner, words, others)
        draft.content = part if self.phrases.is_a("anaphor", part) else self.phrases.statement(part)

    def _quoted(self) -> Part | None:
        """Return the quotations of the sentence, from the first to the last that states something."""
        around = [each for each in self.quotes if len(self.phrases.words(each).split()) >= _STATES]
        around = [each for each in around if self.text[each.start + 1].isupper()]
        return Part(around[0].start, around[-1].end) if around else None
