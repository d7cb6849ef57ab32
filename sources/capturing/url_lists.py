"""Works through lists of URLs, politely; and reads such a list from a spreadsheet's CSV."""

from __future__ import annotations

import csv
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django.db import Error

from sources.capturing.captures import capture_url
from sources.fetching.cleaning import clean_line
from sources.models import Capture, CaptureList
from sources.operations.capture_lists import mark_captured, take_next
from sources.operations.captures import record_capture
from sources.queries.capture_lists import is_single
from sources.vocabulary import CaptureOutcome, CaptureWay

log = logging.getLogger(__name__)

#: Characters of a cell; a longer one is no URL.
_LONGEST_CELL: Final = 131_072


def work(made: CaptureList, clock: Callable[[], datetime], is_over: Callable[[], bool]) -> bool:
    """Capture the URLs of a list until ``is_over``; return whether none was left to take up.

    Without a network there is none left for now: the list is stalled, and resumed later.
    """
    bulk = not is_single(made)
    while not is_over():
        row = take_next(made.pk, clock())
        if row is None:
            return True
        capture = _captured(made, row.url, clock(), bulk=bulk)
        if bulk and capture.outcome == CaptureOutcome.OFFLINE:
            return True
        mark_captured(row, capture)
    return False


def _captured(made: CaptureList, url: str, at: datetime, *, bulk: bool) -> Capture:
    who: dict[str, Any] = {"at": at, "actor": made.recorded_by, "reason": made.reason}
    try:
        return capture_url(url, document=made.document, bulk=bulk, **who)
    except Error:
        raise  # the database is unavailable: the URL is taken up again later
    except Exception:
        # A defect of ours must not hold up the list for ever. The message may quote the page.
        log.exception("capturing a listed URL failed")
        failed = Capture(way=CaptureWay.FETCHED, url=clean_line(url, 2000), document=made.document, fetched_at=at)
        failed.outcome, failed.problem = CaptureOutcome.FAILED, "An error of the service prevented the capture."
        return record_capture(failed, **who)


def urls_of_csv(content: bytes) -> list[str]:
    """Return the URLs in a CSV or a list with one per line: of each line the first cell that is one, each once.

    Raises: UnicodeDecodeError if it is neither UTF-8 nor UTF-16 with a byte order mark.
    """
    utf_16 = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    text = content.decode("utf-16" if utf_16 else "utf-8-sig").replace("\x00", "")
    csv.field_size_limit(_LONGEST_CELL)
    lines = [line for line in text.splitlines() if line.strip()]
    rows = csv.reader(lines, delimiter=_separator(lines[0])) if lines and _separator(lines[0]) else ([line] for line in lines)
    found: dict[str, None] = {}
    try:
        for row in rows:
            urls = [cell.strip() for cell in row if cell.strip().lower().startswith(("http://", "https://"))]
            found.update(dict.fromkeys(urls[:1]))
    except csv.Error:
        pass  # a cell without end: what came before it counts
    return list(found)


def _separator(first: str) -> str:
    """Return what parts the cells of a table, by its first line; empty for a list with one URL per line."""
    if first.strip().lower().startswith("http") and len(first.split()) == 1 and "\t" not in first:
        return ""  # a URL may hold commas and semicolons
    return next((each for each in "\t;," if each in first), "")
