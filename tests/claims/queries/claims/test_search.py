from __future__ import annotations

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from claims.models import Claim
from claims.operations.merges.removal import remove_claim
from claims.queries.claims import search as claim_search
from claims.queries.claims.search import MOST_WORDS, meant, respelt, search, words_of
from claims.verification import Change
from factcheck.text.search_words import LONGEST_WORD
from sources.models import SearchWord
from sources.queries.words import on_record, words_near
from tests.cases import claim, load, outlet, person, row


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
def test_claims_are_found_by_words_in_every_searched_text(typed, keys, recorded):
    assert found(typed) == keys


def test_voided_attributions_are_not_found(db, now):
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
def test_no_typed_text_breaks_the_search(typed, recorded):
    assert found(typed) <= {"arms-transfers", "visit", "grain"}


def test_signs_alone_find_nothing(recorded):
    assert found("?!") == set()


def test_without_a_word_all_claims_are_returned(recorded):
    assert len(found("  ")) == 3


def test_a_wildcard_has_no_special_meaning(recorded):
    assert found("gr%n") == found("gr_in") == set()


def test_words_beyond_the_limit_are_ignored_and_reported(recorded):
    many = words_of("word " * (MOST_WORDS + 1))

    assert many.cut
    assert len(many.words) == MOST_WORDS
    assert words_of("x" * 100) == (("x" * LONGEST_WORD,), True)
    assert not words_of("two words").cut


@pytest.mark.parametrize("most", [0, 1, 10_000])
def test_rare_and_common_words_find_the_same(recorded, monkeypatch, most):
    everything = {typed: found(typed) for typed in ("artillery", "artillery shells", "s", "claim")}
    monkeypatch.setattr(claim_search, "MOST_FEW", most)
    assert {typed: found(typed) for typed in everything} == everything
    assert any(everything.values())


def test_words_that_no_source_is_named_by_are_one_condition(recorded, monkeypatch):
    # Each by itself, a common word would be read of all claims that have it.
    monkeypatch.setattr(claim_search, "MOST_FEW", 0)
    assert str(search(Claim.objects.all(), "artillery shells").query).count("claims_claimwords") == 1
    assert "claims_attribution" not in str(search(Claim.objects.all(), "artillery shells").query)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="an index of PostgreSQL")
def test_the_words_of_claims_and_quotes_are_looked_up_in_indexes(recorded):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
    with CaptureQueriesContext(connection) as seen:
        search(Claim.objects.all(), "artillery shells")
    (few_first,) = [each["sql"] for each in seen if "AS MATERIALIZED" in each["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {few_first}")
        assert "claim_search" in str(cursor.fetchall())


@pytest.fixture
def abroad(db, now):
    sources = [
        outlet("vov", name="Đài Tiếng nói Việt Nam"),
        person("matsegora", name="Alexander Matsegora"),
        person("erdogan", name="Recep Tayyip Erdoğan"),
        outlet("sana", name="وكالة الأنباء"),
    ]
    texts = {
        "cafe": "The café in İstanbul was closed.",
        "danang": "A ship left Đà Nẵng.",
        "missile": "A missile fell near the governments' quarter.",
        "arabic": "قالت وكالة إن كِتَابًا نُشر",
        "persian": "او می\u200cخواهد برود",
        "kyiv": "У Києві мир.",
    }
    said = {"danang": [row("vov")], "missile": [row("matsegora")], "cafe": [row("erdogan")], "arabic": [row("sana")]}
    load({"sources": sources, "claims": [claim(key, *said.get(key, []), text=text) for key, text in texts.items()]}, at=now)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("café", "cafe"),
        ("cafe\u0301 closed", "cafe"),
        ("cafe closed", "cafe"),
        ("Istanbul", "cafe"),
        ("İstanbul", "cafe"),
        ("istanbul", "cafe"),
        ("ISTANBUL", "cafe"),
        ("I\u0307stan", "cafe"),
        ("Da Nang", "danang"),
        ("Đà Nẵng", "danang"),
        ("đa nang", "danang"),
        ("Dai Tieng noi", "danang"),
        ("Đài Tiếng nói", "danang"),
        ("D\u0323ai Tieng", "danang"),
        ("Erdogan", "cafe"),
        ("كتابا", "arabic"),
        ("وكاله", "arabic"),
        ("وکالة", "arabic"),
        ("میخواهد", "persian"),
        ("києві", "kyiv"),
        ("sta\u00admissile"[3:], "missile"),
    ],
    ids=ascii,
)
def test_claims_are_found_in_whatever_form_their_words_are_typed(typed, key, abroad):
    assert key in found(typed)


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("misile", {"missile"}),
        ("misile goverments", {"missile"}),
        ("Matzegora", {"missile"}),
        ("Matsegorra missile", {"missile"}),
        ("istambul", {"cafe"}),
        ("Erdogam", {"cafe"}),
        ("missive", {"missile"}),
        ("mis", {"missile"}),
        ("mizz", set()),
        ("misile cafe", set()),
    ],
)
def test_a_word_that_is_not_on_record_finds_those_near_it(typed, keys, abroad):
    assert found(typed) == keys


def test_a_word_that_is_on_record_brings_nothing_near_it(abroad, now):
    load({"claims": [claim("missive", text="A missive was sent.")]}, at=now)

    assert found("missive") == {"missive"}
    assert found("missile") == {"missile"}
    assert found("missi") == {"missile", "missive"}
    assert respelt(meant(("misile", "sent"))) == {"misile": ("missile",)}


def test_near_spellings_reveal_nothing_that_a_reader_may_not_read(abroad, now):
    load({"claims": [claim("secret", text="A missive was sent.", public=False)]}, at=now)
    public = Claim.objects.filter(public=True)

    assert set(search(public, "missive", Q()).values_list("key", flat=True)) == {"missile"}


def test_a_reworded_claim_is_found_by_its_current_words(abroad, now):
    load({"claims": [claim("missile", text="A rocket fell.")]}, at=now)

    assert found("rocket") == {"missile"}
    assert found("quarter") == set()


def test_the_words_of_an_erased_claim_are_no_longer_on_record(abroad, now):
    load({"claims": [claim("twin", text="A missile fell.")]}, at=now)
    gone = Claim.objects.get(key="missile")

    remove_claim(gone.pk, Change(now, "user:boss", "removed", "a court order"))

    assert not on_record(["governments"])
    assert not SearchWord.objects.filter(word="governments").exists()
    assert on_record(["missile"])
    assert on_record(["matsegora"])  # the name of a source
    assert words_near("goverments") == []
