"""What a cue is in a parsed sentence: its subject, and whether it attributes anything. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from claims.intake.extraction.syntactic.tree import NOMINAL, Tree
from claims.intake.sentences import Part

SUBJECTS: Final = ("nsubj", "nsubj:pass")
#: Marks that make a clause one in which nothing is said yet.
_OPEN: Final = frozenset(("if", "unless", "whether", "если", "ли"))
_COMING: Final = frozenset(("will", "would", "should", "must", "may", "might", "can", "could", "shall", "'ll"))
_NOBODY: Final = frozenset(("nobody", "no", "none", "what", "never", "никто", "ничто", "кто"))
_SELF: Final = frozenset(("себя", "себе", "собой"))


class Cues:
    """The cues of one sentence."""

    def __init__(self, text: str, tree: Tree, quotes: Sequence[Part], *, drops: bool) -> None:
        self.drops = drops  # whether the language leaves out the subject of a clause that is that of the clause around it
        self.text, self.tree, self.tokens, self.quotes = text, tree, tree.tokens, quotes

    def top(self, cue: Sequence[int]) -> int:
        """Return the word of a cue that governs the others."""
        outside = [each for each in cue if self.tokens[each].head not in cue or self.tokens[each].head == each]
        verbs = [each for each in outside if self.tokens[each].pos in ("VERB", "AUX", "NOUN")]
        return (verbs or outside or list(cue))[0]

    def subject(self, verb: int) -> int | None:
        """Return the noun that a verb is about: its own subject, or the one that it shares with what governs it."""
        for at in self.tree.up(verb):
            token = self.tokens[at]
            if token.pos in ("VERB", "AUX", "ADJ", "NOUN") and (found := self.tree.children(at, *SUBJECTS)):
                return found[-1] if self.drops and found[0] > at else found[0]  # «рассказал «Каналу» его помощник»
            if self.drops and (place := self._body(at)) is not None:
                return place
            if token.dep == "acl":
                return token.head
            if token.dep not in ("xcomp", "conj", "advcl", "aux", "aux:pass", *(("ccomp",) if self.drops else ())):
                return None
        return None

    def _body(self, verb: int) -> int | None:
        """Return the body in which people are said to speak who are not named: «в мэрии говорят»."""
        feats = self.tokens[verb].feats
        if "Number=Plur" not in feats or "VerbForm=Fin" not in feats or feats & {"Person=1", "Person=2"}:
            return None
        for noun in self.tree.children(verb, "obl"):
            case = [self.tokens[each].text.lower() for each in self.tree.children(noun, "case")]
            if case in (["в"], ["во"]) and "Case=Loc" in self.tokens[noun].feats and self.tokens[noun].pos in ("NOUN", "PROPN"):
                return noun
        return None

    def is_negated(self, cue: Sequence[int]) -> bool:
        """Report whether a negation that is no part of the cue belongs to it."""
        below = (child for each in cue for child in self.tree.children(each, "advmod") if child not in cue)
        return any(
            "Polarity=Neg" in self.tokens[each].feats and self.tokens[each].end < self.tokens[cue[-1]].start for each in below
        )

    def is_participle(self, verb: int) -> bool:
        """Report whether a verb is one of ", alleging that": a participle after a comma, without a subject of its own."""
        token = self.tokens[verb]
        joined = token.dep in ("advcl", "acl") and not self.tree.children(verb, *SUBJECTS, "mark")
        return joined and verb > 0 and self.tokens[self.tree.subtree(verb)[0] - 1].text == ","

    def coordinated(self, noun: int) -> list[int]:
        """Return a noun and those that "and" joins to it."""
        if any(self.tokens[each].text == "&" for each in self.tree.below[noun]):
            return [noun]  # of a name
        joined = [each for each in self.tree.children(noun, "conj") if self.tokens[each].pos in NOMINAL]
        if len(joined) == 1 and self._is_apposed_to(joined[0], noun):
            return [noun]
        return [noun, *(more for each in joined for more in self.coordinated(each))]

    def _is_apposed_to(self, name: int, noun: int) -> bool:
        """Report whether a name follows a noun after a comma alone: «поставщик кухни, фирма «Каравай», отвергает»."""
        first = self.tree.subtree(name)[0]
        return name > noun and self.tokens[first - 1].text == "," and not self.tree.children(name, "cc", "conj")

    def is_nobody(self, noun: int) -> bool:
        """Report whether a subject names nobody: "nobody said", "what she said"."""
        words = [self.tokens[noun].text.lower(), *(self.tokens[each].text.lower() for each in self.tree.children(noun, "det"))]
        return not _NOBODY.isdisjoint(words)

    def asks_who(self, verb: int) -> bool:
        """Report whether the subject of a cue is asked for: «кто это сказал, неизвестно»."""
        subject = self.subject(verb)
        return subject is not None and self.tokens[subject].text.lower() == "кто"

    def is_neither(self, noun: int) -> bool:
        """Report whether a subject is "neither side" or "neither the club nor the player"."""
        return any(self.tokens[each].text.lower() == "neither" for each in self.tree.subtree(noun))

    def is_apposed(self, verb: int) -> bool:
        """Report whether a cue is about a noun that sums up the statement before it: ", something the mayor disputes"."""
        if self.tokens[verb].dep != "acl:relcl":
            return False
        first = self.tree.subtree(self.tokens[verb].head)[0]
        return first > 0 and self.tokens[first - 1].text == ","

    def is_open(self, verb: int, cue: Sequence[int]) -> bool:
        """Report whether a cue has not happened: in a condition, a plan, an order, or a question."""
        for at in self.tree.up(verb):
            token = self.tokens[at]
            below = [self.tokens[each] for each in self.tree.below[at] if each not in cue]
            if any(each.dep == "mark" and each.text.lower() in _OPEN for each in below):
                return True
            if at == verb and any(each.dep == "aux" and each.text.lower() in _COMING for each in below):
                return True
            if at == verb and any(each.dep == "mark" and each.text.lower() in ("to", "чтобы") for each in below):
                return True
            if at == verb and "VerbForm=Inf" in token.feats and any(each.text.lower() == "to" for each in below):
                return True
            if token.dep not in ("conj", "xcomp", "advcl", "ccomp", "acl") or self._is_opposed(at, verb):
                return False
        return False

    def _is_opposed(self, at: int, verb: int) -> bool:
        """Report whether a cue with a clause of its own follows "but", so that it is not of the clause before."""
        between = self.tokens[self.tokens[at].head : at]
        but = at == verb and any(each.dep == "cc" and each.text.lower() in ("but", "но", "однако") for each in between)
        return but and bool(self.tree.children(verb, "ccomp"))

    def is_free_relative(self, verb: int) -> bool:
        """Report whether a cue is in "what the minister told parliament", which states nothing."""
        if self.tokens[verb].dep == "csubj" or any(each.text == ":" for each in self.tokens[verb:]):
            return False  # "what I doubt is that", "what he said: …"
        return any(each < verb and self.tokens[each].text.lower() == "what" for each in self.tree.children(verb, "obj", "iobj"))

    def is_order(self, part: Part) -> bool:
        """Report whether words begin with an order, which states nothing: "Ask him"."""
        words = [each for each in self.tree.within(part) if self.tokens[each].dep != "punct"]
        token = self.tokens[words[0]] if words else None
        if token is None or not token.text[:1].isupper() or self.tree.children(words[0], *SUBJECTS):
            return False
        return "Mood=Imp" in token.feats or (token.pos == "VERB" and "VerbForm=Inf" in token.feats and not self.drops)

    def first_person(self, verb: int) -> bool:
        """Report whether the form of a verb alone says that "I" or "we" speak: «сомневаюсь»."""
        return self.drops and "Person=1" in self.tokens[verb].feats and not self.tree.children(verb, *SUBJECTS)

    def agrees(self, subject: int, verb: int) -> bool:
        """Report whether a noun has the number of its verb: parsers take other nouns for a subject."""
        noun, forms = self.tokens[subject].feats, self.tokens[verb].feats
        many = self.tree.children(subject, "conj", "nummod", "nummod:gov") or "Case=Loc" in noun
        return bool(many) or not (self.drops and "Number=Sing" in noun and forms >= {"Number=Plur", "VerbForm=Fin"})

    def pronoun_in(self, cue: Sequence[int]) -> int | None:
        """Return the pronoun within a cue that means an earlier statement: «это опроверг»."""
        pronouns = (each for each in cue if self.tokens[each].pos == "PRON" and self.tokens[each].text.lower() not in _SELF)
        return next((each for each in pronouns if self.tokens[each].dep in ("obj", "obl", "iobj")), None)

    def noun_after(self, cue: Sequence[int]) -> int | None:
        """Return the noun that follows a cue: "citing *a diplomat*", "по словам *главы*"."""
        first = cue[-1] + 1
        while first < len(self.tokens) and self.tokens[first].dep == "punct":
            first += 1
        found = None
        for at in self.tree.up(first) if first < len(self.tokens) else ():
            if at < first:
                break
            if self.tokens[at].pos in NOMINAL or self.tokens[at].dep in ("obj", "obl", "nmod"):
                found = at
            elif self.tokens[at].pos in ("VERB", "AUX"):
                break
        return found
