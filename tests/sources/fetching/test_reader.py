"""What the reading process makes of bytes: by what they are rather than by what they are said to be."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.fetching.contents import UnreadableError
from sources.fetching.reader import Request, put, read_bytes, take
from tests.examples import tried
from tests.pdfs import pdf
from tests.sites import PARAGRAPH, article


def text(body: bytes, media_type: str = "", charset: str = "") -> str:
    return read_bytes(Request(body=body, media_type=media_type, charset=charset, url="", seconds=1)).text


@pytest.mark.parametrize("media_type", ["", "text/html", "text/plain", "application/octet-stream"])
def test_a_page_and_a_pdf_are_known_by_their_bytes(media_type: str) -> None:
    assert PARAGRAPH in text(b"<!DOCTYPE html>" + article(), media_type)
    assert text(pdf("A page."), media_type) == "A page."


def test_a_plain_text_is_one_if_its_type_says_so_or_there_is_none() -> None:
    assert text("Міст\r\nзакрито".encode("cp1251"), "text/plain", "windows-1251") == "Міст\nзакрито"
    assert text("Міст".encode("utf-16")) == "Міст"
    for body in (b"\x7fELF\x00\x00\x01", b"GIF89a\x00\x00", b"PK\x03\x04\x00\x00"):
        with pytest.raises(UnreadableError, match="not a text"):
            text(body)
    with pytest.raises(UnreadableError, match="empty"):
        text(b" \n\xe2\x80\x8b")


@pytest.mark.parametrize("media_type", ["image/png", "application/zip", "application/json", "video/mp4", "x" * 200])
def test_other_types_have_no_text(media_type: str) -> None:
    with pytest.raises(UnreadableError, match="no text that we can read") as error:
        text(b"PK\x03\x04", media_type)
    assert len(str(error.value)) < 120


def test_messages_are_taken_as_they_were_put() -> None:
    stream = io.BytesIO()
    put(stream, b"one")
    put(stream, b"")
    stream.seek(0)

    assert [take(stream), take(stream), take(stream)] == [b"one", b"", None]


@settings(max_examples=tried(80), deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from(["", "text/html", "text/plain", "application/pdf", "text/xml"]),
    st.sampled_from([b"", b"%PDF-1.7\n", b"<!doctype html>", b"<html>", b"\xff\xfe", b"\xef\xbb\xbf"]),
)
def test_any_bytes_are_read_or_refused(body: bytes, media_type: str, start: bytes) -> None:
    try:
        found = text(start + body, media_type)
    except UnreadableError:
        return
    assert found
    assert "\x00" not in found
