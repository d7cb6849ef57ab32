from __future__ import annotations

import pytest
from django.urls import reverse

from claims.admin.documents import retraction_pages
from claims.models import Attribution, Claim
from sources.models import Correction, Document, Source, UndoneRetraction
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


class TestUndoingARetraction:
    """Bloomberg did not take back the article that thirteen claims of the sample rest on: the notice was a hoax."""

    @pytest.fixture
    def url(self, article):
        return reverse("admin:sources_document_undo_retraction", args=[article.pk])

    @pytest.fixture
    def retracted(self, editor, article):
        address = reverse("admin:sources_document_withdraw", args=[article.pk])
        editor.post(address, opened(editor, address, withdrawn_at="2024-06-12", reason="taken <i>off</i> the site"))
        return article

    def test_is_available_for_a_retraction_and_has_a_preview(self, editor, article, url):
        assert url not in editor.get(page_of(article)).content.decode()
        assert editor.get(url)["Location"] == page_of(article)
        withdraw_url = reverse("admin:sources_document_withdraw", args=[article.pk])
        editor.post(withdraw_url, opened(editor, withdraw_url, reason="taken off"))
        assert url in editor.get(page_of(article)).content.decode()

        look = editor.get(url).content.decode()

        assert "Restored" in look
        assert "(vietnam-2017: spokesman-review)" in look
        assert "Flags that would be cleared" in look
        assert "retracted source" in look
        assert not UndoneRetraction.objects.exists()
        assert Claim.objects.filter(revision=2).count() == 13

    def test_withdraws_everything_and_the_pages_show_it(self, editor, retracted, url):
        row = Attribution.objects.filter(document=retracted).order_by("id").first()

        sent = editor.post(url, opened(editor, url, reason="a <b>hoax</b>"))

        assert sent["Location"] == page_of(retracted)
        assert not Attribution.objects.exclude(withdrawal_recorded_at=None).exists()
        assert Claim.objects.filter(revision=3).count() == 13
        page = editor.get(page_of(retracted)).content.decode()
        for text in ("taken &lt;i&gt;off&lt;/i&gt; the site", "a &lt;b&gt;hoax&lt;/b&gt;", "(user:ed)"):
            assert text in page
        assert url not in page
        shown = editor.get(reverse("admin:claims_attribution_change", args=[row.pk])).content.decode()
        assert "with its document: taken &lt;i&gt;off&lt;/i&gt; the site." in shown
        events = editor.get(reverse("admin:claims_claim_change", args=[row.claim_id])).content.decode()
        assert "withdrawal undone: a &lt;b&gt;hoax&lt;/b&gt;" in events

    def test_says_what_stays_as_it_is(self, editor, superuser, article, url):
        one, other = Attribution.objects.filter(document=article).order_by("id")[:2]
        for row, name, typed in ((one, "withdraw", {"by": "source"}), (other, "void", {})):
            address = reverse(f"admin:claims_attribution_{name}", args=[row.pk])
            if name == "void":  # after the retraction
                retract = reverse("admin:sources_document_withdraw", args=[article.pk])
                editor.post(retract, opened(editor, retract, reason="taken off"))
            superuser.post(address, opened(superuser, address, reason="ours", **typed))

        lists = dict(editor.get(url).context["preview"]["lists"])

        assert [len(lines) for lines in lists.values()] == [12, 1, 1]
        assert f"({other.claim.key}: {other.key})" in lists["Restored, but voided: they stay voided"][0]
        assert f"({one.claim.key}: {one.key})" in lists["Stay withdrawn for another reason"][0]

    def test_made_on_an_older_revision_is_refused_once(self, editor, superuser, retracted, url):
        mine = opened(editor, url, reason="mine, typed by hand")
        row = Attribution.objects.filter(document=retracted).order_by("id").first()
        address = reverse("admin:claims_attribution_void", args=[row.pk])
        superuser.post(address, opened(superuser, address, reason="ours"))

        sent = editor.post(url, mine)

        assert "by user:boss, voided (ours)" in errors(sent)
        assert "they stay voided" in sent.content.decode()
        assert not UndoneRetraction.objects.exists()
        assert editor.post(url, sendable(sent)).status_code == 302

    def test_of_another_retraction_than_the_one_seen_is_refused_once(self, editor, superuser, retracted, url):
        Attribution.objects.filter(document=retracted).update(document=None, withdrawn_with_document=False)
        mine = opened(editor, url, reason="mine")
        superuser.post(url, opened(superuser, url, reason="the boss's"))
        assert editor.post(url, mine)["Location"] == page_of(retracted)
        address = reverse("admin:sources_document_withdraw", args=[retracted.pk])
        superuser.post(address, opened(superuser, address, reason="this time it is true"))

        sent = editor.post(url, mine)

        assert "was retracted again" in errors(sent)
        assert UndoneRetraction.objects.count() == 1
        assert editor.post(url, sendable(sent)).status_code == 302

    @pytest.mark.usefixtures("retracted")
    def test_needs_its_reason(self, editor, url):
        assert "reason" in errors(editor.post(url, opened(editor, url)))

    @pytest.mark.usefixtures("retracted")
    def test_compares_no_more_claims_than_are_read(self, editor, url, monkeypatch):
        monkeypatch.setattr(retraction_pages, "MOST_COMPARED", 5)

        preview = editor.get(url).context["preview"]

        assert len(preview["claims"]) == 5
        assert preview["warnings"] == ["Reassessed, but not compared here: 8 more claims."]


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
        assert f"({row.claim.key}: {row.key})" in page

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
        assert "by user:boss, voided (ours)" in errors(sent)
        assert not Correction.objects.exists()

        again = sendable(sent)
        assert again["taken_back"] == [str(row.pk)]
        assert editor.post(url, again).status_code == 302

    def test_says_what_is_missing_in_place(self, editor, url):
        assert "note" in errors(editor.post(url, opened(editor, url)))
        assert "June" in errors(editor.post(url, opened(editor, url, note="It was ten.", said_at="June")))


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
