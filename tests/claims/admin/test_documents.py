from __future__ import annotations

import pytest
from django.urls import reverse

from claims.models import Attribution, Claim
from sources.models import Document, Source
from tests.claims.admin.posting import errors, opened

ADD = "/admin/sources/document/add/"


@pytest.fixture
def article(sample):
    return Document.objects.get()


def page_of(document):
    return reverse("admin:sources_document_change", args=[document.pk])


def typed(**more):
    publisher = Source.objects.get(key="bloomberg").pk
    return {"title": "Arms talks", "publisher": publisher, "kind": "article", "url": "https://example.org/a", **more}


def test_a_document_is_recorded_with_a_key_of_publisher_and_title(editor, sample):
    sent = editor.post(ADD, opened(editor, ADD, **typed(published_at="2024-06-11")))

    assert sent.status_code == 302, errors(sent)
    assert Document.objects.get(key="bloomberg-arms-talks").published_at == "2024-06-11"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"url": "javascript:alert(1)"}, "url"),
        ({"published_at": "June"}, "published_at"),
        ({"kind": ""}, "kind"),
        ({"key": "A B"}, "key"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field(wrong, field, editor, sample):
    sent = editor.post(ADD, opened(editor, ADD, **typed(**wrong)))

    assert field in sent.context["form"].errors, errors(sent)
    assert "Arms talks" in sent.content.decode()


def test_a_key_is_not_taken_twice(editor, article):
    assert "There is a document" in errors(editor.post(ADD, opened(editor, ADD, **typed(key=article.key))))


def test_a_change_revises_the_claims_that_show_the_document(editor, article):
    url = page_of(article)

    editor.post(url, opened(editor, url, title="Putin set for rare visits", reason="the headline was shortened"))

    article.refresh_from_db()
    assert article.title == "Putin set for rare visits"
    claim = Claim.objects.get(key="arms-transfers")
    assert claim.revision == 2
    assert "rare visits" in claim.public_body.body


def test_one_action_withdraws_all_that_was_recorded_from_it(editor, article):
    url = reverse("admin:sources_document_withdraw", args=[article.pk])
    assert "13 claims" in editor.get(url).content.decode()

    sent = editor.post(url, opened(editor, url, withdrawn_at="2024-06-12", reason="taken off the site"))

    assert sent.status_code == 302, errors(sent)
    rows = Attribution.objects.filter(document=article)
    assert {row.withdrawal_reason for row in rows} == {"taken off the site"}
    assert Claim.objects.filter(revision=2).count() == 13


def test_a_retraction_needs_its_reason_and_happens_once(editor, article):
    url = reverse("admin:sources_document_withdraw", args=[article.pk])
    assert "reason" in errors(editor.post(url, opened(editor, url)))
    editor.post(url, opened(editor, url, reason="taken off"))

    assert "already withdrawn" in errors(editor.post(url, opened(editor, url, reason="again")))
    assert url not in editor.get(page_of(article)).content.decode()
