"""The text of PDF files, by pypdf. It runs in a process of its own (``reader``), because its input is hostile."""

from __future__ import annotations

import io
import logging
from typing import Final

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from factcheck.dates.partial_dates import from_instant
from sources.fetching.cleaning import clean, clean_line
from sources.fetching.contents import MOST_TEXT, Contents, UnreadableError

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it would log parts of files

MOST_PAGES: Final = 1_000


def read_pdf(body: bytes) -> Contents:
    """Return the text of a PDF file, without that of its pictures. Raises: UnreadableError."""
    try:
        return _read(PdfReader(io.BytesIO(body)))
    except (PyPdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError, OverflowError, OSError):
        raise UnreadableError("It is not a readable PDF file.") from None


def _read(reader: PdfReader) -> Contents:
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnreadableError("The PDF file is encrypted: open it, and paste its text.")
    pieces: list[str] = []
    room = MOST_TEXT
    for page in reader.pages[:MOST_PAGES]:
        pieces.append(page.extract_text()[:room])
        room -= len(pieces[-1])
        if room <= 0:
            break
    text = clean("\n\n".join(pieces), MOST_TEXT)
    if not text:
        raise UnreadableError("The PDF file has no text: it may be a scan.")
    about = reader.metadata
    if about is None:
        return Contents(text=text)
    made = about.creation_date
    return Contents(
        text=text,
        title=clean_line(str(about.title or ""), 300),
        author=clean_line(str(about.author or ""), 300),
        published_at=from_instant(made)[:10] if made is not None and made.tzinfo is not None else "",
    )
