"""Ways in which desks attribute: the order of words, the listener, and verbs of each language."""

from __future__ import annotations

import pytest

from tests.claims.intake.extraction.basic.reading import marks

WAYS = [
    ("en", "The strike is off, the union announced on its page on Friday night.", "the union", "The strike is off"),
    ("en", "The oak will stay, the engineer promised a packed hall.", "the engineer", "The oak will stay"),
    ("en", "Engineers have gone, the operator, Tram, has admitted.", "the operator, Tram", "Engineers have gone"),
    ("en", "Water safe, says board\n", "board", "Water safe"),
    (
        "en",
        "Four died, she told the inquiry this morning, and many knew.",
        "she",
        "Four died, she told the inquiry this morning, and many knew",
    ),
    ("en", '"It rained," said its president, Olga Trent.', "its president, Olga Trent", "It rained"),
    ("en", "The weekly said the study, dated May, was old.", "The weekly", "the study, dated May, was old"),
    ("en", "07:10 Residents report that it rained.", "Residents", "it rained"),
    ("en", "A guard told the podcast Cold Wax that it rained.", "the podcast Cold Wax < A guard", "it rained"),
    ("en", "A guard told our reporters that it rained.", "A guard", "it rained"),
    ("en", "The mayor is adamant that it rained.", "The mayor", "it rained"),
    ("en", "The visit, I'm told, is off.", "", "The visit, I'm told, is off"),
    ("en", "Word around the market is that it rained.", "", "it rained"),
    (
        "en",
        "The firm denied it was planning a strike before the harvest.",
        "The firm",
        "it was planning a strike before the harvest",
    ),
    ("en", "It does deny covering anything up.", "It", "covering anything up"),
    ("en", "PORT MARIN, 12 March (Coastline) - The mayor said it rained.", "The mayor", "it rained"),
    ("en", "A driver I know (he'd rather I didn't say which) reckons it rained.", "A driver I know", "it rained"),
    ("en", "The ministry made a statement in which it denied the sale.", "it", "the sale"),
    ("ru", "В «Кречете» заявили, что мост закрыт.", "«Кречете»", "мост закрыт"),
    ("ru", "Гостелевидение показало рынок и утверждало, что мост закрыт.", "Гостелевидение", "мост закрыт"),
    ("ru", "О том, что мост закрыт, в четверг заявил мэр.", "мэр", "мост закрыт"),
    ("ru", "О том, что мост закрыт, мэр не сказал.", "мэр", "мост закрыт"),
    ("ru", "Сведения о бегстве моряков в среду подтвердила охрана.", "охрана", "бегстве моряков"),
    ("ru", "Подлинность письма агентство подтвердить не смогло.", "агентство", "Подлинность письма"),
    ("ru", "Плотину, как сообщил мэр, прорвало.", "мэр", "Плотину, как сообщил мэр, прорвало"),
    ("ru", "Мост закрыт, сообщили «Газете» в мэрии.", "Газете < мэрии", "Мост закрыт"),
    ("ru", "В мэрии «Газете» сообщили, что мост закрыт.", "Газете < мэрии", "мост закрыт"),
    ("ru", "Мост закрыт, сообщил «Радио Кряж» его помощник.", "Радио Кряж < его помощник", "Мост закрыт"),
    ("ru", "Прокуратура подтвердила нашему каналу: мост закрыт.", "Прокуратура", "мост закрыт"),
    ("ru", "Более того, по её словам, мост закрыт.", "её", "мост закрыт"),
    ("ru", "Мэр сообщил, что, по его данным, мост закрыт.", "Мэр", "по его данным, мост закрыт"),
    ("ru", "Мэр, говорят, уехал.", "", "Мэр, говорят, уехал"),
    ("ru", "А ещё пишут, что мэр уехал.", "", "мэр уехал"),
    ("ru", "«Мост закрыт», — отрезал мэр.", "мэр", "Мост закрыт"),
    ("ru", "Мэр отчитался, что мост закрыт.", "Мэр", "мост закрыт"),
    ("ru", "Судя по письму округа, мост закрыт.", "письму округа", "мост закрыт"),
    ("ru", "Мэр, не пожелавший называть себя, сказал, что мост закрыт.", "Мэр", "мост закрыт"),
    ("uk", "Про те, що міст закрито, у четвер заявив мер.", "мер", "міст закрито"),
    ("uk", "Справжність листа агентство підтвердити не змогло.", "агентство", "Справжність листа"),
    ("uk", "Страйку в новому році він не виключив.", "він", "Страйку в новому році"),
    ("uk", "Дописи в чатах твердять, що міст закрито.", "Дописи в чатах", "міст закрито"),
    ("uk", "«Міст закрито», – відрізав мер.", "мер", "Міст закрито"),
]


@pytest.mark.parametrize(("language", "text", "hands", "content"), WAYS)
def test_a_way_of_attributing(language: str, text: str, hands: str, content: str) -> None:
    assert [found[1:] for found in marks(text, language)] == [(hands, content)]


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        (
            "The firm, which denied the leak, said it rained.",
            ("denies", "The firm", "the leak"),
            ("supports", "The firm", "it rained"),
        ),
        (
            "Brandt questioned his memory: the inn, she said, was shut.",
            ("questions", "Brandt", "his memory"),
            ("supports", "she", "the inn, she said, was shut"),
        ),
        (
            "The bank rejected a charge by the union that it cheated.",
            ("denies", "The bank", "it cheated"),
            ("supports", "the union", "it cheated"),
        ),
        (
            "The firm denied the leak, but on Thursday admitted that it rained.",
            ("denies", "The firm", "the leak"),
            ("supports", "The firm", "it rained"),
        ),
        (
            "Vail, who was accused by the left of theft, says it rained.",
            ("supports", "the left", "theft"),
            ("supports", "Vail", "it rained"),
        ),
    ],
)
def test_two_in_one_sentence(text: str, first: tuple[str, str, str], second: tuple[str, str, str]) -> None:
    assert marks(text) == [first, second]
