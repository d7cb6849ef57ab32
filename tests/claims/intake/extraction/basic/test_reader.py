from __future__ import annotations

import pytest

from claims.intake.extraction.basic.lexicon import lexicon
from claims.intake.extraction.basic.reader import Reader


def read(text: str) -> list[tuple[str, str, str]]:
    drafts = Reader(text, lexicon("en")).read()
    return [
        (draft.rule, text[slice(*draft.source)] if draft.source else "", text[slice(*draft.content)] if draft.content else "")
        for draft in drafts
    ]


def test_two_cues_share_a_subject() -> None:
    assert read("The fund confirmed talks but said nothing was signed.") == [
        ("object", "The fund", "talks"),
        ("clause", "The fund", "nothing was signed"),
    ]


def test_each_statement_with_its_own_that() -> None:
    assert [content for *_, content in read("Mills said that it rained and that he left.")] == ["it rained", "he left"]


def test_a_quotation_alone_has_the_source_of_the_one_before() -> None:
    assert read('"It rained," Mills said. "We all left then."')[1] == ("quotation_alone", "Mills", "We all left then")


def test_a_reaction_in_a_quotation() -> None:
    (_, second) = Reader('Mills said it rained. "I don\'t believe a word," said Lea Winter.', lexicon("en")).read()

    assert (second.rule, second.stance, second.content) == ("reaction", "questions", None)


def test_headings() -> None:
    assert read("Carthia: no talks planned\n") == [("heading", "Carthia", "no talks planned")]
    assert read("No talks planned – ministry\n") == [("heading", "ministry", "No talks planned")]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The mayor cannot doubt that it rained."),
        ("en", "The mayor hardly denied that it rained."),
        ("en", "Nobody at the town hall denied that it rained."),
        ("en", "The mayor considered denying that it rained."),
        ("en", "The mayor will deny that it rained."),
        ("en", "Unless the mayor denies that it rained, we print."),
        ("en", "Did the mayor deny that it rained?"),
        ("en", "A correction: we wrongly said the mayor had denied that it rained."),
        ("en", "It rained when the declared winner left."),
        ("ru", "Мэр вряд ли опроверг, что шёл дождь."),
        ("ru", "Мэр опроверг бы, что шёл дождь."),
        ("ru", "Мэр должен подтвердить, что шёл дождь."),
        ("uk", "Мер навряд чи спростував, що йшов дощ."),
        ("uk", "Мер спростував би, що йшов дощ."),
    ],
)
def test_a_cue_whose_meaning_is_open_is_not_read(language: str, text: str) -> None:
    assert [draft for draft in Reader(text, lexicon(language)).read() if not draft.withdrawn] == []


@pytest.mark.parametrize(
    ("language", "cue", "stance"),
    [
        ("en", "did not deny", "neither"),
        ("en", "refused to deny", "neither"),
        ("en", "stopped short of denying", "neither"),
        ("en", "could not deny", "supports"),
        ("en", "no longer disputes", "supports"),
        ("en", "was unable to confirm", "could_not_confirm"),
        ("en", "would not confirm", "declined"),
        ("ru", "не стал отрицать", "neither"),
        ("ru", "отказался опровергать", "neither"),
        ("ru", "не стал оспаривать", "supports"),
        ("ru", "не может отрицать", "supports"),
        ("ru", "не смог подтвердить", "could_not_confirm"),
        ("ru", "отказался подтвердить", "declined"),
        ("uk", "не став заперечувати", "neither"),
        ("uk", "більше не заперечує", "supports"),
        ("uk", "не зміг підтвердити", "could_not_confirm"),
        ("uk", "відмовився підтвердити", "declined"),
    ],
)
def test_negations_of_a_cue(language: str, cue: str, stance: str) -> None:
    that = {"en": " that it rained.", "ru": ", что шёл дождь.", "uk": ", що йшов дощ."}[language]
    (draft,) = Reader(f"Haas {cue}{that}", lexicon(language)).read()

    assert draft.stance == stance


def test_a_participle_has_the_subject_of_its_sentence() -> None:
    assert read("The firm had closed the gate, saying it had rained.") == [("clause", "The firm", "it had rained")]


def test_two_sources_of_one_statement_are_two_marks() -> None:
    assert [source for _, source, _ in read("The ministry and the union denied that it rained.")] == [
        "The ministry",
        "the union",
    ]


def test_what_is_denied_has_no_cues_of_its_own() -> None:
    assert [source for _, source, _ in read("Haas rejected claims that Mills had denied the leak.")] == ["Haas", ""]
