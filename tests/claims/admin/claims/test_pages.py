from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.admin.claim_page.tabs import TABS, tab_url
from claims.models import Claim
from tests.cases import claim, load, outlet, row, unnamed

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def changelist(db):
    return reverse("admin:claims_claim_changelist")


def queries_of(client, url):
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


LISTS = ("claims_flag", "claims_attribution", "claims_citation", "claims_assessment", "claims_revision", "claims_standing")
LISTS += ("claims_publicbody", "claims_claimtopic", "sources_source", "sources_sourcechange")


@pytest.mark.parametrize("name", LISTS)
def test_every_list_takes_as_many_queries_for_many_rows_as_for_few(name, editor, now):
    url = reverse(f"admin:{name}_changelist")
    load(
        {
            "sources": [outlet("ada"), outlet("ben"), unnamed("dip", "ada")],
            "claims": [claim("c", row("dip"), row("ben", cites=["dip"]))],
        },
        at=now,
    )
    few = queries_of(editor, url)
    more = [unnamed(f"dip{i}", "ada") for i in range(9)]
    rows = [claim(f"c{i}", row(f"dip{i}"), row("ben", cites=[f"dip{i}"]), topics=["t"]) for i in range(9)]
    load({"sources": more, "claims": rows}, at=now)

    # A constant: what a line shows of other records comes with the rows, in one statement.
    assert queries_of(editor, url) == few


def test_hostile_text_is_escaped_wherever_it_is_shown(editor, now):
    load(
        {
            "sources": [
                outlet("evil", name=HOSTILE, description=HOSTILE, short_name=HOSTILE),
                unnamed("dip", "evil", name=HOSTILE),
            ],
            "documents": [{"key": "doc", "publisher": "evil", "kind": "article", "title": HOSTILE, "author": HOSTILE}],
            "claims": [
                claim(
                    "c",
                    row("dip", quote={"exact": HOSTILE, "translation": HOSTILE}, document="doc"),
                    row("evil", stance="denies", withdrawn={"by": "source", "reason": HOSTILE}),
                    text=HOSTILE,
                    interests=[{"source": "evil", "side": 1, "reason": HOSTILE}],
                )
            ],
        },
        at=now,
        actor=f"user:{HOSTILE}",
        reason=HOSTILE,
    )
    from claims.models import Attribution, Flag, Revision
    from sources.models import Document, Source, SourceChange

    for model in (Claim, Attribution, Flag, Revision, Source, Document, SourceChange):
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        pages = [reverse(f"admin:{name}_changelist")]
        if model is Claim:
            pages += [tab_url(record.pk, tab) for record in Claim.objects.all() for tab in TABS]
        pages += [reverse(f"admin:{name}_change", args=[record.pk]) for record in model.objects.all()]
        for url in pages:
            assert HOSTILE not in editor.get(url).content.decode(), url


def test_only_a_web_address_becomes_a_link_without_a_referrer(editor, now):
    from sources.models import Document, Source

    load(
        {
            "sources": [outlet("s", homepage="https://example.org/a?b=1&c=2")],
            "documents": [{"key": "doc", "publisher": "s", "kind": "article", "title": "t", "url": "http://example.org/"}],
        },
        at=now,
    )
    source = editor.get(reverse("admin:sources_source_change", args=[Source.objects.get().pk])).content.decode()
    assert 'href="https://example.org/a?b=1&amp;c=2" rel="noopener noreferrer nofollow"' in source
    document = Document.objects.get()
    Document.objects.update(url="javascript:alert(1)")  # as a hand-written row, or an older importer, might have it

    page = editor.get(reverse("admin:sources_document_change", args=[document.pk])).content.decode()

    assert 'href="javascript' not in page
