from __future__ import annotations

import pytest
from django.urls import reverse

from claims.models import Claim
from sources.models import Document, Source
from tests.claims.admin.posting import errors, opened, sendable

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
    assert "A document" in errors(editor.post(ADD, opened(editor, ADD, **typed(key=article.key))))


def test_a_change_revises_the_claims_that_show_the_document(editor, article):
    url = page_of(article)

    editor.post(url, opened(editor, url, title="Putin set for rare visits", reason="the headline was shortened"))

    article.refresh_from_db()
    assert article.title == "Putin set for rare visits"
    claim = Claim.objects.get(key="arms-transfers")
    assert claim.revision == 2
    assert "rare visits" in claim.public_body.body


class TestAStaleChange:
    """Ed and the boss have the same document open; the boss saves first."""

    def changed(self, client, url, **typed):
        return client.post(url, opened(client, url, **typed))

    def test_is_refused_with_what_differs_and_nothing_lost(self, editor, superuser, article):
        url, title, author = page_of(article), article.title, article.author
        mine = opened(editor, url, author="J. Doe", reason="typed by hand")
        self.changed(superuser, url, title="The boss's title")

        sent = editor.post(url, mine)

        assert "changed since you opened it" in errors(sent)
        assert sent.context["form"].errors["title"] == [
            f"Changed by somebody else: it was “{title}” and is now “The boss's title”."
        ]
        shown = sent.content.decode()
        assert 'value="J. Doe"' in shown
        assert "typed by hand" in shown
        article.refresh_from_db()
        assert (article.title, article.author) == ("The boss's title", author)

    def test_is_saved_when_sent_again_on_top_of_the_colleagues(self, editor, superuser, article):
        url = page_of(article)
        mine = opened(editor, url, author="J. Doe")
        self.changed(superuser, url, title="The boss's title", language="en-GB")

        sent = editor.post(url, sendable(editor.post(url, mine)))

        assert sent.status_code == 302, errors(sent)
        article.refresh_from_db()
        assert (article.title, article.language, article.author) == ("The boss's title", "en-GB", "J. Doe")

    def test_of_the_same_field_keeps_what_was_typed_and_says_what_stands(self, editor, superuser, article):
        url = page_of(article)
        mine = opened(editor, url, title="Ed's title")
        self.changed(superuser, url, title="The boss's title")

        sent = editor.post(url, mine)

        assert "is now “The boss's title”" in sent.context["form"].errors["title"][0]
        assert sent.context["form"]["title"].value() == "Ed's title"

    def test_names_the_publisher_that_it_has_now(self, editor, superuser, article):
        url = page_of(article)
        mine = opened(editor, url, author="J. Doe")
        self.changed(superuser, url, publisher=Source.objects.get(key="vedomosti").pk)

        sent = editor.post(url, mine)

        assert "is now “Vedomosti”" in errors(sent)
        editor.post(url, sendable(sent))
        article.refresh_from_db()
        assert (article.publisher.key, article.author) == ("vedomosti", "J. Doe")

    def test_is_rejected_again_if_it_changes_again(self, editor, superuser, article):
        url = page_of(article)
        mine = opened(editor, url, author="J. Doe")
        self.changed(superuser, url, title="One title")
        again = sendable(editor.post(url, mine))
        self.changed(superuser, url, title="Another title")

        assert "Another title" in errors(editor.post(url, again))

    def test_is_one_that_says_no_version(self, editor, article):
        url = page_of(article)
        mine = opened(editor, url, author="J. Doe")
        del mine["version_seen"]

        assert "version_seen" in errors(editor.post(url, mine))


def test_a_document_sent_untouched_is_not_changed(editor, article):
    url = page_of(article)

    assert "Nothing changed" in editor.post(url, opened(editor, url), follow=True).content.decode()
