"""The text of PDF files, and what is no PDF file."""

from __future__ import annotations

import io
import zlib
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from sources.fetching.contents import UnreadableError
from sources.fetching.pdf import read_pdf
from tests.examples import tried
from tests.pdfs import pdf


def encrypted(password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("Secret."))))
    writer.encrypt(password, algorithm="RC4-128")
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def test_a_file_gives_the_text_of_its_pages_and_what_it_says_about_itself() -> None:
    found = read_pdf(
        pdf("Page one.", "Page two.", info="/Title (The\\nbridge) /Author (Ann Lee) /CreationDate (D:20240610083000Z)")
    )

    assert found.text == "Page one.\n\nPage two."
    assert (found.title, found.author, found.published_at) == ("The bridge", "Ann Lee", "2024-06-10")


def test_a_file_without_a_password_is_read_and_one_with_a_password_not() -> None:
    assert read_pdf(encrypted("")).text == "Secret."
    with pytest.raises(UnreadableError, match="encrypted"):
        read_pdf(encrypted("x"))


def test_a_file_without_text_may_be_a_scan() -> None:
    with pytest.raises(UnreadableError, match="scan"):
        read_pdf(pdf(""))


def test_a_stream_that_inflates_without_end_is_refused() -> None:
    bomb = zlib.compress(bytes(100_000_000))

    with pytest.raises(UnreadableError):
        read_pdf(
            pdf("").replace(
                b"<< /Length 0 >>\nstream\n", b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s" % (len(bomb), bomb)
            )
        )


ENDLESS = b"1.4\ntrailer << /Root 1 0 R /Size 99999999999 >>\nstartxref\n0\n%%EOF"


@pytest.mark.parametrize("rest", [b"", b"1.7\n%%EOF", ENDLESS, b"1.7\n" + bytes(range(256)) * 9])
def test_garbage_is_refused(rest: bytes) -> None:
    with pytest.raises(UnreadableError):
        read_pdf(b"%PDF-" + rest)


@settings(max_examples=tried(60), deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2_000), st.binary(min_size=1, max_size=12)), max_size=6))
def test_a_damaged_file_gives_a_text_or_a_refusal(damages: list[tuple[int, bytes]]) -> None:
    body = bytearray(pdf("Page one.", "Page two."))
    for place, piece in damages:
        body[place : place + len(piece)] = piece
    with suppress(UnreadableError):
        read_pdf(bytes(body))
