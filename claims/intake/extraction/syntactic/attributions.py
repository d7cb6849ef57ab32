"""From the cues of one parsed sentence to attributions: source, statement and chain. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from claims.intake.extraction.basic.drafts import Draft
from claims.intake.extraction.basic.lexicon import Match
from claims.intake.extraction.basic.phrases import Phrases
from claims.intake.extraction.basic.sentences import Part, trimmed
from claims.intake.extraction.syntactic.clauses import Clauses
from claims.intake.extraction.syntactic.tree import NOMINAL, Tree

#: Cues that a tree has nothing to say about: they are read by words.
_BY_WORDS: Final = ("hearsay", "document", "passive", "reaction", "passed", "prefix", "noun", "agentless", "by")
#: Whose statement may be that of another in turn.
_TAKES_CLAUSES: Final = ("clause", "told", "object", "prefix")
_OUTLET: Final = re.compile(
    r"agency|radio|television|tv|channel|daily|weekly|newspaper|magazine|website|broadcaster|portal"
    r"|газет\w+|издани\w+|канал\w*|телеканал\w*|радио\w*|агентств\w+|портал\w*|журнал\w*|сайт\w*|эфир\w*|интервью",
    re.IGNORECASE,
)


@dataclass
class Attribution(Draft):
    """A draft with the words that govern its cue and its statement in the tree."""

    verb: int = 0
    clause: int | None = None


class Aside(NamedTuple):
    """Words between commas about where a statement is from: ", citing a diplomat,"."""

    cue: Match
    part: Part
    source: Part


class Attributions:
    """Reads one sentence."""

    def __init__(self, phrases: Phrases, tree: Tree, quotes: Sequence[Part]) -> None:
        self.phrases, self.tree, self.text = phrases, tree, phrases.text
        self.clauses = Clauses(
            phrases.text, tree, quotes, drops=any("Animacy" in each for token in tree.tokens for each in token.feats)
        )
        self.quotes = quotes

    def read(self, cues: Sequence[Match], asides: Sequence[Aside]) -> list[tuple[Match, Attribution | None]]:
        """Return each cue with its attribution; without one where the tree does not show it, and dropped ones as dropped."""
        words = [self.tree.within(Part(each.start, each.end)) for each in cues]
        tops = [self.clauses.top(each) if each else -1 for each in words]
        found: list[tuple[Match, Attribution | None]] = []
        for number, cue in enumerate(cues):
            others = [top for each, top in enumerate(tops) if each != number and top >= 0]
            draft = self._attribution(cue, words[number], others) if words[number] else None
            found.append((cue, draft))
        made = [draft for _, draft in found if draft]
        for draft in made:
            self._nest(draft, made)
        for aside in (each for each in asides if each.cue.cue.takes == "passed"):
            if passed := self._passed(aside, made):
                made.append(passed)
                found = [(cue, passed if cue == aside.cue else draft) for cue, draft in found]
        return found

    def _attribution(self, cue: Match, words: list[int], others: Sequence[int]) -> Attribution | None:
        takes, part = cue.cue.takes, Part(cue.start, cue.end)
        if takes in _BY_WORDS:
            return None
        top = self.clauses.top(words)
        draft = Attribution(takes, cue.cue.stance, takes, part, verb=top)
        if self.clauses.is_open(top, words):
            draft.dropped = True
            return draft
        subject = self.clauses.subject(top)
        if takes == "blamed" or (subject is not None and takes != "clause" and self._is_passive(top)):
            return None
        if subject is None or subject in words:
            return None
        if self.clauses.is_nobody(subject):
            return None
        draft.source = self._phrase(subject)
        if draft.source is None:
            return None
        self._state(draft, words, others)
        self._hear(draft, words)
        cue_clause = self.clauses.tokens[self.clauses.tree.subtree(top)[0]].start
        self.phrases._at_venue(
            draft, Part(min(cue_clause, draft.source.start), cue.start), Part(cue.end, self.tree.tokens[-1].end)
        )
        if draft.content is None and (draft.takes != "none" or draft.stance == "supports"):
            return None
        if draft.content and len(self.phrases.words(draft.content).split()) == 1 and self._is_function_word(draft.content):
            return None
        if draft.content and draft.content.start < draft.source.end and draft.source.start < draft.content.end:
            inside = draft.content.start <= draft.source.start and draft.source.end <= draft.content.end
            if not inside:
                return None
        return draft

    def _is_function_word(self, part: Part) -> bool:
        return any(self.tree.tokens[each].pos in ("PRON", "DET", "SCONJ", "ADV", "PART") for each in self.tree.within(part))

    def _is_passive(self, verb: int) -> bool:
        return bool(self.tree.children(verb, "nsubj:pass") or self.tree.children(verb, "aux:pass"))

    def _phrase(self, noun: int) -> Part | None:
        part = self.phrases.phrase(self._closed(self.tree.noun_phrase(noun)))
        return part if part and len(self.phrases.words(part).split()) <= 14 else None

    def _closed(self, part: Part) -> Part:
        """Return a part with the closing mark of the quotation in which it ends."""
        opened = next((each for each in self.quotes if part.start <= each.start < part.end < each.end), None)
        return Part(part.start, opened.end) if opened else part

    def _state(self, draft: Attribution, words: list[int], others: Sequence[int]) -> None:
        """Fill in the statement: a clause, a quotation, or what is confirmed or denied; else it is an earlier one."""
        if draft.takes == "none":
            return
        clause = None if draft.takes == "blamed" else self.clauses.clause_of(words, others)
        noun = None if clause is not None else self.clauses.object_of(words)
        quote = self._quoted(draft)
        if clause is not None:
            draft.clause = clause
            part = self.clauses.statement(clause, words, others)
            draft.content = self.phrases.statement(part)
        elif quote and draft.takes in ("clause", "told"):
            draft.content = trimmed(self.text, quote)
        elif noun is not None and draft.takes != "told":
            inner = next(iter(self.tree.children(noun, "acl", "ccomp")), None)
            part = self.clauses.statement(noun, words, others)
            marked = inner is not None and any(
                self.tree.tokens[each].text.lower() in ("that", "что") for each in self.tree.children(inner, "mark")
            )
            if marked and inner is not None:
                draft.clause = inner
                part = self.clauses.statement(inner, words, others)
            if self.phrases.is_a("anaphor", trimmed(self.text, part)):
                draft.content = trimmed(self.text, part)
            draft.content = draft.content or self.phrases.statement(part)
        if draft.content and (self.phrases.is_a("anaphor", draft.content)):
            draft.meant = draft.content
            draft.content, draft.takes, draft.rule = None, "none", f"{draft.rule}_back"

    def _quoted(self, draft: Attribution) -> Part | None:
        """Return the quotations of the sentence from the first to the last, if the cue is in none."""
        around = [
            each for each in self.quotes if len(self.phrases.words(each).split()) > 2 and self.text[each.start + 1].isupper()
        ]
        return Part(around[0].start, around[-1].end) if around else None

    def _hear(self, draft: Attribution, words: list[int]) -> None:
        """Make an outlet to which, or on which, the source spoke a relay."""
        for each in words:
            for child in self.tree.children(each, "iobj", "obj", "obl", "nmod"):
                token = self.tree.tokens[child]
                if child in words or token.pos not in NOMINAL or draft.source is None:
                    continue
                part = self._phrase(child)
                told = draft.takes == "told" and token.dep in ("iobj", "obj")
                told = told and (token.pos == "PROPN" or bool(_OUTLET.search(token.text)))
                if part is None or self.phrases.patterns["us"].match(self.text, *part):
                    continue
                content = draft.content
                if content and content.start < part.end and part.start < content.end:
                    continue
                case = {self.tree.tokens[mark].text.lower() for mark in self.tree.children(child, "case")}
                named = any(word[0].isupper() for word in self.phrases.words(part).split()[1:]) or "«" in self.phrases.words(
                    part
                )
                outlet = _OUTLET.search(self.phrases.words(part)) and named and not case - {"to", "on", "with", "in", "в", "с"}
                if told or outlet:
                    draft.relays.append(part)

    def _nest(self, outer: Attribution, made: Sequence[Attribution]) -> None:
        """Make a source the relay of another whose statement is all that it says."""
        for inner in made:
            if inner is outer or outer.clause is None or inner.verb != outer.clause or outer.dropped or inner.dropped:
                continue
            if inner.source is None or outer.source is None or inner.takes == "prefix":
                continue
            itself = self.phrases.is_a("pronoun", inner.source) or inner.source == outer.source
            if outer.stance != "supports" or outer.takes not in _TAKES_CLAUSES or (itself and inner.stance == "supports"):
                inner.dropped = True
                continue
            inner.relays = list(outer.relays) if itself else [*outer.relays, outer.source, *inner.relays]
            inner.source = outer.source if itself else inner.source
            inner.rule, outer.dropped = "nested", True

    def _passed(self, aside: Aside, made: Sequence[Attribution]) -> Attribution | None:
        """Read "…, citing a diplomat": whoever cites is the relay."""
        usable = [each for each in made if not each.dropped and each.source and each.content and each.stance == "supports"]
        before = [each for each in usable if each.cue.start < aside.part.start]
        relay = before[-1] if before else usable[0] if usable else None
        if relay is None or relay.content is None:
            return None
        content = relay.content
        if content.start < aside.part.start < content.end:
            content = trimmed(self.text, Part(content.start, aside.part.start))
        relay.dropped = True
        cue = Part(aside.cue.start, aside.cue.end)
        return replace(
            relay,
            rule="passed",
            takes="passed",
            cue=cue,
            source=aside.source,
            content=content,
            relays=relay.hands,
            dropped=False,
        )
