"""What a source or the text itself said before and no longer holds, and answers that only mean what was said before."""

from __future__ import annotations

import pytest

from tests.claims.intake.extraction.basic.reading import marks

WITHDRAWN = [
    ("ru", "В обед мы рассказали, что кран упал. Поправляемся: упала стрела."),
    ("ru", "Утром мы передали, что порт закрыт. Это неверно: закрыт один причал."),
    ("ru", "Мы ошиблись, написав, что порт закрыт."),
    ("ru", "Вчера в номере было указано, что порт закрыт. На самом деле он открыт."),
    ("uk", "Учора ми розповіли, що кран упав. Виправляємося: упала стріла."),
    ("uk", "У попередньому випуску пролунало, що порт закритий. Це не так."),
]
LATER = [
    (
        "ru",
        "Директор обещал, что цех откроют, теперь этого не повторяет.",
        [("supports", "Директор", "цех откроют"), ("neither", "Директор", "цех откроют")],
    ),
    (
        "ru",
        "Завод сообщил, что газа нет, позже это опроверг.",
        [("supports", "Завод", "газа нет"), ("denies", "Завод", "газа нет")],
    ),
    ("ru", "Завод сообщил, что газа нет, сейчас этого не скрывают и врачи.", [("supports", "Завод", "газа нет")]),
    (
        "ru",
        "Она говорила, что уедет летом, теперь уверяет, что останется.",
        [("supports", "Она", "уедет летом"), ("supports", "Она", "останется")],
    ),
    (
        "uk",
        "Директор обіцяв, що цех відкриють, тепер про це мовчить.",
        [("supports", "Директор", "цех відкриють"), ("neither", "Директор", "цех відкриють")],
    ),
]
ANSWERS = [
    ("ru", "Цел ли мост? «Нет», — говорят в мэрии.", [("denies", "мэрии", "Цел ли мост")]),
    ("ru", "«Нет», — говорят в мэрии.", []),
    ("ru", "Неправда, что мост закроют, сказал мэр.", [("denies", "мэр", "мост закроют")]),
    (
        "ru",
        "Ничего подобного, говорит мэр об обвинениях, будто он продал мост.",
        [("denies", "мэр", "он продал мост")],
    ),
    ("ru", "Жители ставят под сомнение не сам обвал, а его дату.", [("questions", "Жители", "его дату")]),
    ("ru", "Мэр не торопится опровергать продажу моста.", [("neither", "Мэр", "продажу моста")]),
    ("ru", "Подтверждения гибели яхты пока нет.", [("neither", "", "гибели яхты")]),
    (
        "ru",
        "Радио «Ток» сообщает, что мост закрыт. Опровержения от завода «Вал» так и не последовало.",
        [("supports", "Радио «Ток»", "мост закрыт"), ("neither", "завода «Вал»", "мост закрыт")],
    ),
    ("uk", "Неправда, що міст закриють, сказав мер.", [("denies", "мер", "міст закриють")]),
    ("uk", "Мер не поспішає спростовувати продаж мосту.", [("neither", "Мер", "продаж мосту")]),
]
THINGS = [
    ("ru", "Певец признался публике в любви."),
    ("ru", "Осень обещает быть тёплой."),
    ("ru", "На просьбу прислать катер штаб ответил отказом."),
    ("ru", "Драку видели все, но никого не исключили из школы."),
    ("uk", "Осінь обіцяє бути теплою."),
    ("uk", "Повідомлення про підозру вручили вчора."),
]


@pytest.mark.parametrize(("language", "text"), WITHDRAWN)
def test_what_the_text_takes_back_is_no_mark(language: str, text: str) -> None:
    assert marks(text, language) == []


def test_what_the_text_takes_back_is_still_what_an_answer_means() -> None:
    text = "Утром мы написали, что завод отрицает аварию. Поправка: завод её не отрицал."

    assert marks(text, "ru") == [("neither", "завод", "аварию")]


def test_what_a_quotation_takes_back_is_not_taken_back_by_the_text() -> None:
    text = "«Мы ошибочно написали, что порт закрыт», — сказал редактор Ян Ким."

    assert [stance for stance, *_ in marks(text, "ru")] == ["supports"]


@pytest.mark.parametrize(("language", "text", "read"), LATER)
def test_what_a_source_did_later_is_no_part_of_its_statement(
    language: str, text: str, read: list[tuple[str, str, str]]
) -> None:
    assert marks(text, language) == read


@pytest.mark.parametrize(("language", "text", "read"), ANSWERS)
def test_answers(language: str, text: str, read: list[tuple[str, str, str]]) -> None:
    assert marks(text, language) == read


@pytest.mark.parametrize(("language", "text"), THINGS)
def test_other_senses_are_no_marks(language: str, text: str) -> None:
    assert marks(text, language) == []
