"""Captures from beginning to end, against a site on this machine."""

from __future__ import annotations

import gzip
from datetime import datetime
from typing import Any

import pytest
from django.conf import LazySettings

from sources.capturing import capture_text, capture_upload, capture_url
from sources.models import Capture
from sources.queries.documents.captures import bytes_of, captures_held, hints_about
from tests.sites import PARAGRAPH, Page, Pages, article, site

pytestmark = pytest.mark.django_db
LONG = "\n".join(f"{PARAGRAPH} Paragraph {number} has other words, which are {number * 7}." for number in range(6))


def taken(pages: Pages, now: datetime, path: str = "/a", **more: Any) -> Capture:
    with site(pages) as receiver:
        capture = capture_url(f"http://127.0.0.1:{receiver.port}{path}", at=now, actor="user:ed", **more)
    return Capture.objects.get(pk=capture.pk)


def test_a_page_is_captured_with_what_it_says_about_itself(now: datetime) -> None:
    head = (
        "<link rel=canonical href='https://paper.example/bridge'><meta name=author content='Ann Lee'>"
        "<meta property='article:published_time' content='2024-06-10T08:00:00Z'>"
    )
    page = article(head=head)

    found = taken({"/a": Page(status=301, headers={"Location": "/b"}), "/b": Page(page)}, now, reason="For the claim.")

    assert (found.outcome, found.problem, found.http_status, found.media_type) == ("captured", "", 200, "text/html")
    assert (found.title, found.author, found.language) == ("The bridge", "Ann Lee", "en")
    assert (found.published_at, found.canonical_url) == ("2024-06-10", "https://paper.example/bridge")
    assert PARAGRAPH in found.text
    assert (bytes_of(found), found.recorded_by, found.reason) == (page, "user:ed", "For the claim.")
    assert [url.rpartition("/")[2] for url in (*found.redirects, found.final_url)] == ["a", "b"]


@pytest.mark.parametrize(
    ("page", "outcome"),
    [
        (Page(status=404), "not_found"),
        (Page(status=503), "server_error"),
        (Page(b"x" * 200_001), "too_large"),
        (Page(status=302, headers={"Location": "http://10.0.0.1/"}), "refused_address"),
        (Page(gzip.compress(bytes(10_000_000)), headers={"Content-Encoding": "gzip"}), "too_large"),
        (Page(b"<script>while(1);</script>"), "unreadable"),
        (Page(b"PK\x03\x04" + bytes(90), headers={"Content-Type": "application/zip"}), "unreadable"),
        (Page(b"%PDF-1.7\n" + bytes(range(256)) * 40, headers={"Content-Type": "application/pdf"}), "unreadable"),
    ],
)
def test_a_page_that_cannot_be_had_is_a_capture_that_says_why(page: Page, outcome: str, now: datetime) -> None:
    found = taken({"/a": page}, now)

    assert (found.outcome, found.text) == (outcome, "")
    assert found.problem.endswith(".")
    # What came is kept, even if it cannot be read.
    assert bytes_of(found) == (page.body if outcome == "unreadable" else None)


def test_what_is_no_url_is_a_capture_too(now: datetime) -> None:
    typed = ["the bridge", "ftp://a.example/", "http://127.0.0.1:22/", "https://a.example/\x00" + "x" * 3_000, ""]
    for url in (*typed, "http://[", "http://\ud800.example/", "http://[::1\u2024]/", "http://" + "я" * 300):
        for bulk in (False, True):
            found = capture_url(url, at=now, actor="user:ed", bulk=bulk)
            assert (found.outcome, len(found.url) <= 2_000) == ("refused_address", True)


def test_a_text_comes_without_what_hides_or_turns_it(now: datetime) -> None:
    hidden = f"{PARAGRAPH} The mayor\u200b said \u202eyadnoM\u202c no\x07w\ufeff."

    found = taken({"/a": Page(article(hidden, title="A\u202eB"))}, now)

    assert found.text.endswith("The mayor said yadnoM now.")
    assert found.title == "AB"


def test_files_and_pasted_texts_are_captured(now: datetime) -> None:
    page = capture_upload("C:\\saved\\bridge.html", article(), at=now, actor="user:ed", url="https://paper.example/bridge")
    text = capture_upload("note.txt", "Привіт, світе".encode("cp1251"), at=now, actor="user:ed")
    pasted = capture_text(f"  {PARAGRAPH}\r\n\x00", at=now, actor="user:ed", title="The\nbridge")
    empty = capture_text(" \u200b", at=now, actor="user:ed")

    assert (page.way, page.name, page.url, page.title) == (
        "uploaded",
        "bridge.html",
        "https://paper.example/bridge",
        "The bridge",
    )
    assert text.text == "Привіт, світе"
    assert (pasted.way, pasted.title, pasted.text, bytes_of(pasted)) == ("pasted", "The bridge", PARAGRAPH, PARAGRAPH.encode())
    assert (empty.outcome, empty.problem) == ("unreadable", "It is empty.")
    assert [each.pk for each in captures_held()] == [empty.pk, pasted.pk, text.pk, page.pk]


def test_a_file_that_is_too_large_is_not_stored(settings: LazySettings, now: datetime) -> None:
    settings.CAPTURE_MAX_BYTES = 10

    assert capture_upload("a.txt", b"x" * 11, at=now, actor="user:ed").outcome == "too_large"


def test_the_same_and_nearly_the_same_text_elsewhere_are_hints(now: datetime) -> None:
    first = capture_text(LONG, at=now, actor="user:ed", url="https://one.example/a", title="Original")
    same = capture_text(LONG.replace("\n", "\n\n"), at=now, actor="user:ed", url="https://two.example/b")
    near = capture_text(f"{LONG} And that is all.", at=now, actor="user:ed", url="https://three.example/c")
    again = capture_text(LONG, at=now, actor="user:ed", url="https://www.one.example/a/?utm_source=x")

    assert [(hint.sign, hint.words) for hint in hints_about(same)] == [
        ("same_text", f"100% of “Original” (capture {first.pk})")
    ]
    assert {hint.sign for hint in hints_about(near)} == {"near_text"}
    assert f"(capture {first.pk})" not in str([hint.words for hint in hints_about(again)])  # the same page


def test_a_text_without_a_title_is_called_by_its_capture(now: datetime) -> None:
    first, same = (capture_text(LONG, at=now, actor="user:ed") for _ in range(2))

    assert str(first).startswith("pasted as of")
    assert [hint.words for hint in hints_about(same)] == [f"100% of capture {first.pk}"]


def test_credits_and_a_canonical_url_elsewhere_are_hints(now: datetime) -> None:
    text = f"LONDON, June 10 (Reuters) – {PARAGRAPH}"
    head = "<link rel=canonical href='https://wire.example/story'>"

    found = taken({"/a": Page(article(text, head=head))}, now)

    assert {(hint.sign, hint.words) for hint in hints_about(found)} == {
        ("credit", "LONDON, June 10 (Reuters) – The council said on"),
        ("canonical", "https://wire.example/story"),
    }


def test_robots_are_respected_in_bulk_alone(now: datetime) -> None:
    pages = {"/a": Page(article()), "/robots.txt": Page(b"User-agent: *\nDisallow: /a", headers={"Content-Type": "text/plain"})}

    assert taken(pages, now).outcome == "captured"
    refused = taken(pages, now, bulk=True)

    assert (refused.outcome, refused.problem) == ("robots", "The site's robots.txt asks robots not to fetch this page.")
