"""The page of a document that some of its authors retracted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from claims.models import Attribution, Revision
from sources.models import AuthorsRetraction, Document, Source
from tests.cases import claim, outlet, person, row
from tests.claims.admin.posting import errors, opened

WHY = "The data cannot be reproduced."


@pytest.fixture
def paper(loaded: Callable[..., Any]) -> Document:
    documents = [{"key": "paper", "publisher": "journal", "kind": "article", "title": "A paper"}]
    unnamed = person("aide", name="Unnamed aide", identified=False, vouched_by="journal")
    said = [row(key, document="paper") for key in ("ada", "ben", "cy", "aide")]
    sources = [outlet("journal"), person("ada"), person("ben"), person("cy"), unnamed]
    loaded(sources=sources, documents=documents, claims=[claim("c", *said), claim("d", row("cy", document="paper"))])
    return Document.objects.get()


def url_of(of: Document, name: str = "change") -> str:
    return reverse(f"admin:sources_document_{name}", args=[of.pk])


def sent(client: Client, of: Document, name: str, **values: Any) -> Any:
    url = url_of(of, name)
    return client.post(url, {**opened(client, url), **values})


def withdrawn() -> set[str]:
    return set(Attribution.objects.exclude(withdrawal_recorded_at=None).values_list("key", flat=True))


def ids(*keys: str) -> list[str]:
    return [str(Source.objects.get(key=key).pk) for key in keys]


def test_it_is_recorded_shown_and_undone_on_its_page(editor: Client, paper: Document) -> None:
    assert url_of(paper, "retract_by_authors") in editor.get(url_of(paper)).content.decode()
    form = editor.get(url_of(paper, "retract_by_authors")).content.decode()
    assert all(f'value="{pk}"' in form for pk in ids("ada", "ben", "cy"))
    assert "Unnamed aide" not in form
    done = sent(editor, paper, "retract_by_authors", authors=ids("ada", "ben"), reason=WHY, withdrawn_at="2024-06")
    assert (done.status_code, withdrawn()) == (302, {"ada", "ben"}), errors(done)
    shown = editor.get(url_of(paper)).content.decode()
    assert all(word in shown for word in ("retracted by some of its authors", "Ada, Ben: ", WHY, "2024-06"))
    before = editor.get(url_of(paper, "undo_authors_retraction")).content.decode()
    assert all(text in before for text in ("Restored", "Ada supports", "Ben supports", "independent origins"))
    assert "Shown for the retraction by" not in before
    assert withdrawn() == {"ada", "ben"}
    undone = sent(editor, paper, "undo_authors_retraction", reason="A hoax.")
    assert (undone.status_code, withdrawn()) == (302, set()), errors(undone)
    shown = editor.get(url_of(paper)).content.decode()
    assert "A hoax." in shown
    assert "retracted by some of its authors" not in shown
    actions = Revision.objects.order_by("id").values_list("claim__key", "action")
    assert list(actions)[2:] == [("c", "document retracted by authors"), ("c", "retraction by authors undone")]
    again = editor.get(url_of(paper, "undo_authors_retraction"))
    assert (again.status_code, again["Location"]) == (302, url_of(paper))


def test_of_several_retractions_the_selected_one_is_previewed(editor: Client, paper: Document) -> None:
    for author in ("ada", "ben"):
        sent(editor, paper, "retract_by_authors", authors=ids(author), reason=WHY)
    url = url_of(paper, "undo_authors_retraction")
    shown = editor.get(url).content.decode()
    assert "Shown for the retraction by Ben." in shown
    assert shown.index("Ben supports") < shown.index("Stay withdrawn for another reason") < shown.index("Ada supports")
    ada = AuthorsRetraction.objects.earliest("id")
    refused = editor.post(url, {**opened(editor, url), "retraction": ada.pk, "reason": ""}).content.decode()
    assert "Shown for the retraction by Ada." in refused
    assert refused.index("Ada supports") < refused.index("Stay withdrawn for another reason") < refused.index("Ben supports")


def test_what_was_changed_or_is_missing_is_refused_on_the_page(editor: Client, paper: Document) -> None:
    assert "required" in errors(sent(editor, paper, "retract_by_authors", reason=WHY))
    assert "required" in errors(sent(editor, paper, "retract_by_authors", authors=ids("ada")))
    url = url_of(paper, "retract_by_authors")
    seen = opened(editor, url)
    sent(editor, paper, "retract_by_authors", authors=ids("ada"), reason=WHY)
    stale = editor.post(url, {**seen, "authors": ids("ben"), "reason": WHY})
    assert "has changed since" in errors(stale)
    gone = editor.post(url, {**seen, "authors": ids("ada"), "reason": WHY})
    assert "no current attribution any more" in errors(gone)
    assert withdrawn() == {"ada"}
