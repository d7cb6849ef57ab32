"""From the cues of one parsed sentence to attributions: source, statement and chain. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from claims.intake.extraction.basic.lexicon import Match
from claims.intake.extraction.syntactic.statements import Attribution, Statements
from claims.intake.extraction.syntactic.tree import NOMINAL, Token
from claims.intake.sentences import Part, trimmed

#: Cues that a tree has nothing to say about: they are read by words.
_BY_WORDS: Final = ("hearsay", "document", "passive", "reaction", "passed", "prefix", "noun", "by")
#: Cues that are verbs: what is none in the tree attributes nothing.
_VERBAL: Final = ("clause", "told", "object", "blamed")
_NOUN_RELATIONS: Final = ("nsubj", "nsubj:pass", "obj", "iobj", "obl", "nmod")
#: What a negation makes of a stance.
_NEGATED: Final = {"supports": "neither", "denies": "neither", "questions": "supports"}
_OUTLET: Final = re.compile(
    r"(?<!\w)(?:agency|radio|television|tv|channel|daily|weekly|newspaper|magazine|website|broadcaster|portal"
    r"|газет\w+|издани\w+|канал\w*|телеканал\w*|радио\w*|агентств\w+|портал\w*|журнал\w*|сайт\w*|эфир\w*|интервью)(?!\w)",
    re.IGNORECASE,
)
#: Sources that nobody stands behind.
_HEARSAY: Final = re.compile(
    r"(?:social media |online |anonymous )?(?:posts?|rumou?rs)\b.*|(?:local |some |several )?media reports?"
    r"|слухи|паблик\w*|соцсет\w*|(?:некоторые )?сми",
    re.IGNORECASE,
)


def _meet(one: Part, other: Part) -> bool:
    return one.start < other.end and other.start < one.end


class Aside(NamedTuple):
    """Words about where a statement is from: ", citing a diplomat,"."""

    cue: Match
    part: Part
    source: Part


class Attributions(Statements):
    """Reads one sentence."""

    def read(self, cues: Sequence[Match], asides: Sequence[Aside]) -> list[tuple[Match, list[Attribution]]]:
        """Return each cue with its attributions: none where the tree does not show any; dropped ones attribute nothing."""
        words = [self.tree.within(Part(each.start, each.end)) for each in cues]
        tops = [self.clauses.top(each) if each else -1 for each in words]
        found: list[tuple[Match, list[Attribution]]] = []
        for number, cue in enumerate(cues):
            others = [top for each, top in enumerate(tops) if each != number and top >= 0]
            found.append((cue, list(self._attributions(cue, words[number], others)) if words[number] else []))
        made = [draft for _, drafts in found for draft in drafts]
        for draft in made:
            self._nest(draft, made)
            self._answer(draft, made)
            self._participle(draft, made)
        for aside in asides:
            if aside.cue.cue.takes == "passed" and (passed := self._passed(aside, made)):
                made.append(passed)
                found = [(cue, [passed] if cue == aside.cue else drafts) for cue, drafts in found]
        return found

    def aside(self, cue: Match) -> Aside | None:
        """Return what a noun or participle without commas cites: «со ссылкой на дипломата»."""
        words = self.tree.within(Part(cue.start, cue.end))
        if not words or any("VerbForm=Fin" in self.tree.tokens[each].feats for each in words):
            return None
        noun = self.clauses.noun_after(words)
        source = self.phrase(noun) if noun is not None else None
        return Aside(cue, Part(cue.start, source.end), source) if source and source.start >= cue.end else None

    def _attributions(self, cue: Match, words: list[int], others: Sequence[int]) -> Iterator[Attribution]:
        takes = cue.cue.takes
        if takes in _BY_WORDS:
            return
        top = self.clauses.top(words)
        draft = Attribution(takes, cue.cue.stance, takes, Part(cue.start, cue.end), verb=top)
        if takes == "agentless" or (takes == "blamed" and self._is_passive(top) and not self.tree.children(top, "obl:agent")):
            if self._accuse(draft, words):
                yield replace(draft, rule="agentless", takes="agentless")
            return
        if self._attributes_nothing(draft, words):
            yield replace(draft, dropped=True)
            return
        if self.clauses.is_negated(words) and draft.stance in _NEGATED:
            draft.stance = _NEGATED[draft.stance]
        if self.clauses.first_person(top):
            self.state(draft, words, others)
            yield from [draft] if draft.content else []
        elif (subject := self._subject(draft, words)) is not None:
            self.state(draft, words, others)
            held = (self._held(draft, noun, words) for noun in self.clauses.coordinated(subject))
            yield from filter(None, held)

    def _attributes_nothing(self, draft: Attribution, words: list[int]) -> bool:
        """Report whether a cue has not happened, is no verb, or has another sense: "was denied a visa"."""
        if self.clauses.is_open(draft.verb, words) or (draft.takes in _VERBAL and self._is_no_verb(words)):
            return True
        return draft.takes == "object" and self._is_passive(draft.verb) and bool(self.tree.children(draft.verb, "obj"))

    def _subject(self, draft: Attribution, words: list[int]) -> int | None:
        """Return the noun that may be the source; none if the tree does not show any."""
        subject = self.clauses.subject(draft.verb)
        if draft.takes == "blamed" or subject is None or subject in words or self.clauses.is_nobody(subject):
            return None
        passive = self._is_passive(draft.verb)
        if passive and (draft.takes != "clause" or self.tree.tokens[subject].lemma == "it"):
            return None
        return subject if self.clauses.agrees(subject, draft.verb) else None

    def _held(self, draft: Attribution, noun: int, words: list[int]) -> Attribution | None:
        """Return an attribution with its source and the outlets that passed it on; none if the tree contradicts itself."""
        source = self.phrase(noun)
        if source is None or (draft.content is None and (draft.takes != "none" or draft.stance == "supports")):
            return None
        if draft.content and self.is_function_word(draft.content):
            return None
        crossing = draft.content and draft.content.start < source.end and source.start < draft.content.end
        if crossing and draft.content and not (draft.content.start <= source.start and source.end <= draft.content.end):
            return None
        held = replace(draft, source=source, relays=list(draft.relays))
        if draft.stance == "supports" and _HEARSAY.fullmatch(self.phrases.words(source)):
            held.stance = "reports"
        self._hear(held, words)
        clause = self.tree.tokens[self.tree.subtree(held.verb)[0]].start
        left = Part(min(clause, source.start), held.cue.start)
        self.phrases.at_venue(held, left, Part(held.cue.end, self.tree.tokens[-1].end))
        self.phrases.without_venue(held)
        if held.content and held.takes == "object":
            held.content = self.phrases.before_venue(held, held.content)
        held.relays = [
            each for n, each in enumerate(held.relays) if not any(_meet(each, more) for more in held.relays[n + 1 :])
        ]
        return held

    def _is_no_verb(self, words: Sequence[int]) -> bool:
        """Report whether a cue is a noun or describes one: "the declared winner", "the League of Southern States"."""
        top = self.tree.tokens[self.clauses.top(words)]
        return top.dep in ("amod", "compound") or (top.pos in ("NOUN", "PROPN") and top.dep in _NOUN_RELATIONS)

    def _is_passive(self, verb: int) -> bool:
        return bool(self.tree.children(verb, "nsubj:pass") or self.tree.children(verb, "aux:pass"))

    def _accuse(self, draft: Attribution, words: Sequence[int]) -> bool:
        """Read "who was accused of selling engines": nobody is named."""
        for child in self.tree.children(words[-1], "advcl", "obl", "nmod"):
            case = [self.tree.tokens[each].text.lower() for each in self.tree.children(child, "case", "mark")]
            if "of" in case or "в" in case:
                draft.content = trimmed(self.text, self.clauses.statement(child, words, extended=False))
                return self.tree.tokens[child].start > draft.cue.start
        return False

    def _hear(self, draft: Attribution, words: Sequence[int]) -> None:
        """Make an outlet to which, or on which, the source spoke a relay."""
        for child in (child for each in words for child in self.tree.children(each, "iobj", "obj", "obl", "nmod")):
            token, content = self.tree.tokens[child], draft.content
            part = self.phrase(child) if token.pos in NOMINAL and child not in words else None
            if part is None or part == draft.source or self.phrases.patterns["us"].match(self.text, *part):
                continue
            if content and content.start < part.end and part.start < content.end:
                continue
            named = re.search(r"\s[^\W\d_a-zа-яё]|«|^[^\W\d_a-zа-яё]", self.phrases.words(part))
            quoted = self.text[max(part.start - 1, 0)] == "«" or "«" in self.phrases.words(part)
            outlet = _OUTLET.search(self.phrases.words(part)) or quoted or self._is_listener(token, part)
            told = draft.takes == "told" and token.dep in ("iobj", "obj") and outlet
            case = {self.tree.tokens[mark].text.lower() for mark in self.tree.children(child, "case")}
            if told or (named and _OUTLET.search(self.phrases.words(part)) and not case - {"to", "on", "with", "in", "в", "с"}):
                draft.relays.append(part)

    def _is_listener(self, token: Token, part: Part) -> bool:
        """Report whether a name that is told something may be an outlet's: "told Delta", but not "told the High Court"."""
        return token.pos == "PROPN" and token.dep == "obj" and bool(self.phrases.patterns["listener"].match(self.text, *part))

    def _nest(self, outer: Attribution, made: Sequence[Attribution]) -> None:
        """Make a source the relay of another whose statement is all that it says."""
        for inner in made:
            if inner is outer or outer.clause is None or inner.verb != outer.clause or outer.dropped or inner.dropped:
                continue
            if inner.source is None or outer.source is None:
                continue
            itself = self.phrases.is_a("pronoun", inner.source) or inner.source == outer.source
            if outer.stance != "supports" or (itself and inner.stance == "supports"):
                inner.dropped = True
                continue
            inner.relays = list(outer.relays) if itself else [*outer.relays, outer.source, *inner.relays]
            inner.source = outer.source if itself else inner.source
            inner.rule, outer.dropped = "nested", True

    def _answer(self, outer: Attribution, made: Sequence[Attribution]) -> None:
        """Drop what is within a statement that is denied or doubted: "rejected the charge that he denied famine"."""
        if outer.stance in ("denies", "questions") and outer.takes == "object" and outer.content and not outer.dropped:
            for inner in made:
                if inner is not outer and outer.content.start <= inner.cue.start < outer.content.end:
                    inner.dropped = True

    def _participle(self, draft: Attribution, made: Sequence[Attribution]) -> None:
        """Give "…, alleging that" the source of the cue before it."""
        before = [each for each in made if each.cue.start < draft.cue.start and each.source and not each.dropped]
        if before and draft.source and self.clauses.is_participle(draft.verb):
            draft.source, draft.relays = before[-1].source, list(before[-1].relays)

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
