"""The page of a document's web page: its checks, what changed, and anchoring a quote anew."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from claims.admin.documents import link_pages
from claims.models import Flag, QuoteAnchor, Revision
from sources.models import LinkState
from tests.claims.admin.posting import errors, opened
from tests.claims.page_desk import TEXT, PageDesk


@pytest.fixture
def desk(db: None, now: datetime) -> PageDesk:
    return PageDesk(now)


def url_of(desk: PageDesk, name: str) -> str:
    return reverse(f"admin:sources_document_{name}", args=[desk.page.pk])


def shown(editor: Client, desk: PageDesk) -> str:
    return editor.get(url_of(desk, "page_checks")).content.decode()


def test_it_shows_checks_changes_and_quotes(editor: Client, desk: PageDesk) -> None:
    assert url_of(desk, "page_checks") in editor.get(url_of(desk, "change")).content.decode()
    assert "has not been checked" in shown(editor, desk)
    desk.check(TEXT)
    desk.check(TEXT.replace("No convoy has crossed", "A convoy may have crossed"))
    desk.check(outcome="blocked")
    page = shown(editor, desk)
    assert all(words in page for words in ("does not have it", "in a quote", "<ins>“A convoy may have", "Readers may see it"))


def test_a_quote_is_anchored_anew_with_the_words_of_the_page(editor: Client, desk: PageDesk) -> None:
    desk.check(TEXT.replace("has crossed", "had crosed"))
    url = f"{url_of(desk, 'reanchor')}?attribution={desk.row().pk}"
    assert url in shown(editor, desk)
    values = opened(editor, url)
    refused = editor.post(url, {**values, "passage": "Words of mine", "reason": "It is there."})
    assert "does not have these words" in errors(refused)
    done = editor.post(url, {**values, "passage": "No convoy had crosed the border", "reason": "The paper edited it."})
    assert done.status_code == 302, errors(done)
    assert QuoteAnchor.objects.get().exact == "No convoy had crosed the border"
    assert Flag.objects.get(code="quote_missing", cleared_at=None).claim.key == "d"
    assert Revision.objects.order_by("-id")[0].action == "quote re-anchored"


def test_an_editor_checks_the_page_now(editor: Client, desk: PageDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(link_pages, "check_page", lambda *args: asked.append(args) or LinkState())
    url = url_of(desk, "page_checks")
    assert editor.post(url, opened(editor, url)).status_code == 302
    assert (asked[0][0], asked[0][1].action) == (desk.page, "page checked")
    monkeypatch.setattr(link_pages, "check_page", lambda *_args: None)
    assert "network of the desk" in errors(editor.post(url, opened(editor, url)))
