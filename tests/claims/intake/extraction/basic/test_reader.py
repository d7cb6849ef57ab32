from __future__ import annotations

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
