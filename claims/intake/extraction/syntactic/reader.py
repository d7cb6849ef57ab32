"""Reads the attributions of a text by its trees, and where a tree shows none, as *basic* reads them. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeAlias

from claims.intake.extraction.basic.drafts import Draft
from claims.intake.extraction.basic.lexicon import Lexicon, Match
from claims.intake.extraction.basic.phrases import COMMA
from claims.intake.extraction.basic.reader import MAX_CUES, Reader
from claims.intake.extraction.syntactic.attributions import Aside, Attributions
from claims.intake.extraction.syntactic.statements import Attribution
from claims.intake.extraction.syntactic.tree import Tree
from claims.intake.sentences import Part, quotations, sentences, without_dateline

#: Returns the tree of each sentence.
Parser: TypeAlias = Callable[[Sequence[str]], Iterator[Tree]]
#: What is before an aside: a comma, or the relative pronoun that begins it.
_OPENED: Final = re.compile(r"(?:^|[,(—–-])\s*((?:which|who|котор\w+)(?: in turn| в свою очередь)? )?$")


class ParsedReader(Reader):
    """Reads one text with a parser."""

    def __init__(self, text: str, lexicon: Lexicon, parser: Parser) -> None:
        super().__init__(text, lexicon)
        parts = [without_dateline(text, each) for each in sentences(text, quotations(text))]
        self._asides = {each: self._aside_parts(each) for each in parts if not each.empty}
        kept = [list(_without(part, [each.part for each in asides])) for part, asides in self._asides.items()]
        trees = parser(["".join(text[slice(*piece)] for piece in pieces) for pieces in kept])
        self._trees = {part: tree.moved(_places(pieces)) for part, pieces, tree in zip(self._asides, kept, trees, strict=True)}

    def _aside_parts(self, part: Part) -> list[Aside]:
        """Return what is said between commas about where a statement is from: it leads a parser astray."""
        asides: list[Aside] = []
        for cue in self.lexicon.find(self.text, *part):
            opened = _OPENED.search(self.text[part.start : cue.start])
            if cue.cue.takes not in ("passed", "prefix") or not opened or (asides and asides[-1].part.end > cue.start):
                continue
            start = part.start + opened.start(1) if opened[1] else cue.start
            start -= len(self.text[part.start : start]) - len(self.text[part.start : start].rstrip(" ,"))
            commas = COMMA.finditer(self.text, cue.end, part.end)
            ends = (each.start() for each in commas if not self.patterns["aside"].match(self.text, each.end(), part.end))
            end = next(ends, part.start + len(self.text[slice(*part)].rstrip(" \n.")))
            source = self.phrase(Part(cue.end, end))
            quoting = self.patterns["quoting"].search(self.text, cue.end, end)
            if source and not (quoting and len(quoting[0]) > 2):
                end += self.text[end : end + 1] == ","
                asides.append(Aside(cue, Part(start, end), source))
        return asides

    def _sentence(self, part: Part, quotes: list[Part]) -> list[Draft]:
        by_words = super()._sentence(part, quotes)
        tree, asides = self._trees.get(part), list(self._asides.get(part, []))
        if tree is None or not tree.tokens or self._withdrawn(part) or self._asks(part):
            return [_by_words(each) for each in by_words]
        cues = self._cues(part, quotes)
        by_tree = Attributions(self, tree, quotes)
        for cue in cues:
            if cue.cue.takes == "passed" and cue not in [each.cue for each in asides] and (aside := by_tree.aside(cue)):
                asides.append(aside)
        reacts = any(each.rule == "reaction" for each in by_words)
        if reacts or any(each.cue.takes == "passed" and each not in [aside.cue for aside in asides] for each in cues):
            return [_by_words(each) for each in by_words]
        found: list[Draft] = []
        for cue, drafts in by_tree.read(cues, asides):
            same = [each for each in by_words if each.cue.start < cue.end and cue.start < each.cue.end]
            if not drafts:
                found += [_by_words(each) for each in same if each not in found]
            found += [self._joined(each, same[0]) if same else each for each in drafts if not each.dropped]
        found += [
            _by_words(each)
            for each in by_words
            if not any(each.cue.start < cue.end and cue.start < each.cue.end for cue in cues)
        ]
        self._pass_on_from(found)
        seconds = [second for draft in found if isinstance(draft, Attribution) for second in self._and_that(draft)]
        return sorted([*found, *seconds], key=lambda each: each.cue.start)

    def _pass_on_from(self, found: list[Draft]) -> None:
        """Make whom a sentence is according to the relay of whoever speaks in it."""
        for outer in [each for each in found if each.takes == "prefix" and each.source and each.content]:
            inner = next((each for each in found if each.takes in ("clause", "told") and each.source and each.content), None)
            if inner and inner.source and outer.content and outer.source and outer.content.start == inner.source.start:
                inner.relays = [outer.source, *(each for each in inner.relays if each != outer.source)]
                found.remove(outer)

    def _joined(self, draft: Attribution, words: Draft) -> Draft:
        """Return the attribution of a tree with what words alone show better."""
        if not draft.relays and words.relays and words.rule not in ("nested", "passed"):
            draft.relays = list(words.relays)
        if draft.takes == "agentless" and words.content and draft.content and draft.content.start == words.content.start:
            draft.content = min(draft.content, words.content)
        elif draft.clause is None and words.content and draft.content and draft.content.start == words.content.start:
            draft.content = self._longer(draft.content, words.content)
        if draft.source and words.source and draft.source.start == words.source.start:
            draft.source = self._longer(draft.source, words.source)
        same = draft.content == words.content and draft.source == words.source
        draft.rule = f"both_{draft.rule}" if same else draft.rule
        return draft

    def _longer(self, part: Part, words: Part) -> Part:
        """Return a part with the words that follow it, up to a comma: parsers attach the last words of a phrase elsewhere."""
        comma = self.text.find(", ", part.end, words.end)
        return Part(part.start, max(part.end, comma if comma >= 0 else words.end))

    def _cues(self, part: Part, quotes: list[Part]) -> list[Match]:
        found = self.lexicon.find(self.text, *part)
        whole = [quote for quote in quotes if not self.text[quote.start + 1].islower()]
        outside = (each for each in found if not any(quote.start < each.start < quote.end for quote in whole))
        return [each for each in outside if each.cue.takes != "reaction"][:MAX_CUES]


def _by_words(draft: Draft) -> Draft:
    draft.rule = f"words_{draft.rule}"
    return draft


def _without(part: Part, asides: Sequence[Part]) -> Iterator[Part]:
    """Yield what is left of a part."""
    start = part.start
    for aside in asides:
        yield Part(start, aside.start)
        start = aside.end
    yield Part(start, part.end)


def _places(pieces: Sequence[Part]) -> Callable[[int], int]:
    """Return what finds a character of the joined pieces in the text."""

    def place(at: int) -> int:
        for piece in pieces:
            if at < piece.end - piece.start:
                return piece.start + at
            at -= piece.end - piece.start
        return pieces[-1].end + at

    return place
