"""Russian by slovnet, whose relations are those of Universal Dependencies; it has no base forms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from claims.intake.extraction.syntactic.models import RUSSIAN, located
from claims.intake.extraction.syntactic.tree import Token, Tree


def parse(sentences: Sequence[str]) -> Iterator[Tree]:
    """Yield the tree of each sentence."""
    from razdel import tokenize  # noqa: PLC0415 # an optional extra

    syntax, morphology = _models()
    tokens = [list(tokenize(each)) for each in sentences]
    words = [[token.text for token in each] for each in tokens if each]
    parsed = zip(syntax.map(words), morphology.map(words), strict=True)
    for each in tokens:
        yield Tree(list(_tokens(each, *next(parsed))) if each else [])


def _tokens(tokens: Sequence[Any], relations: Any, forms: Any) -> Iterator[Token]:  # of packages without types
    for index, (token, relation, form) in enumerate(zip(tokens, relations.tokens, forms.tokens, strict=True)):
        head = int(relation.head_id) - 1
        feats = frozenset(f"{name}={value}" for name, value in form.feats.items())
        lemma = token.text.lower()
        yield Token(token.start, token.stop, token.text, lemma, form.pos, relation.rel, index if head < 0 else head, feats)


@cache
def _models() -> tuple[Any, Any]:
    from navec import Navec  # noqa: PLC0415 # an optional extra
    from slovnet import Morph, Syntax  # noqa: PLC0415

    vectors, syntax, morphology = located(RUSSIAN)
    words, parsers = Navec.load(vectors), (Syntax.load(syntax), Morph.load(morphology))
    for each in parsers:
        each.navec(words)
    return parsers
