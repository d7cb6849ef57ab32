"""After a text was erased from sources and documents, what was derived from it is made anew."""

from __future__ import annotations

from datetime import datetime

import pytest

from sources.models import Document, PersonMatch, Source, SourceChange
from sources.operations import change_source, lock_sources
from sources.operations.erasing import names_of, rebuild_derived, words_named
from tests.cases import load, outlet, person, unnamed


@pytest.fixture
def ada(db: None, now: datetime) -> Source:
    """A person whose name is in a text about an unnamed source, and a document."""
    article = {"key": "doc", "publisher": "post", "kind": "article", "title": "What Lovelace said"}
    sources = [person("ada", name="Ada Lovelace", aliases=["Countess"]), outlet("post"), unnamed("u", "post")]
    load({"sources": sources, "documents": [article]}, at=now)
    change_source(Source.objects.get(key="u"), {"description": "near Lovelace"}, at=now, actor="user:sen", names_confirmed=True)
    return Source.objects.get(key="ada")


def test_the_words_of_its_names_are_those_by_which_it_was_found(ada: Source) -> None:
    assert set(names_of(ada)) == {"ada", "lovelace", "countess"}
    assert words_named([ada.pk]) == set(names_of(ada))
    assert words_named([]) == set()


def test_an_erased_name_finds_nothing_any_more_and_the_source_says_that_something_was_erased(
    ada: Source, now: datetime
) -> None:
    Source.objects.filter(pk=ada.pk).update(name="[erased]", aliases="")
    Document.objects.update(title="What [erased] said")

    lock_sources()
    rebuild_derived([ada.pk], [Document.objects.get().pk], at=now, actor="user:boss", reason="a court")

    assert not Source.objects.searched("lovelace").exists()
    assert not Document.objects.searched("lovelace").exists()
    last = SourceChange.objects.latest("id")
    assert (last.source, last.action, last.old, last.new, last.reason) == (ada, "erased", {}, {}, "a court")


def test_a_person_without_that_name_is_named_by_no_text(ada: Source, now: datetime) -> None:
    assert PersonMatch.objects.count() == 1
    Source.objects.filter(pk=ada.pk).update(name="[erased]", aliases="")

    rebuild_derived([ada.pk], [], at=now, actor="user:boss", reason="a court")

    assert not PersonMatch.objects.exists()
