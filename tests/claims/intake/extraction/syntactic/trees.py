"""Trees made by hand, which stand in for a parser: its models need not be installed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from claims.intake.extraction.proposals import Proposal
from claims.intake.extraction.syntactic.extractor import read
from claims.intake.extraction.syntactic.reader import Parser
from claims.intake.extraction.syntactic.tree import Token, Tree

#: Each word with its part of speech, its relation, and the number of the word that governs it, from 0.
ROWS: Final = (
    "Lena/PROPN/compound/1 Moss/PROPN/nsubj/8 ,/PUNCT/punct/1 the/DET/det/4 mayor/NOUN/appos/1 of/ADP/case/6 "
    "Lindau/PROPN/nmod/4 ,/PUNCT/punct/1 said/VERB/root/8 on/ADP/case/10 Monday/PROPN/obl/8 that/SCONJ/mark/16 "
    "no/DET/det/13 shells/NOUN/nsubj:pass/16 had/AUX/aux/16 been/AUX/aux:pass/16 shipped/VERB/ccomp/8 ./PUNCT/punct/8",
    "The/DET/det/1 Gazette/PROPN/nsubj/2 said/VERB/root/2 the/DET/det/4 ministry/NOUN/nsubj/6 had/AUX/aux/6 "
    "denied/VERB/ccomp/2 the/DET/det/8 sale/NOUN/obj/6 ./PUNCT/punct/2",
    "The/DET/det/1 fund/NOUN/nsubj/2 confirmed/VERB/root/2 talks/NOUN/obj/2 but/CCONJ/cc/2 said/VERB/conj/2 "
    "nothing/PRON/nsubj:pass/9 had/AUX/aux/9 been/AUX/aux:pass/9 signed/VERB/ccomp/5 ./PUNCT/punct/2",
    "The/DET/det/1 ministry/NOUN/nsubj/5 and/CCONJ/cc/1 the/DET/det/4 union/NOUN/conj/1 denied/VERB/root/5 any/DET/det/7 "
    "role/NOUN/obj/5 in/ADP/case/10 the/DET/det/10 fire/NOUN/nmod/7 ./PUNCT/punct/5",
    "If/SCONJ/mark/3 the/DET/det/2 ministry/NOUN/nsubj/3 denies/VERB/advcl/9 the/DET/det/5 sale/NOUN/obj/3 "
    ",/PUNCT/punct/9 she/PRON/nsubj/9 will/AUX/aux/9 resign/VERB/root/9 ./PUNCT/punct/9",
    "The/DET/det/1 reporter/NOUN/nsubj:pass/3 was/AUX/aux:pass/3 denied/VERB/root/3 costs/NOUN/obj/3 ./PUNCT/punct/3",
    "The/DET/det/1 ship/NOUN/nsubj/2 docked/VERB/ccomp/8 on/ADP/case/4 Friday/PROPN/obl/2 ,/PUNCT/punct/8 the/DET/det/7 "
    "harbour/NOUN/nsubj/8 said/VERB/root/8 ./PUNCT/punct/8",
    "A/DET/det/1 baker/NOUN/nsubj/11 who/PRON/nsubj:pass/4 was/AUX/aux:pass/4 accused/VERB/acl:relcl/1 of/ADP/case/6 "
    "setting/VERB/advcl/4 fire/NOUN/obj/6 to/ADP/case/10 his/PRON/nmod/10 shop/NOUN/obl/6 walked/VERB/root/11 "
    "free/ADJ/xcomp/11 ./PUNCT/punct/11",
    "Ilves/PROPN/nsubj/1 said/VERB/root/1 she/PRON/nsubj/4 would/AUX/aux/4 sue/VERB/ccomp/1 ,/PUNCT/punct/4 "
    "alleging/VERB/advcl/4 that/SCONJ/mark/11 ballots/NOUN/nsubj:pass/11 had/AUX/aux/11 been/AUX/aux:pass/11 "
    "swapped/VERB/ccomp/6 ./PUNCT/punct/1",
    "I/PRON/nsubj/3 am/AUX/aux/3 not/PART/advmod/3/Polarity=Neg claiming/VERB/root/3 there/PRON/expl/5 is/VERB/ccomp/3 "
    "a/DET/det/7 scandal/NOUN/xcomp/5 ./PUNCT/punct/3",
    "The/DET/det/1 inspector/NOUN/nsubj/2 told/VERB/root/2 Radio/PROPN/compound/4 Fjord/PROPN/obj/2 that/SCONJ/mark/8 "
    "the/DET/det/7 bridge/NOUN/nsubj/8 was/AUX/ccomp/2 safe/ADJ/xcomp/8 ./PUNCT/punct/2",
    "Posts/NOUN/nsubj/4 on/ADP/case/3 social/ADJ/amod/3 media/NOUN/nmod/0 claimed/VERB/root/4 that/SCONJ/mark/9 "
    "lorries/NOUN/nsubj:pass/9 had/AUX/aux/9 been/AUX/aux:pass/9 banned/VERB/ccomp/4 ./PUNCT/punct/4",
    "If/SCONJ/mark/2 ships/NOUN/nsubj/2 dock/VERB/advcl/6 ,/PUNCT/punct/6 the/DET/det/5 union/NOUN/nsubj/6 says/VERB/root/6 "
    ",/PUNCT/punct/6 it/PRON/nsubj/10 will/AUX/aux/10 strike/VERB/ccomp/6 ./PUNCT/punct/6",
    "The/DET/det/1 minister/NOUN/nsubj/2 rejected/VERB/root/2 claims/NOUN/obj/2 that/SCONJ/mark/6 he/PRON/nsubj/6 "
    "denied/VERB/acl/3 famine/NOUN/obj/6 ./PUNCT/punct/2",
    "The/DET/det/1 lawyer/NOUN/nsubj/2 told/VERB/root/2 the/DET/det/5 High/PROPN/compound/5 Court/PROPN/obj/2 that/SCONJ/mark/9"
    " Holt/PROPN/nsubj/9 had/AUX/aux/9 paid/VERB/ccomp/2 ./PUNCT/punct/2",
    "The/DET/det/2 declared/VERB/amod/2 winner/NOUN/nsubj/4 has/AUX/aux/4 left/VERB/root/4 ./PUNCT/punct/4",
    "В/ADP/case/1 мэрии/NOUN/obl/2/Animacy=Inan,Case=Loc говорят/VERB/root/2/Number=Plur,VerbForm=Fin ,/PUNCT/punct/6 "
    "что/SCONJ/mark/6 мост/NOUN/nsubj/6/Animacy=Inan цел/ADJ/ccomp/2 ./PUNCT/punct/2",
    "Газета/NOUN/nsubj/1/Animacy=Inan сообщила/VERB/root/1/VerbForm=Fin со/ADP/case/3 ссылкой/NOUN/obl/1/Animacy=Inan "
    "на/ADP/case/5 дипломата/NOUN/nmod/3/Animacy=Anim ,/PUNCT/punct/9 что/SCONJ/mark/9 "
    "визит/NOUN/nsubj:pass/9/Animacy=Inan отменён/VERB/ccomp/1 ./PUNCT/punct/1",
    "Мост/NOUN/nsubj/2/Animacy=Inan не/PART/advmod/2/Polarity=Neg рухнет/VERB/root/2/VerbForm=Fin ,/PUNCT/punct/4 "
    "заявила/VERB/parataxis/2/VerbForm=Fin мэр/NOUN/nsubj/4/Animacy=Anim Лидия/PROPN/appos/5/Animacy=Anim "
    "Гросс/PROPN/flat:name/6/Animacy=Anim ./PUNCT/punct/2",
    "Миссия/NOUN/nsubj/1/Animacy=Inan заявила/VERB/root/1/VerbForm=Fin ,/PUNCT/punct/5 что/SCONJ/mark/5 "
    "не/PART/advmod/5/Polarity=Neg может/VERB/ccomp/1/VerbForm=Fin подтвердить/VERB/xcomp/5/VerbForm=Inf "
    "отвод/NOUN/obj/6/Animacy=Inan ./PUNCT/punct/1",
)


def sentence_of(row: str) -> str:
    """Return the words of a row as they stand in a text."""
    return " ".join(each.split("/")[0] for each in row.split()).replace(" ,", ",").replace(" .", ".")


def tree_of(row: str, text: str = "") -> Tree:
    """Return the tree of a row, with its words at their places in a text: the sentence of the row, if none is given."""
    text, tokens, at = text or sentence_of(row), [], 0
    for each in row.split():
        word, pos, dep, head, *feats = each.split("/")
        at = text.index(word, at)
        tokens.append(Token(at, at + len(word), word, word.lower(), pos, dep, int(head), frozenset(",".join(feats).split(","))))
        at += len(word)
    return Tree(tokens)


_TREES: Final = {sentence_of(row): row for row in ROWS}


def parse(sentences: Sequence[str]) -> Iterator[Tree]:
    """Yield the trees of sentences that are known here, and of any other one without words."""
    yield from (tree_of(_TREES[each]) if each in _TREES else Tree([]) for each in sentences)


def parser_of(path: Path) -> Parser:
    """Return what yields the trees of a file, which has a sentence and its row in turn."""
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = dict(zip(lines[::2], lines[1::2], strict=True))

    def parse(sentences: Sequence[str]) -> Iterator[Tree]:
        yield from (tree_of(rows[each], each) for each in sentences)

    return parse


def found(text: str, language: str = "en") -> list[tuple[str, str, str]]:
    """Return stance, chain and statement of each proposal on a text."""
    return [(each.stance, chain(each), each.content.quote) for each in read(text, language, parse)]


def chain(proposal: Proposal) -> str:
    """Return the hands of a proposal as ``the Gazette < a diplomat``."""
    return " < ".join(hand.quote for hand in proposal.hands)
