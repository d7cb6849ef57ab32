from __future__ import annotations

import pytest

from claims.admin.captures.shown import marked
from claims.models import Attribution
from factcheck.text.anchoring.anchors import Anchor
from sources.models import Document
from sources.operations.captures import Sign
from tests.sites import PARAGRAPH


def page_of(capture, name="change"):
    return f"/admin/sources/capture/{capture.pk}/{name}/"


@pytest.mark.parametrize(
    ("text", "quotes", "html", "found"),
    [
        ("a <b> c", ["<b>"], "a <mark>&lt;b&gt;</mark> c", 1),
        ("one two\nthree", ["two three", "missing", " "], "one <mark>two\nthree</mark>", 1),
        ("abcdef", ["abcd", "cdef", "bc"], "<mark>abcd</mark><mark>ef</mark>", 3),
        ("<i>", [], "&lt;i&gt;", 0),
    ],
)
def test_quotes_are_marked_in_an_escaped_text(text, quotes, html, found):
    assert marked(text, map(Anchor, quotes)) == (html, found)


def test_a_capture_says_what_it_is_what_is_known_and_what_can_be_done(editor, sample, stored):
    document = Document.objects.get()
    twin = stored(document=document)
    signs = [Sign("credit", "(Reuters)")]
    capture = stored(signs, url=document.url or "https://x.example", title="<b>Bridge</b>", canonical_url=document.url)

    shown = editor.get(page_of(capture)).content.decode()

    assert "A copy is stored." in shown
    assert "&lt;b&gt;Bridge&lt;/b&gt;" in shown
    assert "<b>Bridge" not in shown
    assert f'href="/admin/sources/document/add/?capture={capture.pk}"' in shown
    assert "This text is already captured, as the document" in shown
    assert page_of(twin) in shown
    assert "The page credits an agency: “(Reuters)”." in shown
    assert "To accept one, first record the document" in shown
    assert PARAGRAPH in shown


def test_a_failed_capture_says_what_to_do_and_offers_it(editor, stored):
    capture = stored(outcome="offline", problem="There is no network.")

    shown = editor.get(page_of(capture)).content.decode()

    assert "The service has no connection to the internet, so nothing was fetched. Try again once it is back." in shown
    assert "Upload or paste it" in shown
    assert "Download the file" not in shown


def test_the_text_is_a_page_of_its_own_with_the_quotes_of_its_document(editor, arms, stored):
    document = Document.objects.get()
    Attribution.objects.filter(document=document).update(quote_exact="nobody saw it")
    capture = stored(document=document, text="<script>alert(1)</script> and nobody\nsaw it")

    shown = editor.get(page_of(capture, "text")).content.decode()

    assert "<mark>nobody\nsaw it</mark>" in shown
    assert "Quotes from this document that are in it: 1 of 1." in shown
    assert "<script>alert(1)" not in shown
    assert "&lt;script&gt;alert(1)" in shown
