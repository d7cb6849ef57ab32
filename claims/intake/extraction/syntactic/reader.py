"""Reads the attributions of a text by its trees, and where a tree shows none, as *basic* reads them. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeAlias

from claims.intake.extraction.basic.drafts import Draft
from claims.intake.extraction.basic.lexicon import Lexicon, Match
from claims.intake.extraction.basic.phrases import COMMA
from claims.intake.extraction.basic.reader import MAX_CUES, Reader
from claims.intake.extraction.basic.sentences import Part, quotations, sentences, without_dateline
from claims.intake.extraction.syntactic.attributions import Aside, Attribution, Attributions
from claims.intake.extraction.syntactic.tree import Tree

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
        tree, asides = self._trees.get(part), self._asides.get(part, [])
        cues = self._cues(part, quotes)
        reacts = any(each.rule == "reaction" for each in by_words)
        cites = any(each.cue.takes == "passed" and each not in [aside.cue for aside in asides] for each in cues)
        if tree is None or not tree.tokens or reacts or cites or self._withdrawn(part) or self._asks(part):
            return [_by_words(each) for each in by_words]
        by_tree = Attributions(self, tree, quotes).read(cues, asides)
        found: list[Draft] = []
        for cue, draft in by_tree:
            same = [each for each in by_words if each.cue.start < cue.end and cue.start < each.cue.end]
            if draft is None:
                found += [_by_words(each) for each in same if each not in found]
            elif not draft.dropped:
                found.append(self._joined(draft, same[0]) if same else draft)
        found += [
            _by_words(each)
            for each in by_words
            if not any(each.cue.start < cue.end and cue.start < each.cue.end for cue, _ in by_tree)
        ]
        seconds = [second for draft in found if isinstance(draft, Attribution) for second in self._and_that(draft)]
        return sorted([*found, *seconds], key=lambda each: each.cue.start)

    def _joined(self, draft: Attribution, words: Draft) -> Draft:
        """Return the attribution of a tree with what words alone show better."""
        if not draft.relays and words.relays and words.rule not in ("nested", "passed"):
            draft.relays = list(words.relays)
        if draft.takes == "object" and words.content and draft.content and _covers(words.content, draft.content):
            draft.content = words.content
        same = draft.content == words.content and draft.source == words.source
        draft.rule = f"both_{draft.rule}" if same else draft.rule
        return draft

    def _cues(self, part: Part, quotes: list[Part]) -> list[Match]:
        found = self.lexicon.find(self.text, *part)
        whole = [quote for quote in quotes if not self.text[quote.start + 1].islower()]
        outside = (each for each in found if not any(quote.start < each.start < quote.end for quote in whole))
        return [each for each in outside if each.cue.takes != "reaction"][:MAX_CUES]


def _by_words(draft: Draft) -> Draft:
    draft.rule = f"words_{draft.rule}"
    return draft


def _covers(whole: Part, part: Part) -> bool:
    return whole.start <= part.start and part.end <= whole.end


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
