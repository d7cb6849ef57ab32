"""Works through lists of URLs, politely."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import Error

from sources.capturing.captures import capture_url
from sources.fetching.cleaning import clean_line
from sources.models import Capture, CaptureList
from sources.operations.capture_lists import mark_captured, take_next
from sources.operations.captures import record_capture
from sources.queries.documents.capture_lists import is_single
from sources.vocabulary import CaptureOutcome, CaptureWay

log = logging.getLogger(__name__)


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
        raise  # the database is unavailable: the URL is fetched later
    except Exception:
        # A defect of ours must not hold up the list for ever. The message may quote the page.
        log.exception("capturing a listed URL failed")
        failed = Capture(way=CaptureWay.FETCHED, url=clean_line(url, 2000), document=made.document, fetched_at=at)
        failed.outcome, failed.problem = CaptureOutcome.FAILED, "An error of the service prevented the capture."
        return record_capture(failed, **who)
