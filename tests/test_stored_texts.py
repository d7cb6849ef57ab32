"""What was stored before texts came in one form is brought to it by migrations, and nothing is in doubt for that."""

from __future__ import annotations

import unicodedata
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command

from claims.models import Attribution, Claim, ClaimWords, Decision, Flag, PublicBody, Revision, Standing
from claims.queries.claims.search import search
from sources.models import Capture, Document, SearchWord, Source, SourceChange
from tests.cases import claim, load, outlet, person, row
from tests.test_one_form_of_text import stored_out_of_form

SOURCES = import_module("sources.migrations.0011_one_form_of_text")
CLAIMS = import_module("claims.migrations.0029_one_form_of_text")
WORDS = import_module("claims.migrations.0030_fill_claim_words")
PAGE = unicodedata.normalize("NFD", "Café Noir, naïve\r\nsaid: “Đà Nẵng é”. End.")
EXACT = unicodedata.normalize("NFD", "Đà Nẵng é")


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


@pytest.fixture
def before(db: None, now: Any) -> Claim:
    """A claim as it was stored before, behind the service's back: its texts in NFD, with odd line ends."""
    quotes = [row("a", "ada", quote={"exact": "x", "start": 0, "end": 1}, document="d"), row("b", "ada", quote={"exact": "y"})]
    load(
        {
            "sources": [person("ada", name="Ada"), outlet("sun")],
            "documents": [{"key": "d", "publisher": "sun", "kind": "article", "title": "T"}],
            "claims": [claim("c", *quotes, text="Plain."), claim("plain", row("ada"), text="All is ASCII.")],
        },
        at=now,
    )
    Claim.objects.filter(key="c").update(text=nfd("Đà Nẵng") + "\r\ncafé")
    Source.objects.filter(key="ada").update(name=nfd("Adá Đoković"))
    Document.objects.update(title=nfd("Über"))
    start = PAGE.index(EXACT)
    Attribution.objects.filter(key="a").update(quote_exact=EXACT, quote_start=start, quote_end=start + len(EXACT))
    Attribution.objects.filter(key="b").update(quote_exact=EXACT, quote_start=7, quote_end=7 + len(EXACT))
    Capture.objects.create(document=Document.objects.get(), sha256="0" * 64, fetched_at=now, text=PAGE)
    ClaimWords.objects.all().delete()
    SearchWord.objects.all().delete()
    return Claim.objects.get(key="c")


def migrate_texts() -> None:
    for step in (SOURCES.bring, SOURCES.name_anew, SOURCES.record_words, CLAIMS.bring, WORDS.fill):
        step(apps, None)


def test_stored_texts_come_to_the_one_form_and_quotes_stay_where_they_are(before: Claim) -> None:
    migrate_texts()

    assert stored_out_of_form() == []
    page = Capture.objects.get().text
    anchored, lone = Attribution.objects.filter(quote_start__isnull=False).order_by("key")
    assert page[anchored.quote_start : anchored.quote_end] == anchored.quote_exact == "Đà Nẵng é"
    assert (lone.quote_start, lone.quote_end) == (7, 7 + len("Đà Nẵng é"))


def test_nothing_is_in_doubt_and_what_shows_it_is_rendered_by_the_next_run(before: Claim) -> None:
    revisions = Revision.objects.filter(claim=before).count()
    migrate_texts()
    assert Standing.objects.get(claim=before).marked_at is not None
    assert SourceChange.objects.filter(source__key="ada", action="changed", applied_at=None).count() == 1

    call_command("verify", verbosity=0)

    assert not Decision.objects.exists()
    assert not Flag.objects.filter(code__in=("tainted", "verdict_outdated")).exists()
    assert "Đà Nẵng\\ncafé" in PublicBody.objects.get(claim=before).body
    assert "Adá Đoković" in PublicBody.objects.get(claim=before).body
    assert Revision.objects.filter(claim=before).count() == revisions + 1


def test_a_second_time_changes_nothing_and_the_words_are_found(before: Claim) -> None:
    migrate_texts()
    changes, words = SourceChange.objects.count(), SearchWord.objects.count()
    Standing.objects.update(marked_at=None)

    migrate_texts()

    assert (SourceChange.objects.count(), SearchWord.objects.count()) == (changes, words)
    assert not Standing.objects.filter(marked_at__isnull=False).exists()
    for typed in ("da nang", "dokovic", "plain ascii"):
        assert search(Claim.objects.all(), typed).exists(), typed
