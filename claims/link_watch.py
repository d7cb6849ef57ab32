"""Visit the pages of documents again, and record what that means for the claims that rest on them.

The network is used here, and never within a transaction. Each visit is stored before the next one begins, so that a killed
worker loses one; a document that it had taken is due again after an hour.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from claims.operations.documents.page_problems import note_check
from claims.queries.documents.watched import Need, needs, unwatched_documents, watch_stop
from claims.verification import Change
from sources.capturing import capture_url
from sources.models import Document, LinkState
from sources.operations.link_checks import postpone, record_check, take, watch
from sources.queries.documents.captures import last_copy_of
from sources.queries.documents.link_checks import count_due, due_documents, erased_among
from sources.vocabulary import CaptureOutcome

log = logging.getLogger(__name__)

ACTOR: Final = "job:link-watch"
ACTION: Final = "page checked"
#: Pages of open claims younger than this are visited daily, others weekly (a guess: news is edited in its first weeks).
YOUNG: Final = timedelta(days=30)
DAILY, WEEKLY = timedelta(days=1), timedelta(days=7)
#: After this a document whose worker was killed is due again.
_LEASE: Final = timedelta(hours=1)
_ENROLLED, _DUE = 500, 50
#: Seconds for looking for the quotes of a page, which a hostile page may make slow.
_SECONDS: Final = 30.0

Clock = Callable[[], datetime]


def enrol(now: datetime) -> int:
    """Have pages watched that are not yet, as many as one pass takes. Return how many pages are due."""
    watch(unwatched_documents(_ENROLLED), at=now)
    return count_due(now)


def check_due(
    clock: Clock, is_over: Callable[[], bool] = lambda: False, report: Callable[[int], None] = lambda _visited: None
) -> int:
    """Visit the pages that are due until ``is_over`` or somebody stops the visits. Return how many were visited."""
    enrol(clock())
    visited = 0
    while not _ends(is_over) and (due := due_documents(clock(), _DUE)):
        ids = [document.pk for document in due]
        erased = erased_among(ids)
        needed = {pk: need for pk, need in needs(ids).items() if pk not in erased}
        postpone([pk for pk in ids if pk not in needed], until=clock() + WEEKLY)
        for document in due:
            if document.pk not in needed or not take(document, clock(), until=clock() + _LEASE):
                continue
            if _visited(document, needed[document.pk], clock()) is None:
                return visited
            visited += 1
            report(visited)
            if _ends(is_over):
                return visited
    return visited


def _ends(is_over: Callable[[], bool]) -> bool:
    return is_over() or watch_stop() is not None


def _visited(document: Document, need: Need, now: datetime) -> LinkState | None:
    """Visit a page; None if our own network does not work. A failure on our side is logged, and does not stop the others."""
    try:
        return check_page(document, Change(now, ACTOR, ACTION, ""), need, bulk=True)
    except Exception:
        log.exception("the page of document %s could not be checked", document.pk)
        return LinkState(document=document)


def check_page(document: Document, change: Change, need: Need | None = None, *, bulk: bool = False) -> LinkState | None:
    """Visit the page of a document now, and flag what rests on it; None if our own network does not work.

    A copy is stored only where the text has changed since the last one. The caller leaves out pages from whose copies a
    text was erased, because another copy would bring it back. In ``bulk``, the site's robots.txt is respected.
    """
    last = last_copy_of(document)
    known = last.text_sha256 if last is not None else ""
    found = capture_url(
        document.url,
        at=change.at,
        actor=change.actor,
        document=document,
        language=document.language,
        bulk=bulk,
        known_text=known,
    )
    if found.outcome == CaptureOutcome.OFFLINE:
        return None
    missed = found.outcome != CaptureOutcome.CAPTURED
    due_at = change.at + (DAILY if missed else _interval(need, change.at))
    state = record_check(document, found, at=change.at, actor=change.actor, due_at=due_at)
    until = time.monotonic() + _SECONDS
    note_check(document, state, change, is_over=lambda: time.monotonic() >= until)
    return state


def _interval(need: Need | None, now: datetime) -> timedelta:
    since = need.open_since if need is not None else None
    return DAILY if since is not None and since > now - YOUNG else WEEKLY
