"""A parsed sentence in the terms of Universal Dependencies, whichever parser read it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from claims.intake.sentences import Part

NOMINAL: Final = ("NOUN", "PROPN", "PRON", "NUM")
#: What is no part of the noun phrase that names a source.
_APART: Final = ("acl:relcl", "advcl", "ccomp", "parataxis", "punct", "cc", "conj", "dep", "csubj", "discourse")


class Token(NamedTuple):
    """A word: its place in the text, its base form where the parser knows it, and the word that governs it."""

    start: int
    end: int
    text: str
    lemma: str
    pos: str
    dep: str
    head: int  # its own index at the root
    feats: frozenset[str] = frozenset()


class Tree:
    """The words of one sentence."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.below: list[list[int]] = [[] for _ in tokens]
        for index, token in enumerate(tokens):
            if token.head != index:
                self.below[token.head].append(index)

    def children(self, index: int, *deps: str) -> list[int]:
        """Return the words that a word governs in one of these relations."""
        return [each for each in self.below[index] if self.tokens[each].dep in deps]

    def up(self, index: int) -> Iterator[int]:
        """Yield a word and what governs it, up to the root; odd trees with cycles end."""
        seen: set[int] = set()
        while index not in seen:
            seen.add(index)
            yield index
            index = self.tokens[index].head

    def is_cycle(self, index: int) -> bool:
        """Report whether a word is governed by no root."""
        top = list(self.up(index))[-1]
        return self.tokens[top].head != top

    def subtree(self, index: int, keep: Callable[[int], bool] = lambda _index: True) -> list[int]:
        """Return a word and all below it in order, without the branches that are not to be kept."""
        found, waiting, seen = [], [index], {index}
        while waiting:
            found.append(at := waiting.pop())
            waiting += (new := [each for each in self.below[at] if each not in seen and keep(each)])
            seen.update(new)
        return sorted(found)

    def part(self, first: int, last: int) -> Part:
        """Return the part of the text from one word to another."""
        return Part(self.tokens[first].start, self.tokens[last].end)

    def moved(self, place: Callable[[int], int]) -> Tree:
        """Return the tree with each word at another place of the text."""
        return Tree([each._replace(start=place(each.start), end=place(each.end - 1) + 1) for each in self.tokens])

    def within(self, part: Part) -> list[int]:
        """Return the words in a part of the text."""
        return [index for index, each in enumerate(self.tokens) if each.start < part.end and each.end > part.start]

    def noun_phrase(self, index: int) -> Part:
        """Return the phrase around a noun: its modifiers and appositions, without clauses about it and nouns beside it."""

        def keep(each: int) -> bool:
            token = self.tokens[each]
            if token.dep == "case":
                return token.head != index
            if token.dep == "acl":  # "people working in the camp", but not ", who" or ", asking"
                return self.tokens[each - 1].dep != "punct"
            return token.dep not in _APART and not (token.dep == "appos" and token.pos in ("VERB", "AUX"))

        kept = set(self.subtree(index, keep))
        first = last = index
        while first - 1 in kept or (first - 2 in kept and self._bridged(first - 1)):
            first -= 1
        while last + 1 in kept or (last + 2 in kept and self._bridged(last + 1)):
            last += 1
        return self.part(first, last)

    def goes_on(self, at: int) -> bool:
        """Report whether the word after a phrase may belong to it: no adverb, no verb, and no preposition of a verb."""
        index = next((each for each, token in enumerate(self.tokens) if token.start >= at), None)
        if index is None or self.tokens[index].pos in ("ADV", "AUX", "VERB", "PART", "SCONJ", "PRON"):
            return False
        if self.tokens[index].dep == "case" and self.tokens[self.tokens[index].head].dep == "obl":
            return False
        token = self.tokens[index]
        return not (token.dep == "obj" and "Case=Acc" in token.feats)

    def _bridged(self, index: int) -> bool:
        return 0 <= index < len(self.tokens) and self.tokens[index].dep in ("punct", "cc", "conj")
