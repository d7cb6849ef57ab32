"""The page that undoes the retraction of a document."""

from __future__ import annotations

import pytest
from django.urls import reverse

from claims.admin.documents import retraction_pages
from claims.models import Attribution, Claim
from sources.models import Document, Source, UndoneRetraction
from tests.claims.admin.posting import errors, opened, sendable


@pytest.fixture
def article(sample):
    return Document.objects.get()


def page_of(document):
    return reverse("admin:sources_document_change", args=[document.pk])


def typed(**more):
    publisher = Source.objects.get(key="bloomberg").pk
    return {"title": "Arms talks", "publisher": publisher, "kind": "article", "url": "https://example.org/a", **more}


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
        events = editor.get(reverse("admin:claims_claim_history", args=[row.claim_id])).content.decode()
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
