"""Reads the attributions of a text by its trees, and where a tree shows none, as *basic* reads them. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final, TypeAlias

from claims.intake.extraction.basic.drafts import CLAUSES, Draft
from claims.intake.extraction.basic.lexicon import Lexicon, Match
from claims.intake.extraction.basic.phrases import COMMA
from claims.intake.extraction.basic.reader import MAX_CUES, Reader, without_lead
from claims.intake.extraction.syntactic.attributions import NO_VERB, Attributions
from claims.intake.extraction.syntactic.checks import ODD, is_heard, mend
from claims.intake.extraction.syntactic.cuts import cut
from claims.intake.extraction.syntactic.ends import end_before_others
from claims.intake.extraction.syntactic.faults import is_faulty
from claims.intake.extraction.syntactic.hands import ABOUT_THIS, named_after, pass_on
from claims.intake.extraction.syntactic.joins import joined
from claims.intake.extraction.syntactic.speech import unlisted
from claims.intake.extraction.syntactic.statements import Aside, Attribution
from claims.intake.extraction.syntactic.tree import Token, Tree
from claims.intake.extraction.syntactic.turns import join_negated, turn
from claims.intake.sentences import Part, quotations, sentences, trimmed

Parser: TypeAlias = Callable[[Sequence[str]], Iterator[Tree]]
#: What is before an aside: a comma, or the relative pronoun that begins it.
_OPENED: Final = re.compile(r"(?:^|[,(—–-])\s*((?:which|who|котор\w+)(?: in turn| в свою очередь)? )?$")
#: An aside that needs no comma before it: «пишет газета со ссылкой на дипломата».
_BARE: Final = re.compile(r"со? |ссылаясь |цитируя |citing |quoting ", re.IGNORECASE)
#: The rules of a tree alone that read chains.
_CHAINS: Final = ("nested", "passed")
_SEMICOLON: Final = re.compile(r";\s+")
#: Most semicolons of a sentence that are looked at (a guess); it bounds the work on hostile text.
_MOST_STOPS: Final = 6
_SPEAKS: Final = (*CLAUSES, "object", "none")
_STOP: Final = re.compile(r"[,:] ")
_BUT_THAT: Final = re.compile(r"(?<=\w),? (?:but|yet) that (?=\w)|(?<=\w), но (?:и )?что (?=\w)")


class ParsedReader(Reader):
    """Reads one text with a parser."""

    def __init__(self, text: str, lexicon: Lexicon, parser: Parser) -> None:
        super().__init__(text, lexicon)
        leads = (without_lead(text, each) for each in sentences(text, quotations(text)))
        parts = [half for each in leads for half in self._halves(each)]
        self._asides = {each: self._aside_parts(each) for each in parts if not each.empty}
        kept = [list(_without(part, [each.part for each in asides])) for part, asides in self._asides.items()]
        trees = parser(["".join(text[slice(*piece)] for piece in pieces) for pieces in kept])
        self._worded: list[Draft] = []  # those that words alone show
        self._trees = {part: tree.moved(_places(pieces)) for part, pieces, tree in zip(self._asides, kept, trees, strict=True)}

    def read(self) -> list[Draft]:
        """Return the attributions in order; the rules of those that words alone show begin with ``words_``."""
        drafts = super().read()
        worded = {id(each) for each in self._worded}
        for draft in drafts:
            if id(draft) in worded:
                draft.rule = f"words_{draft.rule.removesuffix('_on')}"
            elif draft.rule in _CHAINS:
                draft.rule = "chain"  # there are too few of either to measure
        own = [each.cue for each in drafts]
        for draft in drafts:
            pass_on(self, draft)
        moved = [draft.cue for draft, cue in zip(drafts, own, strict=True) if draft.cue != cue]
        for draft in drafts:
            self._check(draft)
        return [each for each in drafts if each.cue in moved or not any(_meet(each.cue, cue) for cue in moved)]

    def _check(self, draft: Draft) -> None:
        tree = next((tree for part, tree in self._trees.items() if part.start <= draft.cue.start < part.end), None)
        wrong = turn(self.text, draft)
        mend(self.text, draft, tree)
        if tree:
            cut(self.text, draft, tree)
        if tree and is_heard(self.text, draft, tree):
            draft.source, draft.relays = None, []
        elif wrong or (tree and is_faulty(self.text, draft, tree)):
            draft.rule = ODD

    def without_listener(self, draft: Draft, named: Part) -> Part:
        """Return a source after its cue without its listener, who may be named first: «заявил журналистам мэр»."""
        listener = self.patterns["us"].match(self.text, self.blank(*named), named.end)
        follows = listener and not self.text.startswith(",", listener.end())
        return super().without_listener(draft, Part(listener.end(), named.end) if listener and follows else named)

    def _and_that(self, draft: Draft) -> Iterator[Draft]:
        """Yield also what has its own "that" after "but"."""
        yield from super()._and_that(draft)
        content, takes = draft.content, draft.takes in CLAUSES
        that = _BUT_THAT.search(self.text, *content) if content and takes else None
        if content and that and not any(each.start < that.start() < each.end for each in self.quoted):
            draft.content = trimmed(self.text, Part(content.start, that.start()))
            yield replace(draft, content=trimmed(self.text, Part(that.end(), content.end)), relays=list(draft.relays))

    def _by_words(self, drafts: list[Draft]) -> list[Draft]:
        self._worded += drafts
        return drafts

    def _aside_parts(self, part: Part) -> list[Aside]:
        """Return what is said between commas about where a statement is from: it leads a parser astray."""
        asides: list[Aside] = []
        for cue in self.lexicon.find(self.text, *part):
            opened = _OPENED.search(self.text[part.start : cue.start])
            bare = cue.cue.takes == "passed" and _BARE.match(self.text, cue.start)
            usable = (opened and cue.cue.takes in ("passed", "prefix")) or bare
            if not usable or (asides and asides[-1].part.end > cue.start):
                continue
            start = part.start + opened.start(1) if opened and opened[1] else cue.start
            start -= len(self.text[part.start : start]) - len(self.text[part.start : start].rstrip(" ,"))
            commas = (
                _STOP.finditer(self.text, cue.end, part.end)
                if bare and not opened
                else COMMA.finditer(self.text, cue.end, part.end)
            )
            ends = (each.start() for each in commas if not self.patterns["aside"].match(self.text, each.end(), part.end))
            end = next(ends, part.start + len(self.text[slice(*part)].rstrip(" \n.")))
            end += self.text[end : end + 1] in ('"', "”", "»")
            own = self.patterns["pronoun"].search(self.text, cue.start, cue.end)
            source = Part(*own.span()) if own and end == cue.end else self.phrase(Part(cue.end, end))
            quoting = self.patterns["quoting"].search(self.text, cue.end, end)
            if source and not (quoting and len(quoting[0]) > 2):
                end += opened is not None and self.text[end : end + 1] == ","
                asides.append(Aside(cue, Part(start, end), source))
        return asides

    def _halves(self, part: Part) -> list[Part]:
        """Return what semicolons part of a sentence, where somebody else speaks after one: parsers join it to what is said."""
        halves, start = [], part.start
        for stop in islice(_SEMICOLON.finditer(self.text, *part), _MOST_STOPS):
            before, after = Part(start, stop.start()), Part(stop.end(), part.end)
            within = any(each.start < stop.start() < each.end for each in self.quoted)
            if not within and self._speaks(before) and self._speaks(after):
                halves.append(before)
                start = after.start
        return [*halves, Part(start, part.end)]

    def _speaks(self, part: Part) -> bool:
        cues = (each for each in self.lexicon.find(self.text, *part) if each.cue.takes in _SPEAKS)
        return any(not any(q.start < each.start < q.end for q in self.quoted) for each in cues)

    def _about_this(self, part: Part, quotes: list[Part]) -> list[Draft]:
        """Read «шахту закроют, пишет газета: об этом «Краю» рассказал шахтёр»."""
        for about in ABOUT_THIS.finditer(self.text, *part):
            drafts = super()._sentence(Part(part.start, about.start()), [each for each in quotes if each.end <= about.start()])
            source = named_after(self, about.end())
            if drafts and source and drafts[-1].content and drafts[-1].stance == "supports":
                last, heard = drafts[-1], trimmed(self.text, Part(*about.span("heard"))) if about["heard"] else None
                named = [heard] if heard and about["heard"].strip() != "нам" else []
                last.relays, last.source, last.cue = [*last.hands, *named], source, Part(*about.span("cue"))
                last.takes = last.rule = "passed"
                return drafts
        return []

    def _sentence(self, part: Part, quotes: list[Part]) -> list[Draft]:
        if part not in self._asides and len(halves := self._halves(part)) > 1:
            within = ([each for each in quotes if half.start <= each.start < half.end] for half in halves)
            return [draft for half, its in zip(halves, within, strict=True) for draft in self._sentence(half, its)]
        if about := self._about_this(part, quotes):
            return self._by_words(about)
        by_words = super()._sentence(part, quotes)
        tree, asides = self._trees.get(part), list(self._asides.get(part, []))
        if tree is None or not tree.tokens or self._withdrawn(part) or self._asks(part):
            return self._by_words(by_words)
        cues = self._cues(part, quotes)
        cues = sorted([*cues, *unlisted(tree, list(self.lexicon.find(self.text, *part)), quotes)], key=lambda each: each.start)
        by_tree = Attributions(self, tree, quotes)
        for cue in cues:
            if cue.cue.takes == "passed" and cue not in [each.cue for each in asides] and (aside := by_tree.aside(cue)):
                asides.append(aside)
        reacts = any(each.rule == "reaction" for each in by_words)
        if reacts or any(each.cue.takes == "passed" and each not in [aside.cue for aside in asides] for each in cues):
            return self._by_words([each for each in by_words if not any(self._passes_on(each, inner) for inner in by_words)])
        found: list[Draft] = []
        for cue, drafts in by_tree.read(cues, asides):
            same = [each for each in by_words if each.cue.start < cue.end and cue.start < each.cue.end]
            no_verb = all(each.rule == NO_VERB for each in drafts)
            if not drafts or (no_verb and self._is_surely_read(same, part, tree)) or self._is_last(same, drafts, tree):
                found += self._by_words([each for each in same if each not in found])
            found += [joined(self.text, each, same[0], tree) if same else each for each in drafts if not each.dropped]
        found += self._by_words(
            [each for each in by_words if not any(each.cue.start < cue.end and cue.start < each.cue.end for cue in cues)]
        )
        self._shorten(found)
        self._pass_on_from(found)
        found = [each for each in found if not any(self._passes_on(each, inner) for inner in found)]
        self._wrap(found)
        join_negated(self.text, found)
        end_before_others(self.text, found)
        found = [each for each in found if not each.dropped]
        found += [second for draft in found if isinstance(draft, Attribution) for second in self._and_that(draft)]
        return sorted(found, key=lambda each: each.cue.start)

    def _wrap(self, found: Sequence[Draft]) -> None:
        """Make whoever states a whole attribution its relay: «мэр сказал «Югу», что порт закрыт, сообщает «Норд»»."""
        for outer in (
            each for each in found if each.takes in CLAUSES and each.source and each.content and each.stance == "supports"
        ):
            for inner in (each for each in found if each is not outer and each.source and each.content and not each.dropped):
                if inner.source and inner.content and outer.content and outer.source and inner.takes in CLAUSES:
                    begun = min(inner.source.start, inner.content.start)
                    if begun == outer.content.start and inner.content.end == outer.content.end and begun < inner.content.start:
                        inner.relays = [outer.source, *(each for each in inner.relays if each != outer.source)]
                        outer.dropped = True

    def _pass_on_from(self, found: list[Draft]) -> None:
        """Make whom a sentence is according to the relay of whoever speaks in it."""
        for outer in [each for each in found if each.takes == "prefix" and each.source and each.content]:
            inner = next((each for each in found if each.takes in CLAUSES and each.source and each.content), None)
            if inner and inner.source and outer.content and outer.source and outer.content.start == inner.source.start:
                inner.relays = [outer.source, *(each for each in inner.relays if each != outer.source)]
                found.remove(outer)

    def _shorten(self, found: Sequence[Draft]) -> None:
        """Give what words read the source of a tree, where it ends as theirs does and begins later: without "later"."""
        named = [each.source for each in found if isinstance(each, Attribution) and each.source and not each.dropped]
        for draft in found:
            if draft.source and not isinstance(draft, Attribution):
                draft.source = next(
                    (each for each in named if each.end == draft.source.end and each.start > draft.source.start), draft.source
                )

    def _is_surely_read(self, drafts: Sequence[Draft], part: Part, tree: Tree) -> bool:
        """Report whether words are right where a parser takes a verb for a noun: in headings, and within a statement.

        So they are where a sentence has no other verb: "Subscribers in Drin report gunfire near the station."
        """
        heading = not any("VerbForm=Fin" in each.feats for each in tree.tokens) or not self.text[
            slice(*part)
        ].rstrip().endswith((".", "!", "…", '"', "»", "”"))
        return any(each.source and each.content and (heading or each.rule == "nested") for each in drafts)

    def _is_last(self, by_words: Sequence[Draft], drafts: Sequence[Draft], tree: Tree) -> bool:
        """Report whether a sentence ends in who says it, after a condition: "it opens unless it rains, the mayor announced".

        Parsers take who says it for a part of the condition.
        """
        if (
            not drafts
            or not all(each.dropped for each in drafts)
            or any(each.dep != "punct" for each in _after(drafts[0], tree))
        ):
            return False
        one = next(iter(by_words), None)
        if one is None or one.rule != "first" or one.source is None or one.content is None:
            return False
        return (
            one.content.end <= one.source.start < one.cue.start and self.text[one.source.start - 2 : one.source.start] == ", "
        )

    def _passes_on(self, outer: Draft, inner: Draft) -> bool:
        """Report whether a source is already the relay of who speaks in its statement; its words are then those of the tree."""
        if inner.dropped or outer is inner or outer.content is None or outer.source is None or outer.stance != "supports":
            return False
        within = outer.content.start <= inner.cue.start < outer.content.end or inner.content == outer.content
        relay = next((each for each in inner.relays if each.start < outer.source.end and outer.source.start < each.end), None)
        if relay and within:
            inner.relays = [outer.source if each == relay else each for each in inner.relays]
            inner.relays = [*(each for each in outer.relays if each not in inner.relays), *inner.relays]
        return bool(relay and within)

    def _cues(self, part: Part, quotes: list[Part]) -> list[Match]:
        found = self.lexicon.find(self.text, *part)
        whole = [quote for quote in quotes if not self.text[quote.start + 1].islower()]
        outside = (each for each in found if not any(quote.start < each.start < quote.end for quote in whole))
        return [each for each in outside if each.cue.takes != "reaction"][:MAX_CUES]


def _after(draft: Draft, tree: Tree) -> Iterator[Token]:
    return (each for each in tree.tokens if each.start >= draft.cue.end)


def _meet(one: Part, other: Part) -> bool:
    return one.start < other.end and other.start < one.end


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
