from __future__ import annotations

import pytest

from claims.intake.extraction.basic.lexicon import lexicon
from claims.intake.extraction.basic.naming import (
    named_elsewhere,
    naming_in,
    naming_of,
    reason_after,
    reason_before,
    same_source,
)


@pytest.mark.parametrize(
    ("phrase", "naming"),
    [
        ("a leaked letter", "document"),
        ("Lena Moss, the mayor of Lindau", "named"),
        ("the ministry", "named"),
        ("two officials", "collective"),
        ("a ministry spokesman", "role"),
        ("a diplomat", "unnamed"),
        ("The governor's office", "named"),
        ("The bakers' union", "named"),
        ("a deputy governor", "unnamed"),
        ("Her cousins", "collective"),
        ("The beekeepers themselves", "collective"),
        ("Brother Olaf", "named"),
        ("The village's beekeeper", "role"),
        ("The granary", "named"),
        ("a spokesman for former minister Olaf Moss", "role"),
    ],
)
def test_naming_by_the_words_of_a_phrase(phrase: str, naming: str) -> None:
    assert naming_of(phrase, lexicon("en")) == naming


@pytest.mark.parametrize(
    ("language", "phrase", "naming"),
    [
        ("ru", "Мэрия Вески", "named"),
        ("ru", "Хозяин катера, компания «Волна»", "named"),
        ("ru", "секретариат суда", "named"),
        ("ru", "городском управлении", "named"),
        ("ru", "Охотники района", "collective"),
        ("ru", "местных водителей", "collective"),
        ("ru", "Племянница дирижёра", "role"),
        ("ru", "повар столовой завода", "unnamed"),
        ("ru", "экспертизу почерка", "document"),
        ("ru", "Газета «Дневник порта»", "named"),
        ("uk", "Профспілка вчителів", "named"),
        ("uk", "Мисливці району", "collective"),
        ("uk", "Онука диригента", "role"),
        ("uk", "кошторис театру", "document"),
    ],
)
def test_naming_in_other_languages(language: str, phrase: str, naming: str) -> None:
    assert naming_of(phrase, lexicon(language)) == naming


def test_a_post_is_named_by_what_the_text_says_elsewhere() -> None:
    text = "Министр не придёт. Министр связи Ада Винт заболела."

    assert named_elsewhere("Министр", text, lexicon("ru"))
    assert not named_elsewhere("Министр", f"{text} Министр труда Ян Пау здоров.", lexicon("ru"))
    assert not named_elsewhere("Министр", "Секретарь министра Анна Клар здорова.", lexicon("ru"))


def test_a_shorter_phrase_may_be_about_the_same_source() -> None:
    assert same_source("the inspector", "a customs inspector")
    assert not same_source("the inspector", "the ministry")


def test_a_reason_follows_closely() -> None:
    text = "asked not to be named for fear of reprisals, he said"
    reason = reason_after(text, 21, len(text), lexicon("en"))

    assert [text[slice(*each)].strip() for each in (reason,) if each] == ["fear of reprisals"]


def test_a_reason_far_from_the_words_on_anonymity_is_another_matter() -> None:
    text = "asked not to be named, he said, and left the room because it was late"

    assert reason_after(text, 21, len(text), lexicon("en")) is None


@pytest.mark.parametrize(
    ("text", "phrase", "naming"),
    [
        ("The mayor said no. Mayor Olaf Moss was tired.", "The mayor", "named"),
        ("The beekeeper said no.", "The beekeeper", "role"),
        ("A young driver slept. The driver said no.", "The driver", "unnamed"),
        ("The midfielder Sandars said no.", "Sandars", "named"),
        ("Beekeepers said no.", "Beekeepers", "collective"),
    ],
)
def test_naming_by_what_the_text_says_elsewhere(text: str, phrase: str, naming: str) -> None:
    assert naming_in(text, phrase, naming_of(phrase, lexicon("en")), lexicon("en")) == naming


@pytest.mark.parametrize(
    ("before", "reason"),
    [
        ("A nurse, who feared for her job and ", "feared for her job"),
        ("A nurse, who is not allowed to talk to the press and ", "is not allowed to talk to the press"),
        ("A nurse, who came by bus and ", None),
    ],
)
def test_a_reason_may_be_before(before: str, reason: str | None) -> None:
    text = f"{before}asked not to be named"
    found = reason_before(text, len(before), lexicon("en"))

    assert (text[slice(*found)] if found else None) == reason
