"""The story sheet on the desk: what it shows, to whom, and that a captured text is only ever text."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth.models import Permission, User

import claims
from claims.admin.documents import sheet_page
from claims.models import Attribution, Claim
from claims.operations.cases.sample import REASON
from claims.operations.history.erasing import erase, wanted_of
from claims.sample_page import capture_summary
from claims.verification import Change
from sources.models import Capture, Document
from tests.cases import claim, row


@pytest.fixture
def story(sample, now):
    """The page of the sample case, with its summary."""
    capture_summary(Change(now, "user:ed", "load case", REASON))
    return Document.objects.get()


def sheet_of(document):
    return f"/admin/sources/document/{document.pk}/sheet/"


def with_text(document, text, now):
    digest = "0" * 64
    return Capture.objects.create(
        way="pasted", document=document, text=text, text_sha256=digest, sha256=digest, fetched_at=now
    )  # fmt: skip


def test_the_sample_shows_each_sentence_with_its_claim_and_what_the_story_has(viewer, story, django_assert_max_num_queries):
    with django_assert_max_num_queries(30):
        shown = viewer.get(sheet_of(story)).content.decode()

    assert "Story sheet: Putin set for rare visits" in shown
    assert "Summary of the facts, in our own words: not the article" in shown
    assert "All support for 13 claims of this story came from or through Bloomberg News." in shown
    assert "Open flags: critical 2, warning 25, info 4." in shown
    text = shown[shown.index('id="text"') : shown.index('id="claims"')]
    assert text.count("<mark ") == 13
    assert '<mark id="sentence-19" data-tone="contested"><bdi>North Korea has transferred arms' in text
    assert "<b>8</b> contested</a>" in text
    assert " <bdi>Vedomosti has this from a diplomat whom it does not name.</bdi>" in text
    assert f'href="/admin/claims/claim/{Claim.objects.get(key="arms-transfers").pk}/change/"' in shown
    assert "Independent origins: 2–4+ in support, 2 in denial." in shown
    assert "Government of Russia [has a stake in it]" in shown
    assert "Not located" not in shown
    assert "desk/sheet.css" in shown
    assert f'href="{sheet_of(story)}?as=xlsx"' in shown


def test_it_prints_without_the_desk_around_it():
    style = (Path(claims.__file__).parent / "static/desk/sheet.css").read_text()
    printed = style[style.index("@media print") :]
    assert "size: A4" in printed
    assert "body :not(:has(.desk), .desk, .desk *) { display: none !important; }" in printed
    assert "color: #000 !important; background: none !important" in printed


def test_documents_and_captures_lead_to_it(editor, story):
    capture = Capture.objects.get()
    for page in (f"/admin/sources/document/{story.pk}/change/", f"/admin/sources/capture/{capture.pk}/change/"):
        assert f'href="{sheet_of(story)}"' in editor.get(page).content.decode()
    Capture.objects.update(document=None)
    assert "/sheet/" not in editor.get(f"/admin/sources/capture/{capture.pk}/change/").content.decode()


@pytest.mark.parametrize("missing", ["view_claim", "view_capture", "view_document"])
def test_who_may_not_see_claims_or_captures_has_no_sheet_and_no_link_to_it(newcomer, story, missing):
    needed = {"view_claim", "view_capture", "view_document"}
    person = User.objects.get(username="new")
    person.user_permissions.set(Permission.objects.filter(codename__in=needed - {missing}))

    assert newcomer.get(sheet_of(story)).status_code == 403
    assert newcomer.get(f"{sheet_of(story)}?as=csv").status_code == 403
    assert "/sheet/" not in newcomer.get(f"/admin/sources/document/{story.pk}/change/").content.decode()
    person.user_permissions.set(Permission.objects.filter(codename__in=needed))
    assert newcomer.get(sheet_of(story)).status_code == 200


def test_a_document_without_a_text_says_what_to_do_and_lists_its_claims(editor, viewer, sample):
    document = Document.objects.get()

    shown = editor.get(sheet_of(document)).content.decode()

    assert "There is no text of this document yet." in shown
    assert f'href="/admin/sources/capture/add/?document={document.key}' in shown
    assert "13 claims are recorded from it." in shown
    assert "None was located in the text." in shown
    assert "not searched to the end" not in shown
    assert "Upload or paste a copy" not in viewer.get(sheet_of(document)).content.decode()
    Attribution.objects.update(document=None)
    assert "No claim is recorded from this document." in editor.get(sheet_of(document)).content.decode()


def test_a_hostile_text_is_shown_as_text(editor, sample, now):
    text = '<script>alert(1)</script> “Putin gave Kim Jong Un a luxury limousine made in Russia”.\n\nمرحبا \u2066"><b>x</b> one'
    capture = with_text(Document.objects.get(), text, now)
    Capture.objects.filter(pk=capture.pk).update(title="<i>t</i>", language='"><b>')

    shown = editor.get(sheet_of(capture.document)).content.decode()

    assert "<script>alert(1)" not in shown
    assert "<b>x</b>" not in shown
    assert "<i>t</i>" not in shown
    assert 'lang="&quot;&gt;&lt;b&gt;"' in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert '<p dir="auto"><bdi>مرحبا' in shown


def test_claims_that_are_not_located_are_listed_apart_and_special_ones_say_why(editor, sample, now, loaded):
    document = Document.objects.get()
    Claim.objects.filter(key="limousine").update(public=False)
    quoted = row("paper", "spokesman-review", document=document.key, quote={"exact": "The weather was bad, on Monday"})
    loaded(claims=[claim("weather", quoted)])
    with_text(document, "Putin gave Kim Jong Un a luxury limousine made in Russia. The weather was bad on Monday.", now)

    shown = editor.get(sheet_of(document)).content.decode()

    apart = shown[shown.index('id="unlocated"') :]
    assert "Not located in the text" in apart
    assert "Vietsovpetro has run" in apart
    above = shown[shown.index('id="claims"') : shown.index('id="unlocated"')]
    assert "not for publication" in above
    assert "edited quote" in above


def test_a_search_that_takes_too_long_says_so(editor, story, monkeypatch):
    monkeypatch.setattr(sheet_page, "SECONDS", -1)
    shown = editor.get(sheet_of(story)).content.decode()
    assert "The text was not searched to the end" in shown
    assert "not searched to the end</span>" in shown


def test_a_text_of_endless_lines_is_cut_on_the_page(editor, sample, now):
    document = Document.objects.get()
    with_text(document, "aa\n" * 20_000 + "Putin gave Kim Jong Un a luxury limousine made in Russia.", now)

    shown = editor.get(sheet_of(document)).content.decode()

    assert shown.count("<bdi>aa</bdi>") == 5_000
    assert "Only the first 5000 sentences are shown. The files have all." in shown
    assert "sentence 20001" in shown


def test_what_was_erased_from_the_text_is_not_on_the_sheet(editor, story, now):
    assert "Alexander Matsegora, Russia" in editor.get(sheet_of(story)).content.decode()

    erase(wanted_of("Alexander Matsegora"), Change(now, "user:boss", "erased", "An order."), ordered_by="A court")

    assert "Matsegora" not in editor.get(sheet_of(story)).content.decode()
