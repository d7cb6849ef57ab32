from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.intake.url_lines import MOST_URL, UrlFault, read_urls, text_of


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("https://a.example/1\n\nhttp://b.example", ["https://a.example/1", "http://b.example"]),
        ("https://a.example/x,y;z\r\nhttps://b.example/", ["https://a.example/x,y;z", "https://b.example/"]),
        ('Title;URL\n"Semi; colon";https://a.example/', ["https://a.example/"]),
        ("title\turl\nA\thttps://a.example/", ["https://a.example/"]),
        ("www.a.example,https://a.example/", ["https://a.example/"]),
        (" HTTPS://a.example/\nhttps://b.example/1;2\n", ["HTTPS://a.example/", "https://b.example/1;2"]),
        ('title,url\n"B, and","https://a.example/2"', ["https://a.example/2"]),
        ("url;title\nhttps://a.example/1,2;A", ["https://a.example/1,2"]),
        ("", []),
    ],
)
def test_the_first_url_of_each_line_counts(text, urls):
    found = read_urls(text)

    assert list(found.urls) == urls
    assert found.faults == ()


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("a bridge", UrlFault.NO_URL),
        ("mailto:a@b.example", UrlFault.NO_URL),
        ("example.org/a", UrlFault.NO_SCHEME),
        ("ftp://example.org/a", UrlFault.OTHER_SCHEME),
        ("https:///a", UrlFault.NO_HOST),
        ("https://exa mple.org", UrlFault.NO_HOST),
        ("https://[::1", UrlFault.NO_HOST),
        ("https://a.example/\u202egpj.exe", UrlFault.NO_HOST),
        ("https://a.exam\u200bple/", UrlFault.NO_HOST),
        ("https://a.example/\x00", UrlFault.NO_HOST),
        ("https://me:secret@example.org/", UrlFault.PASSWORD),
        (f"https://example.org/{'a' * MOST_URL}", UrlFault.TOO_LONG),
        ("https://first.example/", UrlFault.REPEATED),
    ],
)
def test_a_line_without_a_url_to_capture_says_why(line, why):
    found = read_urls(f"https://first.example/\n{line}")

    assert found.urls == ("https://first.example/",)
    assert [(fault.line, fault.why) for fault in found.faults] == [(2, why)]
    assert len(found.faults[0].words) <= 80


def test_a_cell_beyond_the_limit_of_tables_is_a_fault_and_no_error():
    assert len(read_urls(f"a,b\n{'x' * 200_000},https://a.example/").faults) == 1


PIECES = [
    "https://",
    "http://",
    "a.example/",
    "@",
    ",",
    ";",
    "\t",
    "\n",
    "\r",
    '"',
    "\u202e",
    "\u200b",
    "\x00",
    "[",
    "ftp:",
    " ",
]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join) | st.text(max_size=80))
def test_any_text_gives_urls_that_may_be_shown_and_faults(text):
    found = read_urls(text)

    assert len(set(found.urls)) == len(found.urls)
    assert all(url.lower().startswith(("http://", "https://")) and url.isprintable() for url in found.urls)
    assert len(found.urls) + len(found.faults) <= len(text.replace("\r", "\n").split("\n"))


def test_files_of_spreadsheets_are_text_in_their_encodings():
    assert {text_of("ґ".encode(encoding)) for encoding in ("utf-8", "utf-8-sig", "utf-16")} == {"ґ"}
    with pytest.raises(UnicodeDecodeError):
        text_of(b"\xff\xd8\xff\xe0")
