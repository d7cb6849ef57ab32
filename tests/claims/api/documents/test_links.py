"""What the link watch knows of a document, over the API."""

from __future__ import annotations

from datetime import datetime
from ipaddress import ip_network

import pytest
from django.conf import LazySettings
from django.core.cache import cache

from claims.link_watch import DAILY, check_due
from claims.operations.desk.roles import EDITOR, VIEWER
from factcheck.access.scopes import CLAIMS_READ, SOURCES_WRITE
from tests.cases import claim, load, outlet, person, row
from tests.claims.api.refusing import refused
from tests.factcheck.api.asking import caller
from tests.factcheck.api.described import described
from tests.sites import PARAGRAPH, Page, article, site

pytestmark = pytest.mark.django_db


def test_the_checks_of_a_page_and_its_quotes_are_shown(now: datetime, settings: LazySettings) -> None:
    settings.CAPTURE_ALLOWED_NETWORKS, settings.CAPTURE_PER_HOST_SECONDS = [ip_network("127.0.0.0/8")], 0.0
    editor = caller(EDITOR, (CLAIMS_READ, SOURCES_WRITE))
    quote = {"exact": "the bridge will close for repairs"}
    pages = {"/a": Page(article())}
    with site(pages) as receiver:
        document = {"key": "a", "publisher": "paper", "kind": "article", "title": "a"}
        document["url"] = f"http://127.0.0.1:{receiver.port}/a"
        said = row("council", document="a", quote=quote)
        sources = [outlet("paper"), person("council")]
        load({"sources": sources, "documents": [document], "claims": [claim("c", said)]}, at=now)

        unwatched = described(editor.get("documents/a/links/"), "read_document_links")
        check_due(lambda: now)
        pages["/a"] = Page(article(PARAGRAPH.replace("repairs", "good")))
        cache.clear()
        check_due(lambda: now + DAILY)

    assert unwatched == {"document": "a", "url": document["url"], "checks": [], "quotes": []}
    shown = described(editor.get("documents/a/links/"), "read_document_links")
    first, second = (each["capture"] for each in reversed(shown["checks"]))
    assert [each["outcome"] for each in shown["checks"]] == ["captured", "captured"]
    assert (shown["outcome"], shown["capture"], first < second == shown["capture"]) == ("captured", second, True)
    assert {"due_at", "checked_at", "changed_at"} <= shown.keys()
    (gone,) = shown["quotes"]
    assert (gone["claim"], gone["attribution"], gone["quote"]) == ("c", "council", quote["exact"])
    assert gone["found"] in ("gone", "surroundings", "ambiguous")

    response = caller(EDITOR, (SOURCES_WRITE,)).get("documents/a/links/")
    assert "quotes" not in described(response, "read_document_links")
    assert response["Cache-Control"] == "private, no-store"


def test_who_may_not_see_captures_sees_no_checks(sample: None) -> None:
    path = "documents/sr-rare-visits/links/"
    refused(caller(EDITOR, (CLAIMS_READ,)).get(path), 403, "missing-scope")
    viewer = described(caller(VIEWER, (CLAIMS_READ, SOURCES_WRITE)).get(path), "read_document_links")
    assert viewer["checks"] == []
    refused(caller(EDITOR, (SOURCES_WRITE,)).get("documents/none/links/"), 404, "not-found")
