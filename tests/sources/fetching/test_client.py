"""Fetching pages: redirects are checked anew, bodies inflate within limits, and every failure has one outcome."""

from __future__ import annotations

import errno
import gzip
import socket
import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_network
from typing import Any

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck import outbound
from factcheck.outbound import Answer
from sources.fetching.client import Fetched, FetchError, Limits, ascii_url, fetch, inflated
from sources.vocabulary import CaptureOutcome as Outcome
from tests.examples import tried
from tests.sites import Page, Pages, site

LIMITS = Limits(most_bytes=100_000, seconds=2, user_agent="Desk/1", allowed=(ip_network("127.0.0.0/8"),))


def at(pages: Pages, path: str = "/a", **limits: Any) -> Fetched:
    with site(pages) as receiver:
        return fetch(f"http://127.0.0.1:{receiver.port}{path}", LIMITS._replace(**limits))


def refused(pages: Pages, **limits: Any) -> FetchError:
    with pytest.raises(FetchError) as found:
        at(pages, **limits)
    return found.value


def to(place: str, status: int = 302) -> Page:
    return Page(status=status, headers={"Location": place})


def test_a_page_comes_with_the_urls_that_led_to_it_and_without_cookies() -> None:
    page = Page(b"<p>x", headers={"Content-Type": "text/html; charset=koi8-r", "Set-Cookie": "id=1"})
    with site({"/a": to("/b?x=1", 301), "/b?x=1": to("c/%D1%8F#part"), "/c/%D1%8F": page}) as receiver:
        found = fetch(f"http://127.0.0.1:{receiver.port}/a#top", LIMITS)

    assert [url.rpartition(str(receiver.port))[2] for url in (*found.redirects, found.url)] == ["/a", "/b?x=1", "/c/%D1%8F"]
    assert (found.status, found.body, found.media_type) == (200, b"<p>x", "text/html")
    assert "set-cookie" not in found.headers
    assert {got.headers["user-agent"] for got in receiver.got} == {"Desk/1"}
    assert not any("cookie" in got.headers or "referer" in got.headers for got in receiver.got)


@pytest.mark.parametrize(
    "place",
    [
        "http://10.0.0.1/", "http://169.254.169.254/latest/meta-data/", "http://[::1]/", "http://[::ffff:10.0.0.1]/",
        "https://192.168.0.1/", "ftp://example.com/", "file:///etc/passwd", "javascript:alert(1)", "gopher://x/",
        "http://user@127.0.0.1/", "http://127.0.0.1:22/", "http://[", "//10.0.0.1/",
    ],
)  # fmt: skip
def test_a_redirect_to_what_may_not_be_requested_is_refused(place: str) -> None:
    error = refused({"/a": to(place)})

    assert error.outcome is Outcome.REFUSED_ADDRESS
    assert error.trail[0].endswith("/a")


def test_redirects_in_a_circle_end() -> None:
    error = refused({"/a": to("/b"), "/b": to("/a")})

    assert (error.outcome, str(error), len(error.trail)) == (Outcome.FAILED, "It redirects more than 5 times.", 6)


def test_a_name_that_changes_its_address_between_two_requests_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["127.0.0.1", "10.0.0.1"])

    def look_up(host: Any, port: Any, *_given: Any, **_named: Any) -> Any:
        address = next(answers) if host == "rebinding.example" else host
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    with site({"/a": to("/b"), "/b": Page(b"secret")}) as receiver:
        monkeypatch.setattr(outbound.socket, "getaddrinfo", look_up)
        with pytest.raises(FetchError) as found:
            fetch(f"http://rebinding.example:{receiver.port}/a", LIMITS)

    assert found.value.outcome is Outcome.REFUSED_ADDRESS
    assert [got.path for got in receiver.got] == ["/a"]


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (404, Outcome.NOT_FOUND), (410, Outcome.GONE), (401, Outcome.BLOCKED), (403, Outcome.BLOCKED), (429, Outcome.BLOCKED),
        (451, Outcome.BLOCKED), (500, Outcome.SERVER_ERROR), (503, Outcome.SERVER_ERROR), (304, Outcome.OTHER_STATUS),
        (302, Outcome.OTHER_STATUS),
    ],
)  # fmt: skip
def test_each_status_has_its_outcome(status: int, outcome: Outcome) -> None:
    error = refused({"/a": Page(b"", status)})

    assert (error.outcome, error.status) == (outcome, status)
    assert str(status) in str(error)


CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": lambda body: brotli.compress(body, quality=1),
}


@pytest.mark.parametrize("coding", CODINGS)
def test_a_compressed_page_is_inflated(coding: str) -> None:
    text = "до свидания ".encode() * 5_000
    page = Page(CODINGS[coding](text), headers={"Content-Encoding": coding})

    assert at({"/a": page}, most_bytes=len(text)).body == text


