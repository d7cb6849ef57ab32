"""Files for readers: one file per format, pure, found by being here. A format is given what is published and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import NamedTuple

from claims.published import PublicClaim
from factcheck.discovery import discover


class Format(NamedTuple):
    """A format, defined as ``FORMAT`` of its file."""

    ending: str  # of its files, which also names it: GET claims.ENDING
    content_type: str
    label: str  # as the desk offers it, marked for translation: "Export for readers (Markdown)"
    written: Callable[[Iterable[PublicClaim]], Iterator[bytes]]  # the file, piece by piece


@cache
def formats() -> tuple[Format, ...]:
    """Return all formats, in the order of the names of their files."""
    return discover(__name__, "FORMAT", Format)
