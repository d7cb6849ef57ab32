"""From the cues of one parsed sentence to attributions: source, statement and chain. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from claims.intake.extraction.basic.drafts import CLAUSES
from claims.intake.extraction.basic.lexicon import Match
from claims.intake.extraction.syntactic.cues import SUBJECTS
from claims.intake.extraction.syntactic.extents import BUT
from claims.intake.extraction.syntactic.happened import is_never, is_spoken_of, is_turned, is_wrong
from claims.intake.extraction.syntactic.senses import of_thing
from claims.intake.extraction.syntactic.statements import Aside, Attribution, Statements
from claims.intake.extraction.syntactic.tree import NOMINAL, Token
from claims.intake.sentences import Part, trimmed

#: The rule of a cue that is none by its tree: a parser may be wrong there.
NO_VERB: Final = "no_verb"
#: Cues that a tree has nothing to say about: they are read by words.
_BY_WORDS: Final = ("hearsay", "document", "passive", "reaction", "passed", "prefix", "noun", "by")
#: Cues that are verbs: what is none in the tree attributes nothing.
_VERBAL: Final = (*CLAUSES, "object", "blamed")
#: What an outlet is to a cue that it hears; parsers take a name after the verb for its subject.
_LISTENERS: Final = ("iobj", "obj", "obl", "nmod", "nsubj")
_NOUN_RELATIONS: Final = ("nsubj", "nsubj:pass", "obj", "iobj", "obl", "nmod")
#: What a negation makes of a stance.
_NEGATED: Final = {"supports": "neither", "denies": "neither", "questions": "supports"}
_OUTLET: Final = re.compile(
    r"(?<!\w)(?:agency|radio|television|tv|channel|daily|weekly|newspaper|magazine|website|broadcaster|portal"
    r"|газет\w+|издани\w+|канал\w*|телеканал\w*|радио\w*|агентств\w+|портал\w*|журнал\w*|сайт\w*|эфир\w*|интервью)(?!\w)",
    re.IGNORECASE,
)
#: An outlet after whoever spoke to it: «заявил казначей «Стандарту»».
_HEARD_LAST: Final = re.compile(r"\s«([^»]+(?:[ую]|ам|ям)|[^»\s]+(?:ам|ям)\s[^»]+)»$")
#: Whose claim it is that somebody denies.
_SAID_BY: Final = re.compile(
    r"\b(claim|charge|report|allegation|accusation|finding|suggestion|statement|complaint|assertion)s? (?:made )?by "
    r"([^,.;:]{3,60}?) that $",
    re.IGNORECASE,
)
#: Cues of whom an aside may be of.
#: What finds a thing, and states nothing of it.
_FOUND: Final = re.compile(r"\b(?:found|finds?|нашл\w+|наш[её]л)$", re.IGNORECASE)
_NAMES: Final = re.compile(r"назва\w+|назов\w+|называ\w+", re.IGNORECASE)
#: Sources that nobody stands behind.
_HEARSAY: Final = re.compile(
    r"(?:social media |online |anonymous )?(?:posts?|rumou?rs)\b.*|(?:local |some |several )?media reports?"
    r"|слухи|паблик\w*|соцсет\w*|(?:некоторые )?сми",
    re.IGNORECASE,
)


def _meet(one: Part, other: Part) -> bool:
    return one.start < other.end and other.start < one.end


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
            draft.dropped |= any(draft.clause == each.verb and self.clauses.is_free_relative(each.verb) for each in made)
            self._nest(draft, made)
            self._answer(draft, made)
            self._participle(draft, made)
            self._goes_on(draft, made)
        for cue, drafts in found:
            drafts += [holder for each in drafts if (holder := self._holder(each, [cue for cue, _ in found]))]
        for aside in asides:
            begun = any(cue.end <= aside.part.start and not drafts and cue.cue.takes in CLAUSES for cue, drafts in found)
            if aside.cue.cue.takes == "passed" and not begun and (passed := self._passed(aside, made)):
                made.append(passed)
                found = [(cue, [passed] if cue == aside.cue else drafts) for cue, drafts in found]
        return found

    def _attributions(self, cue: Match, words: list[int], others: Sequence[int]) -> Iterator[Attribution]:
        takes = cue.cue.takes
        if takes in _BY_WORDS:
            return
        top = self.clauses.top(words)
        draft = Attribution(takes, cue.cue.stance, takes, Part(cue.start, cue.end), verb=top)
        if takes == "agentless" or (takes == "blamed" and self._is_passive(top) and not self.tree.children(top, "obl:agent")):
            if self.accuse(draft, words):
                yield replace(draft, rule="agentless", takes="agentless")
            return
        if draft.takes in _VERBAL and self._is_no_verb(words):
            yield replace(draft, dropped=True, rule=NO_VERB)
            return
        if self._attributes_nothing(draft, words) or self.clauses.asks_who(top):
            yield replace(draft, dropped=True)
            return
        if (self.clauses.is_negated(words) or is_never(self.text, self.tree, top)) and draft.stance in _NEGATED:
            draft.stance = _NEGATED[draft.stance]
        if self.clauses.first_person(top):
            self.state(draft, words, others)
            yield from [draft] if draft.content else []
        elif (subject := self._subject(draft, words)) is not None:
            if self.clauses.is_neither(subject) and draft.stance in _NEGATED:
                draft.stance = "neither"
            self.state(draft, words, others)
            ordered = draft.content and draft.takes in CLAUSES and self.clauses.is_order(draft.content)
            if ordered or of_thing(self.text, replace(draft, source=self.phrase(subject)), self.tree, draft.clause):
                yield replace(draft, dropped=True)
                return
            held = (self._held(draft, noun, words) for noun in self.clauses.coordinated(subject))
            yield from filter(None, held)

    def _attributes_nothing(self, draft: Attribution, words: list[int]) -> bool:
        """Report whether a cue has not happened, is no verb, or has another sense: "was denied a visa"."""
        if self.clauses.is_negated(words) and _NAMES.fullmatch(self.phrases.words(draft.cue)):
            return True  # «причины не назвали»
        taken = {self.tree.tokens[each].text.lower() for each in self.tree.children(draft.verb, "obj")}
        if draft.takes == "object" and taken & {"ничего", "nothing"}:
            return True  # «Холт ничего не отклонял»
        begins = self.tree.tokens[words[0]].pos in ("VERB", "AUX")  # but "without confirming"
        named = draft.takes == "object" and begins and is_spoken_of(self.tree, draft.verb)
        if named or is_turned(self.tree, draft.verb) or is_wrong(self.text, draft, self.tree):
            return True
        if self.clauses.is_free_relative(draft.verb) or self.clauses.is_open(draft.verb, words):
            return True
        if draft.takes == "object" and draft.stance == "denies" and self.tree.children(draft.verb, "iobj"):
            return True  # "denied cameras entry"
        return draft.takes == "object" and self._is_passive(draft.verb) and bool(self.tree.children(draft.verb, "obj"))

    def _subject(self, draft: Attribution, words: list[int]) -> int | None:
        """Return the noun that may be the source; none if the tree does not show any."""
        subject = self.clauses.subject(draft.verb)
        if draft.takes == "blamed" or subject is None or subject in words or self.clauses.is_nobody(subject):
            return None
        passive = self._is_passive(draft.verb) and draft.takes != "none"  # "she could not be reached"
        if passive and (draft.takes != "clause" or self.tree.tokens[subject].lemma == "it"):
            return None
        return subject if self.clauses.agrees(subject, draft.verb) else None

    def _held(self, draft: Attribution, noun: int, words: list[int]) -> Attribution | None:
        """Return an attribution with its source and the outlets that passed it on; none if the tree contradicts itself."""
        source = self.phrase(noun)
        if draft.content is None and draft.stance == "supports" and self.tree.tokens[draft.verb].dep == "acl:relcl":
            return replace(draft, dropped=True)  # "doctors we called"
        if draft.content is None and draft.takes == "object" and self.clauses.is_apposed(draft.verb):
            draft = replace(draft, takes="none", rule="object_back")  # ", a charge that the mayor denies"
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
        if draft.takes == "told" and (heard := _HEARD_LAST.search(self.phrases.words(source))):
            held.source = Part(source.start, source.start + heard.start())
            held.relays.append(Part(source.start + heard.start(1), source.start + heard.end(1)))
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

    def _hear(self, draft: Attribution, words: Sequence[int]) -> None:
        """Make an outlet to which, or on which, the source spoke a relay."""
        for child in (child for each in words for child in self.tree.children(each, *_LISTENERS)):
            token, content = self.tree.tokens[child], draft.content
            part = self.phrase(child) if token.pos in NOMINAL and child not in words else None
            if (
                part is None
                or (draft.source and _meet(part, draft.source))
                or self.phrases.patterns["us"].match(self.text, *part)
            ):
                continue
            around = content and content.start <= draft.cue.start < content.end
            if content and not around and content.start < part.end and part.start < content.end:
                continue
            named = re.search(r"\s[^\W\d_a-zа-яё]|«|^[^\W\d_a-zа-яё]", self.phrases.words(part))
            quoted = self.text[max(part.start - 1, 0)] == "«" or "«" in self.phrases.words(part)
            outlet = _OUTLET.search(self.phrases.words(part)) or quoted or self._is_listener(token, part)
            if draft.takes != "told" and token.dep in ("obj", "nsubj"):
                continue  # "denied a report in the Daily Beacon"
            told = draft.takes == "told" and token.dep in ("iobj", "obj", "nsubj") and outlet
            case = {self.tree.tokens[mark].text.lower() for mark in self.tree.children(child, "case")}
            if told or (named and _OUTLET.search(self.phrases.words(part)) and not case - {"to", "on", "with", "in", "в", "с"}):
                draft.relays.append(part)

    def _is_listener(self, token: Token, part: Part) -> bool:
        """Report whether a name that is told something may be an outlet's: "told Delta", but not "told the High Court"."""
        return token.pos == "PROPN" and token.dep == "obj" and bool(self.phrases.patterns["listener"].match(self.text, *part))

    def _nest(self, outer: Attribution, made: Sequence[Attribution]) -> None:
        """Make a source the relay of another whose statement is all that it says."""
        for inner in made:
            if inner is outer or outer.clause is None or outer.dropped or inner.dropped:
                continue
            within = inner.clause == outer.clause and outer.cue.start < inner.cue.start  # "that, as he told the Gazette, …"
            if (inner.verb != outer.clause and not within) or inner.source is None or outer.source is None:
                continue
            if inner.takes == "clause" and inner.clause is None and _FOUND.search(self.phrases.words(inner.cue)):
                inner.dropped = True  # "said that divers had found a car"
                continue
            itself = self.phrases.is_a("pronoun", inner.source) or inner.source == outer.source
            negated = self.phrases.patterns["negated"].search(self.phrases.words(inner.cue))  # "said that she could not deny"
            if outer.stance != "supports" or (itself and inner.stance == "supports" and not negated):
                inner.dropped = True
                continue
            inner.relays = list(outer.relays) if itself else [*outer.relays, outer.source, *inner.relays]
            inner.source = outer.source if itself else inner.source
            inner.rule, outer.dropped = "nested", True
            begun = min(outer.source.start, outer.cue.start)
            if inner.content and inner.content.start < begun < inner.content.end and inner.cue.end <= inner.content.start:
                inner.content = trimmed(self.text, Part(inner.content.start, begun))

    def _answer(self, outer: Attribution, made: Sequence[Attribution]) -> None:
        """Drop what is within a statement that is denied or doubted: "rejected the charge that he denied famine"."""
        if outer.stance in ("denies", "questions") and outer.takes == "object" and outer.content and not outer.dropped:
            for inner in made:
                if inner is not outer and outer.content.start <= inner.cue.start < outer.content.end:
                    inner.dropped = True

    def _holder(self, outer: Attribution, cues: Sequence[Match]) -> Attribution | None:
        """Read "rejected a claim by the Gazette that": the Gazette holds what is rejected."""
        said = outer.content and not outer.dropped and _SAID_BY.search(self.text, outer.cue.end, outer.content.start)
        if not said or not outer.content or any(each.start < said.end(1) and said.start(1) < each.end for each in cues):
            return None
        source = self.phrases.phrase(Part(*said.span(2)))
        cue = Part(*said.span(1))
        return Attribution("words_noun", "supports", "noun", cue, source, outer.content) if source else None

    def _participle(self, draft: Attribution, made: Sequence[Attribution]) -> None:
        """Give "…, alleging that" the source of the cue before it."""
        before = [each for each in made if each.cue.start < draft.cue.start and each.source and not each.dropped]
        if before and draft.source and self.clauses.is_participle(draft.verb):
            draft.source, draft.relays = before[-1].source, list(before[-1].relays)

    def _goes_on(self, draft: Attribution, made: Sequence[Attribution]) -> None:
        """Give a cue after "but" the source of the statement before it: "said that talks had failed but denied it"."""
        token, own = self.tree.tokens[draft.verb], self.tree.children(draft.verb, *SUBJECTS)
        between = self.tree.tokens[token.head : draft.verb]
        if token.dep != "conj" or own or not any(each.dep == "cc" and each.text.lower() in BUT for each in between):
            return
        outer = next((each for each in made if each is not draft and each.clause == token.head and each.source), None)
        if outer and draft.source:
            draft.source, draft.relays = outer.source, list(outer.relays)

    def _passed(self, aside: Aside, made: Sequence[Attribution]) -> Attribution | None:
        """Read "…, citing a diplomat": whoever cites is the relay."""
        for each in made:
            if each.rule != "nested" or each.dropped or not each.relays or each.relays[-1].end > aside.part.start:
                continue
            if aside.part.start < each.cue.start or each.cue.end < each.relays[-1].start:
                each.relays.append(aside.source)  # "The Gazette, citing a diplomat, said the ministry had denied it"
                return replace(each, dropped=True)
        usable = [each for each in made if not each.dropped and each.source and each.content and each.stance == "supports"]
        before = [each for each in usable if each.cue.start < aside.part.start]
        relay = before[-1] if before else usable[0] if usable else None
        if relay is None or relay.content is None:
            return None
        content, within = relay.content, relay.content.start <= relay.cue.start < relay.content.end
        if content.start < aside.part.start < content.end and not within:
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
