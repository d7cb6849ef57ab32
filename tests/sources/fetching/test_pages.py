"""The text of web pages, whatever they claim to be."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.fetching.contents import Contents, UnreadableError
from sources.fetching.pages import decoded, read_page
from tests.examples import tried
from tests.sites import PARAGRAPH, article

RUSSIAN = "Совет сообщил в понедельник, что мост будет закрыт на ремонт, и никто не знает, когда он откроется."


def page(body: bytes, charset: str = "", url: str = "https://paper.example/a") -> Contents:
    return read_page(body, charset, url)


def test_an_article_comes_without_what_is_around_it() -> None:
    body = article().replace(
        b"<article>", b"<nav><a href=/>Home</a></nav><script>alert('x')</script><style>p{}</style><article>"
    )

    found = page(body.replace(b"</article>", b"</article><footer>Subscribe now</footer>"))

    assert PARAGRAPH in found.text
    assert not any(word in found.text for word in ("Home", "alert", "Subscribe", "p{}"))


def test_what_a_page_says_about_itself() -> None:
    head = (
        "<meta name='author' content='Ann\u202e Lee'><link rel='canonical' href='/bridge#top'>"
        "<meta property='article:published_time' content='2024-06-10T23:30:00+03:00'>"
    )

    found = page(article(head=head, title="The &lt;b&gt; bridge", language="en-GB"))

    assert (found.title, found.author) == ("The <b> bridge", "Ann Lee")
    assert (found.published_at, found.language, found.canonical_url) == ("2024-06-10", "en-GB", "https://paper.example/bridge")


@pytest.mark.parametrize("head", ["<link rel=canonical href='javascript:x'>", "<link rel=canonical href='http://['>", ""])
def test_nonsense_about_itself_is_nothing(head: str) -> None:
    found = page(article(head=f"{head}<meta name=date content='soon'>", language="<x>"))

    assert (found.canonical_url, found.language, found.published_at) == ("", "", "")


def test_an_index_page_gives_all_its_text() -> None:
    assert "Bridge closes" in page(b"<html><body><ul><li><a href=/1>Bridge closes</a></ul></body></html>").text


@pytest.mark.parametrize("charset", ["windows-1251", "koi8-r", "utf-8", "iso-8859-5", "utf-16"])
def test_a_declared_charset_is_used(charset: str) -> None:
    assert decoded(RUSSIAN.encode(charset), charset) == RUSSIAN


def test_a_charset_is_found_in_the_page_or_guessed() -> None:
    meta = "<meta http-equiv=Content-Type content='text/html; charset=windows-1251'>"

    assert RUSSIAN in decoded((meta + RUSSIAN).encode("cp1251"), "")
    assert decoded((RUSSIAN * 9).encode("cp1251"), "") == RUSSIAN * 9
    assert decoded(codecs.BOM_UTF8 + RUSSIAN.encode(), "koi8-r") == RUSSIAN


@pytest.mark.parametrize("charset", ["koi8-r", "windows-1252", "nonsense", "zip", "idna", "unicode_escape", "utf-7", "\x00"])
def test_utf_8_is_utf_8_whatever_is_declared(charset: str) -> None:
    assert decoded(RUSSIAN.encode(), charset) == RUSSIAN


def test_bytes_in_no_charset_are_a_text_nevertheless() -> None:
    assert "some" in decoded(b"\xff\xff\x80 some \x81\x8d", "utf-8")


def test_entities_of_a_doctype_are_not_expanded_and_no_file_is_read() -> None:
    bomb = b"<!DOCTYPE html [<!ENTITY a 'lol'>" + b"".join(
        b"<!ENTITY %c '%b'>" % (98 + number, b"&%c;" % (97 + number) * 10) for number in range(9)
    )
    bomb += b"<!ENTITY f SYSTEM 'file:///etc/passwd'>]><html><body><p>Text. &j; &f;</p></body></html>"

    for body in (bomb, b"<?xml version='1.0' encoding='utf-16'?>" + bomb):
        found = page(body).text
        assert "Text." in found
        assert "root:" not in found
        assert len(found) < 2_000


@pytest.mark.parametrize(
    "body", [b"", b" \n", b"<html></html>", b"<script>document.write('x')</script>", b"\x00" * 99, b"<!--"]
)
def test_a_page_without_text_is_unreadable(body: bytes) -> None:
    with pytest.raises(UnreadableError, match=r"It has no text|It is not a web page"):
        page(body)


MARKUP = st.lists(
    st.sampled_from(
        [
            "<p>", "</p>", "<div>", "<table><tr><td>", "<article>", "</article>", "<html lang=x>", "<body>", "<title>",
            "<meta name=date content='", "<script>", "</script>", "<!--", "-->", "<![CDATA[", "]]>", "&#x202e;", "&amp;",
            "&#0;", "&#1;", "&#xD800;", "\x00", "\u202e", "<a href='", "'>", "2024-06-10", PARAGRAPH, "<svg><math>",
            "<time datetime=", "<img src=x onerror=y>",
        ]
    )
    | st.text(max_size=20),
    max_size=30,
)  # fmt: skip


@settings(max_examples=tried(20), deadline=None)
@given(MARKUP, st.sampled_from(["", "utf-8", "windows-1251", "utf-16", "x"]))
def test_any_markup_gives_a_text_or_a_refusal(parts: list[str], charset: str) -> None:
    try:
        found = page("".join(parts).encode("utf-8", "surrogatepass"), charset)
    except UnreadableError:
        return
    assert found.text
    assert "\x00" not in found.text + found.title + found.author
