"""Sentences of the kinds that the rules once misread."""

from __future__ import annotations

import pytest

from tests.claims.intake.extraction.basic.reading import marks

READ = [
    (
        "ru",
        "Идёт дождь, пишет газета «Рог». Посол заявил, что ничего не знает, а публикацию газеты назвал выдумкой.",
        ("denies", "Посол", "Идёт дождь"),
    ),
    ("ru", "Отдел не отбрасывает и поломку люка.", ("neither", "Отдел", "поломку люка")),
    ("ru", "Два случая проверяют: по предварительной оценке врачей, это краснуха.", ("supports", "врачей", "это краснуха")),
    ("en", "Police accused Orn of fraud. Orn denied the charge.", ("denies", "Orn", "Orn of fraud")),
    ("en", "Two were admitted under guard, a medic says.", ("supports", "a medic", "Two were admitted under guard")),
    ("en", "A clerk, who fears for her job, thinks it rained.", ("supports", "A clerk", "it rained")),
    ("en", "The editor does not conceal that it rained.", ("supports", "The editor", "it rained")),
    ("en", 'It rained, the mayor said. "No comment," Vail said.', ("declined", "Vail", "It rained")),
    ("en", 'It rained, the mayor said. "I wouldn\'t bank on it," Vail said.', ("questions", "Vail", "It rained")),
    ("en", 'It rained, the mayor said. "I don\'t want to talk about it," Vail said.', ("declined", "Vail", "It rained")),
    ("en", "Asked whether Orn had left, he kept silent.", ("neither", "he", "Orn had left")),
    ("en", "The rumour that Orn had quit spread overnight.", ("reports", "", "Orn had quit")),
    ("en", "The Post said, referring to a source, that it rained.", ("supports", "The Post < a source", "it rained")),
    ("en", "The board does not exclude a delay until Monday.", ("neither", "The board", "a delay until Monday")),
    (
        "en",
        "Unions have agreed on pay, envoys said after talks that ran late.",
        ("supports", "envoys", "Unions have agreed on pay"),
    ),
    ("en", "Police accused the bank of fraud and fined it.", ("supports", "Police", "the bank of fraud")),
    (
        "ru",
        "Газета пишет, что шёл дождь. В полиции ни подтверждать, ни опровергать это не стали.",
        ("declined", "полиции", "шёл дождь"),
    ),
    ("ru", "Банк «Рог» переговоры не комментирует.", ("neither", "Банк «Рог»", "переговоры")),
    (
        "ru",
        "Автобус, съехавший с моста, был исправен, утверждает перевозчик.",
        ("supports", "перевозчик", "Автобус, съехавший с моста, был исправен"),
    ),
    (
        "ru",
        "«Машина прошла осмотр накануне», — возражает механик Лапин.",
        ("supports", "механик Лапин", "Машина прошла осмотр накануне"),
    ),
    ("ru", "Мэр Орн якобы уехал.", ("reports", "", "Мэр Орн якобы уехал")),
    ("ru", "Газета в поездку не верит: редакция проверяла.", ("questions", "Газета", "поездку")),
    ("ru", "МИД опроверг, что шёл дождь, — и на том умолк.", ("denies", "МИД", "шёл дождь")),
    ("ru", "Совет обвинил банк в обходе эмбарго и ввёл ограничения.", ("supports", "Совет", "банк в обходе эмбарго")),
    ("ru", "Инга Роос, в марте обвинявшая мэра, заявила, что шёл дождь.", ("supports", "Инга Роос", "шёл дождь")),
    ("ru", "Мэр взял назад слова о том, что шёл дождь.", ("denies", "Мэр", "шёл дождь")),
    ("ru", "Это ошибка: Вальд растрату не отрицала.", ("neither", "Вальд", "растрату")),
    ("ru", "«Орена» ходила сама: радар, по её сведениям, цел.", ("supports", "её", "радар, по её сведениям, цел")),
    ("ru", "Фирма «Рог» на вопрос, покупала ли она радар, не ответила.", ("neither", "Фирма «Рог»", "покупала ли она радар")),
    (
        "ru",
        "Как передаёт агентство «Рог» со ссылкой на радио «Лес», которому об этом сообщил один из дежурных, шёл дождь.",
        ("supports", "агентство «Рог» < радио «Лес» < один из дежурных", "шёл дождь"),
    ),
    ("ru", "Закрытие школы № 3 управление не подтверждает.", ("neither", "управление", "Закрытие школы № 3")),
    ("uk", "Музей не спростовує, що ікона підроблена, — він спростовує, що знав про це.", ("denies", "він", "знав про це")),
]


@pytest.mark.parametrize(("language", "text", "expected"), READ)
def test_a_sentence(language: str, text: str, expected: tuple[str, str, str]) -> None:
    assert marks(text, language)[-1] == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Ben Vail asked which voters still believed in him."),
        ("en", "Three guards have called in sick since May."),
        ("en", "She had reported sick last night."),
        ("en", "CORRECTION - Dock strike\n\nOn May 3 North Cable wrote that the union had denied taking money."),
        ("ru", "Дождя не было. А про перенос отвечает: «Не исключаем»."),
    ],
)
def test_a_sentence_that_attributes_nothing(language: str, text: str) -> None:
    assert marks(text, language) == []
