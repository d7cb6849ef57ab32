"""What was read of a page, a PDF or a text: the values that extractors return, and the refusal that they raise. Pure."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

#: The most characters of text that are stored of one capture (a guess: a book has a million).
MOST_TEXT: Final = 1_000_000


class Contents(Struct, frozen=True, kw_only=True):
    """The text of a page and what it says about itself, cleaned; empty where it says nothing."""

    text: str
    title: str = ""
    author: str = ""
    published_at: str = ""  # a partial date
    language: str = ""  # a BCP 47 tag
    canonical_url: str = ""


class UnreadableError(Exception):
    """There is no text to be had; the message says why, in a sentence."""
