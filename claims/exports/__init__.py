"""Export formats for readers. Each module here is a format, found automatically. A format gets only published data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import NamedTuple

from claims.published import PublicClaim
from factcheck.discovery import discover


class Format(NamedTuple):
    """A format, defined as ``FORMAT`` of its file."""

    ending: str  # the file extension, also used in the API: GET claims.ENDING
    content_type: str
    label: str  # the label on the desk, marked for translation: "Export for readers (Markdown)"
    written: Callable[[Iterable[PublicClaim]], Iterator[bytes]]  # yields the file in chunks


@cache
def formats() -> tuple[Format, ...]:
    """Return all formats, in the order of their module names."""
    return discover(__name__, "FORMAT", Format)
