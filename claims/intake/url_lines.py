"""Lists of URLs as editors upload them: a CSV of a spreadsheet, or one URL a line. What is wrong is said line by line.

Of each line, the first cell that is a URL counts. A first line without a URL is taken for the heading of a table.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from enum import StrEnum
from typing import Final, NamedTuple
from unicodedata import category
from urllib.parse import urlsplit

#: The most characters of a URL, as captures store it.
MOST_URL: Final = 2_000
#: The most characters of a line's words that a fault quotes.
_QUOTED: Final = 80
#: Categories of letters that are not seen, or turn what is: controls, zero-width ones, directional overrides, lone surrogates.
_UNSEEN: Final = ("Cc", "Cf", "Cs")


class UrlFault(StrEnum):
    """Why a line has no URL to capture."""

    NO_URL = "no_url"
    NO_SCHEME = "no_scheme"
    OTHER_SCHEME = "other_scheme"
    NO_HOST = "no_host"
    PASSWORD = "password"  # noqa: S105 - the name of a fault
    TOO_LONG = "too_long"
    REPEATED = "repeated"


class FaultyLine(NamedTuple):
    """A line without a URL to capture: why, and its words, or the number of the line that it repeats."""

    line: int
    why: UrlFault
    words: str


class UrlLines(NamedTuple):
    """The URLs of a list, each once and in order, and the faulty lines."""

    urls: tuple[str, ...]
    faults: tuple[FaultyLine, ...]


def text_of(content: bytes) -> str:
    """Return the text of an uploaded list.

    Raises: UnicodeDecodeError if it is neither UTF-8 nor UTF-16 with a byte order mark.
    """
    return content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")


def read_urls(text: str) -> UrlLines:
    """Return the URLs in a list, and what is wrong with its other lines. Empty lines are neither."""
    seen: dict[str, int] = {}
    faults = []
    for number, cells in _rows(text):
        url, why = _url_in(cells)
        if why is None and url in seen:
            faults.append(FaultyLine(number, UrlFault.REPEATED, str(seen[url])))
        elif why is None:
            seen[url] = number
        elif not (number == 1 and why is UrlFault.NO_URL):
            faults.append(FaultyLine(number, why, url[:_QUOTED]))
    return UrlLines(tuple(seen), tuple(faults))


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each line that is not empty with its number and cells. Quoted cells end with their line: a URL has no line ends."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    separator = _separator(lines)
    for number, line in enumerate(lines, start=1):
        kept = [cell.strip() for cell in _cells(line, separator) if cell.strip()]
        if kept:
            yield number, kept


def _cells(line: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator), []) if separator else [line]
    except csv.Error:  # a cell of more than 131,072 characters
        return [line]


def _separator(lines: list[str]) -> str:
    """Return what parts the cells of a table, by its first line; empty for one URL a line, which may hold any of these."""
    first = next((line.strip() for line in lines if line.strip()), "")
    if "\t" not in first and len(first.split()) == 1 and first.lower().startswith(("http://", "https://")):
        return ""
    return next((each for each in "\t;," if each in first), "")


def _url_in(cells: list[str]) -> tuple[str, UrlFault | None]:
    """Return the URL of a line, or the cell that comes closest, and what is wrong with it."""
    found = [(cell, _fault(cell)) for cell in cells]
    good = [each for each in found if each[1] is None]
    near = [each for each in found if each[1] is not UrlFault.NO_URL]
    return (good or near or found)[0]


def _fault(cell: str) -> UrlFault | None:
    try:
        parts = urlsplit(cell)
        host = parts.hostname or ""
    except ValueError:
        return UrlFault.NO_HOST
    if parts.scheme not in ("http", "https"):
        return _fault_of_scheme(cell, parts.scheme, parts.netloc)
    if not host or any(letter.isspace() or category(letter) in _UNSEEN for letter in cell):
        return UrlFault.NO_HOST
    if "@" in parts.netloc:
        return UrlFault.PASSWORD
    return UrlFault.TOO_LONG if len(cell) > MOST_URL else None


def _fault_of_scheme(cell: str, scheme: str, netloc: str) -> UrlFault:
    if not scheme and _is_like_host(cell):
        return UrlFault.NO_SCHEME
    return UrlFault.OTHER_SCHEME if scheme and netloc else UrlFault.NO_URL


def _is_like_host(cell: str) -> bool:
    """Return whether a text begins like the address of a page: ``example.org/a``."""
    host = cell.removeprefix("//").split("/")[0]
    return "." in host.strip(".") and not any(letter.isspace() for letter in cell)
