"""Which earlier statement an answer is given."""

from __future__ import annotations

from claims.intake.extraction.basic.drafts import Draft
from claims.intake.extraction.basic.lexicon import lexicon
from claims.intake.extraction.syntactic.answers import keep_relays, refer
from claims.intake.sentences import Part
from claims.vocabulary import Naming

TEXT = (
    'Pupils said papers were sold. Parents said trucks had left. "We are here," said Moss. '
    "The office did not reply about papers."
)


def part(words: str, text: str = TEXT) -> Part:
    return Part(text.index(words), text.index(words) + len(words))


def said(source: str, content: str) -> Draft:
    return Draft("clause", "supports", "clause", part("said"), part(source), part(content))


def answered(*earlier: Draft, cue: str = "did not reply", stance: str = "neither") -> str:
    answer = Draft("none", stance, "none", part(cue), part("The office"))
    refer(TEXT, [*earlier, answer], lexicon("en"))
    assert answer.content
    return TEXT[slice(*answer.content)]


def test_the_nearest_statement_is_answered() -> None:
    assert answered(said("Parents", "trucks had left")) == "trucks had left"


def test_words_in_common_count_more_than_a_quotation_between() -> None:
    earlier = said("Pupils", "papers were sold"), said("Moss", "We are here")

    assert answered(*earlier) == "papers were sold"


def test_nobody_answers_their_own_statement() -> None:
    text = "Pupils said papers were sold. The office said trucks had left. The office manager did not reply."
    drafts = [
        Draft("clause", "supports", "clause", part("said", text), part(source, text), part(content, text))
        for source, content in (("Pupils", "papers were sold"), ("The office", "trucks had left"))
    ]
    answer = Draft("none", "neither", "none", part("did not reply", text), part("The office manager", text))
    refer(text, [*drafts, answer], lexicon("en"))

    assert answer.content == part("papers were sold", text)


def test_a_second_cue_of_one_subject_is_about_the_statement_of_the_first() -> None:
    earlier = Draft("object", "neither", "object", part("said"), part("The office"), part("trucks had left"))

    assert answered(said("Pupils", "papers were sold"), earlier) == "trucks had left"


def test_a_few_words_with_the_mean_an_earlier_statement_that_has_one_of_them() -> None:
    text = "Pupils said papers were sold. Parents said trucks left. The office could not verify the papers."
    first, second = (
        Draft("clause", "supports", "clause", part("said", text), part(source, text), part(content, text))
        for source, content in (("Pupils", "papers were sold"), ("Parents", "trucks left"))
    )
    cue, source = part("could not verify", text), part("The office", text)
    answer = Draft("object", "could_not_confirm", "object", cue, source, part("the papers", text))
    refer(text, [first, second, answer], lexicon("en"))

    assert answer.content == first.content


def test_where_nothing_is_earlier_the_next_statement_is_meant() -> None:
    answer = Draft("none", "denies", "none", part("said"), part("Pupils"))
    refer(TEXT, [answer, said("Parents", "trucks had left")], lexicon("en"))

    assert answer.content == part("trucks had left")


def test_a_charge_is_denied_in_the_words_of_the_accuser() -> None:
    text = "Prosecutors accused the firm of selling engines. It denied the charge."
    charge = Draft("blamed", "supports", "blamed", part("accused", text), content=part("the firm of selling engines", text))
    answer = Draft("object_back", "denies", "none", part("denied", text), part("It", text), meant=part("the charge", text))
    refer(text, [charge, answer], lexicon("en"))

    assert answer.content == part("the firm of selling engines", text)


def test_a_noun_of_what_is_done_is_stated() -> None:
    text = "Pupils said the head would resign. The office would not confirm the resignation."
    claim = Draft("clause", "supports", "clause", part("said", text), part("Pupils", text), part("the head would resign", text))
    noun = part("the resignation", text)
    answer = Draft("object", "declined", "object", part("would not confirm", text), part("The office", text), noun)
    refer(text, [claim, answer], lexicon("en"))

    assert answer.content == noun


def test_an_answer_to_what_is_neither_near_nor_named_is_a_rule_of_its_own() -> None:
    text = 'Pupils said papers were sold. "We are here," said Moss. The office did not reply.'
    earlier = [
        Draft("clause", "supports", "clause", part("said", text), part(source, text), part(content, text))
        for source, content in (("Pupils", "papers were sold"), ("Moss", "We are here"))
    ]
    answer = Draft("none", "neither", "none", part("did not reply", text), part("The office", text))
    refer(text, [*earlier, answer], lexicon("en"))

    assert (answer.content, answer.rule) == (earlier[0].content, "none_far")


def test_a_statement_that_was_read_wrongly_is_not_answered() -> None:
    odd = said("Parents", "trucks had left")
    odd.rule = "odd"

    assert answered(said("Pupils", "papers were sold"), odd) == "papers were sold"


def test_another_kind_of_source_with_a_word_in_common_is_behind_no_relay() -> None:
    text = "A nurse at the camp told the Gazette it was full. Two doctors at the camp said it was not."
    first = Draft("told", "supports", "told", part("told", text), part("A nurse at the camp", text), part("it was full", text))
    second = Draft(
        "clause", "supports", "clause", part("said", text), part("Two doctors at the camp", text), part("it was not", text)
    )
    first.relays, first.naming, second.naming = [part("the Gazette", text)], Naming.UNNAMED, Naming.COLLECTIVE
    keep_relays(text, [first, second])

    assert second.relays == []


def test_the_nearest_words_for_a_relay_are_marked() -> None:
    text = "The Lusk Courier cited a guard. Much later, in the spring, the Courier cited a nurse; the guard said no more."
    first = Draft("passed", "supports", "passed", part("cited", text), part("a guard", text), part("no more", text))
    nurse = Draft("passed", "supports", "passed", part("cited", text), part("a nurse", text), part("no more", text))
    last = Draft("clause", "supports", "clause", part("said", text), part("the guard", text), part("no more", text))
    first.relays, nurse.relays, last.relays = (
        [part("The Lusk Courier", text)],
        [part("the Courier", text)],
        [part("The Lusk Courier", text)],
    )
    keep_relays(text, [first, nurse, last])

    assert last.relays == [part("the Courier", text)]


def test_silence_about_what_is_said_not_to_be_so_is_a_rule_of_its_own() -> None:
    text = "Pupils said papers were sold. Parents said no trucks had left. The office did not reply."
    earlier = [
        Draft("clause", "supports", "clause", part("said", text), part(source, text), part(content, text))
        for source, content in (("Pupils", "papers were sold"), ("Parents", "no trucks had left"))
    ]
    answer = Draft("none", "neither", "none", part("did not reply", text), part("The office", text))
    refer(text, [*earlier, answer], lexicon("en"))

    assert (answer.content, answer.rule) == (earlier[1].content, "none_far")
