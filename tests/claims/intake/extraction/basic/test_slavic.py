"""Ways of Russian and Ukrainian: what was taken back later, boasts and doubts, and what attributes nothing."""

from __future__ import annotations

import pytest

from claims.intake.extraction.basic.lexicon import lexicon
from claims.intake.extraction.basic.naming import naming_of
from claims.vocabulary import Naming
from tests.claims.intake.extraction.basic.reading import marks

READ = [
    # taken back, or no longer said
    (
        "ru",
        "Завод утром сообщил, что газа нет, а к обеду своё сообщение отозвал.",
        [("supports", "Завод", "газа нет"), ("denies", "Завод", "газа нет")],
    ),
    (
        "ru",
        "Повар обещал, что цены спадут, но теперь от своих обещаний отступился.",
        [("supports", "Повар", "цены спадут"), ("denies", "Повар", "цены спадут")],
    ),
    (
        "uk",
        "Тренер торік обіцяв, що ворота полагодять, а тепер цієї обіцянки вже не повторює.",
        [("supports", "Тренер", "ворота полагодять"), ("neither", "Тренер", "ворота полагодять")],
    ),
    (
        "uk",
        "Завод заявив, що газу немає. О дев'ятій завод ранкову заяву відкликав.",
        [("supports", "Завод", "газу немає"), ("denies", "завод", "газу немає")],
    ),
    # a colon ends what is doubted
    ("ru", "Музей сомневается, что вазу украли: такую уже находили в подвале.", [("questions", "Музей", "вазу украли")]),
    # verbs of saying
    ("ru", "Сторож хвастался, что видел волка.", [("supports", "Сторож", "видел волка")]),
    ("ru", "Записка гласит: касса пуста.", [("supports", "Записка", "касса пуста")]),
    ("ru", "«Мы ждали врача», — оправдывается сторож.", [("supports", "сторож", "Мы ждали врача")]),
    ("ru", "«Решат без нас», — только и бросил сторож.", [("supports", "сторож", "Решат без нас")]),
    ("ru", "Мэр, как говорят, уже продал лес.", [("reports", "", "Мэр, как говорят, уже продал лес")]),
    ("uk", "Сторож божився, що бачив вовка.", [("supports", "Сторож", "бачив вовка")]),
    # two negations, and lacks
    ("ru", "Хранитель никогда не сомневался, что карта подлинная.", [("supports", "Хранитель", "карта подлинная")]),
    ("ru", "Депо не видит оснований сомневаться в том, что путь цел.", [("supports", "Депо", "путь цел")]),
    ("ru", "Возраста вазы музей не оспаривал, но и не подтверждал.", [("neither", "музей", "Возраста вазы")]),
    ("ru", "Мэр не потрудился отрицать продажу леса.", [("neither", "Мэр", "продажу леса")]),
    ("uk", "Мер не завдав собі клопоту заперечити продаж лісу.", [("neither", "Мер", "продаж лісу")]),
    (
        "uk",
        "Слюсар каже, що кран тече. Інженер має сумніви щодо цього.",
        [("supports", "Слюсар", "кран тече"), ("questions", "Інженер", "кран тече")],
    ),
    (
        "ru",
        "Говорят, что банк ищет покупателя. В банке о таких разговорах не слышали.",
        [("reports", "", "банк ищет покупателя"), ("neither", "банке", "банк ищет покупателя")],
    ),
    # the verb before has the same subject
    ("ru", "Завод купил печь и во вторник отрицал, что она старая.", [("denies", "Завод", "она старая")]),
]
NOTHING = [
    ("ru", "Признает ли мэр свою ошибку — вопрос открытый."),
    ("uk", "Чи визнав він провину, невідомо."),
    ("uk", "Запитана, чи підтверджує вона відставку, радниця вийшла."),
    ("ru", "Утренняя заметка о том, что консул признал долг, нами снята."),
    ("uk", "Ранкову новину про те, що консул визнав борг, знято."),
    ("ru", "Пословица гласит: тише едешь, дальше будешь."),
]
NAMED = [
    ("ru", "Губернатор Ровин", Naming.NAMED),
    ("ru", "Губернатор Лимска", Naming.ROLE),
    ("ru", "Биологи из группы «Синяя Птица»", Naming.COLLECTIVE),
    ("uk", "речник відомства Лук'ян Мороз", Naming.NAMED),
]


@pytest.mark.parametrize(("language", "text", "read"), READ)
def test_what_is_read(language: str, text: str, read: list[tuple[str, str, str]]) -> None:
    assert marks(text, language) == read


@pytest.mark.parametrize(("language", "text"), NOTHING)
def test_what_attributes_nothing(language: str, text: str) -> None:
    assert marks(text, language) == []


@pytest.mark.parametrize(("language", "phrase", "naming"), NAMED)
def test_how_a_source_is_named(language: str, phrase: str, naming: Naming) -> None:
    assert naming_of(phrase, lexicon(language)) is naming
