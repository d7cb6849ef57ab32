"""What states nothing is not shown, however often its rule was right."""

from __future__ import annotations

from typing import Final

import pytest

from claims.intake.extraction.basic.drafts import Draft
from claims.intake.extraction.syntactic import extractor
from claims.intake.extraction.syntactic.cuts import says_nothing
from claims.intake.sentences import Part
from tests.claims.intake.extraction.syntactic.trees import tree_of

EARLIER: Final = "Earlier/ADV/advmod/4 ,/PUNCT/punct/4 the/DET/det/3 channel/NOUN/nsubj/4 said/VERB/root/4 so/ADV/advmod/4"
OUTLET: Final = "Врачи/NOUN/nsubj/1 сказали/VERB/root/1 «/PUNCT/punct/3 Югу/PROPN/iobj/1 »/PUNCT/punct/3 правду/NOUN/obj/1"
SECOND: Final = "Второй/ADJ/amod/1 тур/NOUN/obj/4 мэр/NOUN/nsubj/4 не/PART/advmod/4 исключил/VERB/root/4"

SICK: Final = "She/PRON/nsubj/1 reported/VERB/root/1 sick/ADJ/xcomp/1 today/NOUN/obl/1"
DOUBTS: Final = "Курьер/NOUN/nsubj/4/Animacy=Inan в/ADP/case/2 поездку/NOUN/obl/4 не/PART/advmod/4 верит/VERB/root/4"


def _draft(text: str, cue: str, content: str, source: str) -> Draft:
    cue_at, content_at, source_at = (Part(text.index(each), text.index(each) + len(each)) for each in (cue, content, source))
    return Draft("clause", "supports", "clause", cue_at, source_at, content_at)


@pytest.mark.parametrize(
    ("text", "row", "cue", "content", "source", "nothing"),
    [
        pytest.param("Earlier, the channel said so", EARLIER, "said", "Earlier", "the channel", True, id="an adverb"),
        pytest.param("Врачи сказали «Югу» правду", OUTLET, "сказали", "Югу", "Врачи", True, id="an outlet"),
        pytest.param("Второй тур мэр не исключил", SECOND, "исключил", "тур", "Второй", True, id="half of a phrase"),
        pytest.param("She reported sick today", SICK, "reported", "sick today", "She", True, id="a state"),
        pytest.param("Курьер в поездку не верит", DOUBTS, "верит", "поездку", "Курьер в поездку", True, id="a complement"),
        pytest.param("Второй тур мэр не исключил", SECOND, "исключил", "Второй тур", "мэр", False, id="a phrase"),
    ],
)
def test_what_states_nothing(text: str, row: str, cue: str, content: str, source: str, *, nothing: bool) -> None:
    assert says_nothing(text, _draft(text, cue, content, source), tree_of(row, text)) is nothing


@pytest.mark.parametrize(("rule", "expected"), [("odd", None), ("coin", None), ("seldom", 0.33), ("often", 0.9), ("new", None)])
def test_a_rule_of_which_nothing_is_known_and_what_is_odd_are_not_shown(
    rule: str, expected: float | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extractor, "precisions", lambda: {"odd": 0.9, "coin": 0.5, "seldom": 0.33, "often": 0.9})

    assert extractor.confidence(rule) == expected


def test_what_somebody_neither_confirmed_nor_denied_is_no_end_of_a_statement() -> None:
    text = "слухи о краже ни подтвердили"
    row = "слухи/NOUN/obj/4 о/ADP/case/2 краже/NOUN/nmod/0 ни/PART/advmod/4 подтвердили/VERB/root/4"
    draft = Draft("noun", "reports", "noun", Part(0, 5), content=Part(8, len(text)))

    assert says_nothing(text, draft, tree_of(row, text))
    draft.content = Part(8, 13)
    assert not says_nothing(text, draft, tree_of(row, text))
