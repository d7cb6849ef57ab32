"""Files for readers: one file per format, pure, discovered automatically. A format receives published data only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import NamedTuple

from claims.published import PublicClaim
from factcheck.discovery import discover


class Format(NamedTuple):
    """A format, defined as ``FORMAT`` of its file."""

    ending: str  # the file extension, also in the URL: GET claims.ENDING
    content_type: str
    label: str  # the label on the desk, marked for translation: "Export for readers (Markdown)"
    written: Callable[[Iterable[PublicClaim]], Iterator[bytes]]  # the file, piece by piece


@cache
def formats() -> tuple[Format, ...]:
    """Return all formats, in the order of their file names."""
    return discover(__name__, "FORMAT", Format)
