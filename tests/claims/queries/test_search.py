from __future__ import annotations

import pytest
from django.db import connection

from claims.models import Claim
from claims.queries.search import LONGEST_WORD, MOST_WORDS, search, words_of
from tests.cases import claim, load, outlet, row


@pytest.fixture
def recorded(db, now):
    quote = {"exact": "Мы не поставляли снаряды.", "translation": "We have shipped no shells."}
    sources = [outlet("vedomosti", name="Ведомости", aliases=["Vedomosti Daily"]), outlet("bb", name="Bloomberg News")]
    load(
        {
            "sources": sources,
            "claims": [
                claim("arms-transfers", row("vedomosti", quote=quote), text="North Korea shipped artillery/shells to Russia."),
                claim("visit", row("bb"), text="Путин посетит Вьетнам в июне.", topics=["diplomacy", "north-korea"]),
                claim("grain", text="The U.S. said 4,000 tonnes of «grain» were sold, and so on."),
            ],
        },
        at=now,
    )


def found(typed):
    return set(search(Claim.objects.all(), typed).values_list("key", flat=True))


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("artillery", {"arms-transfers"}),
        ("ARTILLERY Russia", {"arms-transfers"}),
        ("shells", {"arms-transfers"}),
        ("arms-transfers", {"arms-transfers"}),
        ("arms-tr", {"arms-transfers"}),
        ("путин", {"visit"}),
        ("ПУТИН вьетн", {"visit"}),
        ("СНАРЯДЫ", {"arms-transfers"}),
        ("no shells", {"arms-transfers"}),
        ("diplom", {"visit"}),
        ("north-korea", {"arms-transfers", "visit"}),
        ("bloomberg", {"visit"}),
        ("Vedomosti", {"arms-transfers"}),
        ("ведомости", {"arms-transfers"}),
        ("vedomosti daily artillery", {"arms-transfers"}),
        ("grain", {"grain"}),
        ("4,000", {"grain"}),
        ("u.s. tonnes", {"grain"}),
        ("artillery grain", set()),
        ("bloomberg artillery", set()),
    ],
)
def test_claims_are_found_by_words_wherever_they_stand(typed, keys, recorded):
    assert found(typed) == keys


def test_what_we_voided_is_not_found(db, now):
    gone = row("bb", quote={"exact": "Unheard."}, voided={"reason": "wrong claim"})
    load({"sources": [outlet("bb", name="Bloomberg")], "claims": [claim("c", gone)]}, at=now)

    assert found("unheard") == found("bloomberg") == set()


@pytest.mark.parametrize(
    "typed",
    [
        "'", '"', "\\", "';--", "' & !", "a:*|b", "(", "[a-", "(?P<x>a)*+", "%", "_", "\x00", "\ud800", "\u202e", "*", ":*",
        "<->", "a" * 5_000, "a b " * 500, "\n\t", "😀", "{0}", "%s %(x)s", "و" * 90, "É\u0301" * 50, "1e999", "-5", "$$",
    ],
    ids=ascii,
)  # fmt: skip
def test_whatever_is_typed_nothing_breaks(typed, recorded):
    assert found(typed) <= {"arms-transfers", "visit", "grain"}


def test_signs_alone_find_nothing(recorded):
    assert found("?!") == set()


def test_without_a_word_all_claims_stay(recorded):
    assert len(found("  ")) == 3


def test_a_wildcard_is_a_sign_like_any_other(recorded):
    assert found("gr%n") == found("gr_in") == set()


def test_words_beyond_the_most_are_left_out_and_that_is_told(recorded):
    many = words_of("word " * (MOST_WORDS + 1))

    assert many.cut
    assert len(many.words) == MOST_WORDS
    assert words_of("x" * 100) == (("x" * LONGEST_WORD,), True)
    assert not words_of("two words").cut


@pytest.mark.skipif(connection.vendor != "postgresql", reason="an index of PostgreSQL")
def test_the_words_of_claims_and_quotes_are_looked_up_in_indexes(recorded):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SELECT count(*) FROM claims_claim")
    plan = search(Claim.objects.all(), "artillery shells").explain()

    assert "claim_words" in plan
    assert "attribution_words" in plan