def test_a_bare_deflate_stream_and_two_codings_are_inflated() -> None:
    packing = zlib.compressobj(wbits=-15)
    bare = packing.compress(b"x" * 99) + packing.flush()

    assert at({"/a": Page(bare, headers={"Content-Encoding": "deflate"})}).body == b"x" * 99
    twice = Page(brotli.compress(gzip.compress(b"y")), headers={"Content-Encoding": "gzip, br"})
    assert at({"/a": twice}).body == b"y"


@pytest.mark.parametrize("coding", CODINGS)
def test_a_bomb_stops_at_the_limit_and_at_the_ratio(coding: str) -> None:
    bomb = Page(CODINGS[coding](bytes(20_000_000)), headers={"Content-Encoding": coding})
    started = time.monotonic()

    assert "100,000 bytes inflated" in str(refused({"/a": bomb}))
    error = refused({"/a": bomb}, most_bytes=10**9)

    assert (error.outcome, time.monotonic() - started < 1) == (Outcome.TOO_LARGE, True)


@pytest.mark.parametrize("coding", CODINGS)
def test_a_broken_stream_is_unreadable(coding: str) -> None:
    whole = CODINGS[coding](b"some text of a page")

    for body in (whole[:-6], b"not at all compressed"):
        assert refused({"/a": Page(body, headers={"Content-Encoding": coding})}).outcome is Outcome.UNREADABLE


@settings(max_examples=tried(150), deadline=None)
@given(st.sampled_from(sorted(CODINGS)), st.binary(max_size=60), st.binary(max_size=40), st.integers(0, 40))
def test_any_bytes_inflate_or_are_refused(coding: str, text: bytes, noise: bytes, place: int) -> None:
    body = CODINGS[coding](text)
    for damaged in (noise, body[:place] + noise, body[:place] + noise + body[place:]):
        with suppress(FetchError):
            assert len(inflated(Answer(200, {"content-encoding": coding}, damaged), 1_000, ())) <= 1_000


def test_an_unknown_coding_is_unreadable() -> None:
    assert "encoded as 'zstd'" in str(refused({"/a": Page(b"x", headers={"Content-Encoding": "zstd"})}))


def test_a_page_of_exactly_the_most_bytes_is_whole_and_one_more_too_large() -> None:
    assert len(at({"/a": Page(b"x" * 50)}, most_bytes=50).body) == 50
    assert refused({"/a": Page(b"x" * 51)}, most_bytes=50).outcome is Outcome.TOO_LARGE


def test_a_response_that_ends_early_is_no_page() -> None:
    error = refused({"/a": Page(b"x" * 40, headers={"Content-Length": "50"})})

    assert (error.outcome, str(error)) == (Outcome.FAILED, "The response ended after 40 of 50 bytes.")


def test_chunks_are_read_whatever_length_is_declared_and_must_end() -> None:
    def chunks(end: bytes) -> Callable[[Any], None]:
        def answer(handler: Any) -> None:
            handler.wfile.write(
                b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 99\r\n\r\n3\r\nabc\r\n" + end
            )

        return answer

    assert at({"/a": chunks(b"0\r\n\r\n")}).body == b"abc"
    assert refused({"/a": chunks(b"9\r\nde")}).outcome is Outcome.FAILED


def _endless(handler: Any) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _ in range(1_000):
        handler.wfile.write(b"x")
        time.sleep(0.01)


def test_a_server_that_never_ends_is_left_after_the_deadline_of_all_redirects() -> None:
    started = time.monotonic()

    error = refused({"/a": to("/b"), "/b": _endless}, seconds=0.2)

    assert (error.outcome, str(error)) == (Outcome.TIMED_OUT, "No complete response within 0.2 seconds.")
    assert time.monotonic() - started < 1


@pytest.mark.parametrize(
    ("step", "error", "outcome"),
    [
        ("getaddrinfo", socket.gaierror(socket.EAI_AGAIN, ""), Outcome.OFFLINE),
        ("getaddrinfo", socket.gaierror(socket.EAI_NONAME, ""), Outcome.UNKNOWN_HOST),
        ("create_connection", OSError(errno.ENETUNREACH, ""), Outcome.OFFLINE),
        ("create_connection", OSError(errno.EHOSTUNREACH, ""), Outcome.FAILED),
        ("create_connection", ConnectionRefusedError(errno.ECONNREFUSED, ""), Outcome.FAILED),
    ],
)
def test_no_network_is_another_outcome_than_an_unknown_or_dead_host(
    step: str, error: OSError, outcome: Outcome, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_given: Any, **_named: Any) -> Any:
        raise error

    monkeypatch.setattr(outbound.socket, step, failing)
    with pytest.raises(FetchError) as found:
        fetch("http://127.0.0.1:8000/", LIMITS)

    assert found.value.outcome is outcome


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        (" https://правда.example/є?q=ї#x ", "https://xn--80aafi6cg.example/%D1%94?q=%D1%97"),
        ("https://x.example/a%20b?c=d+e", "https://x.example/a%20b?c=d+e"),
        ("https://x.example:8443", "https://x.example:8443"),
        ("http://[::1]:80/", "http://[::1]:80/"),
    ],
)
def test_a_url_is_sent_in_ascii(typed: str, sent: str) -> None:
    assert ascii_url(typed) == sent
