"""Claims by half-remembered words, and claims that resemble a text that somebody is typing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db.models import Q

from claims.models import Claim
from claims.queries.claims.overlap import MOST_SIMILAR, ClaimRecords, found_claims, similar_claims, similar_to_each
from claims.queries.claims.search import words_of
from sources.queries.overlap import Asked, ranked
from tests.cases import claim, load, outlet, row

TEXTS = {
    "arms-transfers": "North Korea has shipped artillery shells to Russia.",
    "visit": "Putin will visit Vietnam within weeks.",
    "missile": "A ballistic missile of North Korea fell in Kharkiv.",
    "grain": "The tonnes of grain were sold.",
    "ukrainian": "Росія отримала снаряди з Північної Кореї.",
}


@pytest.fixture
def recorded(db: None, now: datetime) -> None:
    said = {"visit": [row("vedomosti")], "missile": [row("bb")]}
    claims = [claim(key, *said.get(key, []), text=text) for key, text in TEXTS.items()]
    load({"sources": [outlet("vedomosti", name="Ведомости"), outlet("bb", name="Bloomberg")], "claims": claims}, at=now)


def found(typed: str) -> list[str]:
    ids = found_claims(Claim.objects.all(), words_of(typed).words, limit=10).ids
    keys = dict(Claim.objects.values_list("pk", "key"))
    return [keys[pk] for pk in ids]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("russia shells korea", "arms-transfers"),
        ("shells artill", "arms-transfers"),
        ("artilery shels", "arms-transfers"),
        ("artillery nonsense russia", "arms-transfers"),
        ("vedomsti visit", "visit"),
        ("vedomosti weeks", "visit"),
        ("Putn Vietnm", "visit"),
        ("bloomberg missile", "missile"),
        ("listic", "missile"),
        ("снаряди росія", "ukrainian"),
    ],
)
def test_a_claim_is_found_by_words_in_any_order_misspelt_or_incomplete(typed: str, first: str, recorded: None) -> None:
    assert found(typed)[:1] == [first]


def test_a_claim_with_more_of_the_words_comes_first(recorded: None) -> None:
    assert found("north korea missile") == ["missile", "arms-transfers"]
    assert set(found("korea north")) == {"arms-transfers", "missile"}


def test_words_of_no_claim_find_nothing(recorded: None) -> None:
    assert found("zzzz qqqq") == found("") == []


def test_what_is_found_instead_of_a_misspelt_word_is_returned(recorded: None) -> None:
    assert found_claims(Claim.objects.all(), ("artilery",), limit=10).respelt == {"artilery": ("artillery",)}


def test_claims_out_of_sight_change_neither_results_nor_order(recorded: None, now: datetime) -> None:
    public = ClaimRecords(Claim.objects.filter(public=True), Q())
    words = ("artilery", "korea", "kharkiv")
    before = ranked(public, words, Asked(10))

    load({"claims": [claim(f"s{n}", text=f"Artilery of Kharkiv, korea {n}.", public=False) for n in range(9)]}, at=now)

    assert ranked(public, words, Asked(10)) == before


def test_old_claims_are_found_beyond_many_with_some_of_the_words(
    recorded: None, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sources.queries.overlap.MOST_OF_A_WORD", 3)
    load({"claims": [claim(f"n{n}", text=f"Artillery in town {n}; shells, too.") for n in range(6)]}, at=now)

    assert found("artillery shells russia")[0] == "arms-transfers"


def similar(text: str) -> list[str]:
    keys = dict(Claim.objects.values_list("pk", "key"))
    return [keys[pk] for pk in similar_claims(Claim.objects.all(), text)]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Russia was sent artillery shell from North Korea", ["arms-transfers"]),
        ("Північна Корея надала Росії снаряд", ["ukrainian"]),
        ("Nothing at all that anybody has recorded so far", []),
        ("Korea", []),
        ("The of in", []),
    ],
)
def test_claims_that_share_most_words_with_a_text_resemble_it(text: str, keys: list[str], recorded: None) -> None:
    assert similar(text)[:1] == keys


ASKED = (
    "Russia was sent artillery shell from North Korea",
    "Північна Корея надала Росії снаряд",
    "Nothing at all that anybody has recorded so far",
    "Korea",
    "",
    "Russia was sent artillery shell from North Korea",
    "Bloomberg reports that artillery of town 3 and shells of Korea, too, were used in Kharkiv",
    "The town of artillery; shells, too.",
    # Many words that nobody recorded come before those that are, of which another text needs some at once.
    "Aaaa bbbb cccc dddd eeee ffff gggg Russia artillery shells missile ballistic Kharkiv grain tonnes",
    "Ballistic grain",
)


@pytest.mark.parametrize("few", [10_000, 2])
@pytest.mark.parametrize("of_a_word", [300, 3])
def test_many_texts_at_once_find_what_each_finds(
    recorded: None, now: datetime, monkeypatch: pytest.MonkeyPatch, few: int, of_a_word: int
) -> None:
    monkeypatch.setattr("sources.queries.overlap.MOST_OF_A_WORD", of_a_word)
    monkeypatch.setattr("factcheck.database.many_queries.MOST_FEW", few)
    load({"claims": [claim(f"n{n}", text=f"Artillery in town {n}; shells, too.", public=n % 2 == 1) for n in range(9)]}, at=now)

    for claims in (Claim.objects.all(), Claim.objects.filter(public=True), Claim.objects.none()):
        assert similar_to_each(claims, ASKED) == {text: similar_claims(claims, text) for text in ASKED}
    assert any(len(ids) == MOST_SIMILAR for ids in similar_to_each(Claim.objects.all(), ASKED).values())


def test_many_texts_take_a_few_queries(recorded: None, django_assert_max_num_queries: Any) -> None:
    # The sample; which words name sources, and the claims with each, few and many (all twice); those with several; their words.
    with django_assert_max_num_queries(11):
        similar_to_each(Claim.objects.all(), ASKED)
    with django_assert_max_num_queries(0):
        similar_to_each(Claim.objects.all(), [])
