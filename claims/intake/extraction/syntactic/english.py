"""English by spaCy, in the terms of Universal Dependencies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, Final

from claims.intake.extraction.syntactic.models import ENGLISH, Model, located
from claims.intake.extraction.syntactic.tree import NOMINAL, Token, Tree

#: The relations of the model that have another name here.
_RELATIONS: Final = {
    "ROOT": "root",
    "dobj": "obj",
    "dative": "iobj",
    "nsubjpass": "nsubj:pass",
    "csubjpass": "csubj",
    "auxpass": "aux:pass",
    "relcl": "acl:relcl",
    "neg": "advmod",
    "npadvmod": "obl",
    "poss": "nmod",
    "attr": "xcomp",
    "acomp": "xcomp",
    "oprd": "xcomp",
    "preconj": "cc",
}


def parse(sentences: Sequence[str], model: Model = ENGLISH) -> Iterator[Tree]:
    """Yield the tree of each sentence, by the pinned model or another one of spaCy.

    Raises: ModelError if the files of the model are missing, or are not those of its SHA-256.
    """
    for parsed in _pipeline(model).pipe(sentences):
        yield Tree(list(_tokens(parsed)))


@cache
def _pipeline(model: Model) -> Any:  # of a package without types that need not be installed
    path = located(model)[0]
    import spacy  # noqa: PLC0415 # an optional extra

    return spacy.load(path, exclude=["ner", "senter"])


def _tokens(parsed: Any) -> Iterator[Token]:
    for token in parsed:
        head, dep = token.head.i, _RELATIONS.get(token.dep_, token.dep_)
        governor = token.head
        if token.dep_ in ("pobj", "pcomp") and governor.dep_ in ("prep", "agent"):
            # The noun governs its preposition, and takes the place of that in the sentence.
            while governor.dep_ == "prep" and governor.head.dep_ == "prep":
                governor = governor.head
            head = governor.head.i
            inner = "nmod" if governor.head.pos_ in NOMINAL else "obl"
            dep = "obl:agent" if governor.dep_ == "agent" else "advcl" if token.dep_ == "pcomp" and inner == "obl" else inner
        elif token.dep_ in ("prep", "agent"):
            inside = [each for each in token.children if each.dep_ in ("pobj", "pcomp", "prep")]
            head, dep = (inside[0].i, "case") if inside else (head, "obl")
        feats = set(str(token.morph).split("|"))
        if token.dep_ == "neg":
            feats.add("Polarity=Neg")
        at = token.idx
        yield Token(at, at + len(token.text), token.text, token.lemma_.lower(), token.pos_, dep, head, frozenset(feats))
