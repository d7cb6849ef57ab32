"""Retracting and correcting a document, each for all claims that show it."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils.html import escape

from claims.models import Attribution, Claim
from sources.models import Correction, Document
from tests.claims.admin.posting import errors, opened, sendable


@pytest.fixture
def article(sample):
    return Document.objects.get()


def page_of(document):
    return reverse("admin:sources_document_change", args=[document.pk])


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

    assert "already retracted" in errors(editor.post(url, opened(editor, url, reason="again")))
    assert url not in editor.get(page_of(article)).content.decode()


class TestACorrection:
    """Bloomberg puts right the article that thirteen claims of the sample rest on."""

    @pytest.fixture
    def url(self, article):
        return reverse("admin:sources_document_correct", args=[article.pk])

    def test_withdraws_what_is_selected_and_is_shown_on_the_page(self, editor, article, url):
        row = Attribution.objects.filter(document=article).order_by("id").first()
        page = editor.get(url).content.decode()
        assert url in editor.get(page_of(article)).content.decode()
        assert page.count('name="taken_back"') == Attribution.objects.filter(document=article).count()
        assert str(escape(row.claim.text[:60])) in page

        note = "It was <b>ten</b>, not 12."
        sent = editor.post(url, opened(editor, url, note=note, said_at="2024-06-12", taken_back=[str(row.pk)]))

        assert sent.status_code == 302, errors(sent)
        assert list(Attribution.objects.exclude(withdrawal_recorded_at=None).values_list("pk", flat=True)) == [row.pk]
        assert Claim.objects.filter(revision=2).count() == 13
        shown = editor.get(page_of(article)).content.decode()
        assert "It was &lt;b&gt;ten&lt;/b&gt;, not 12." in shown
        assert f'name="taken_back" value="{row.pk}"' not in editor.get(url).content.decode()

    def test_on_an_older_revision_is_rejected_once_and_keeps_the_selection(self, editor, superuser, article, url):
        row, other = Attribution.objects.filter(document=article).order_by("id")[:2]
        mine = opened(editor, url, note="It was ten.", taken_back=[str(row.pk), str(other.pk)])
        void_url = reverse("admin:claims_attribution_void", args=[other.pk])
        superuser.post(void_url, opened(superuser, void_url, reason="ours"))

        assert "is no longer current" in errors(editor.post(url, mine))
        sent = editor.post(url, mine | {"taken_back": [str(row.pk)]})
        assert "by boss, voided (ours)" in errors(sent)
        assert not Correction.objects.exists()

        again = sendable(sent)
        assert again["taken_back"] == [str(row.pk)]
        assert editor.post(url, again).status_code == 302

    def test_says_what_is_missing_in_place(self, editor, url):
        assert "note" in errors(editor.post(url, opened(editor, url)))
        assert "June" in errors(editor.post(url, opened(editor, url, note="It was ten.", said_at="June")))
