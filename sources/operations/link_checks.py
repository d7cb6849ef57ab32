"""Recording checks of the pages of documents, and what these come to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db import transaction

from sources.models import Capture, Document, LinkCheck, LinkState
from sources.vocabulary import CAPTURED, CaptureOutcome

#: The server says that there is no such page.
GONE: Final = frozenset((CaptureOutcome.NOT_FOUND, CaptureOutcome.GONE))
#: There was no response to speak of: the page may be there, and a reader may not see it either.
UNREACHABLE: Final = frozenset(
    (CaptureOutcome.SERVER_ERROR, CaptureOutcome.TIMED_OUT, CaptureOutcome.UNKNOWN_HOST, CaptureOutcome.FAILED)
)
#: The page is there, and not for us.
BLOCKED: Final = frozenset((CaptureOutcome.BLOCKED, CaptureOutcome.ROBOTS))
#: More checks than this are not counted: no policy requires as many.
_MOST_COUNTED: Final = 1_000


def watch(documents: Iterable[int], *, at: datetime) -> None:
    """Have the pages of documents checked, beginning now; those that are checked already stay as they are."""
    LinkState.objects.bulk_create([LinkState(document_id=pk, due_at=at) for pk in documents], ignore_conflicts=True)


def postpone(documents: Iterable[int], *, until: datetime) -> None:
    """Have the next checks of documents made at another time."""
    LinkState.objects.filter(document__in=list(documents)).update(due_at=until)


def take(document: Document, now: datetime, *, until: datetime) -> bool:
    """Take a document that is due, so that nobody else visits its page before ``until``; return False if somebody has."""
    return bool(LinkState.objects.filter(document=document, due_at__lte=now).update(due_at=until))


def record_check(document: Document, found: Capture, *, at: datetime, actor: str, due_at: datetime) -> LinkState:
    """Record what a visit to the page of a document found, and return what its checks come to now.

    ``found`` is what ``capture_url`` returned: it has no id if the page has the text of its last copy, or if there is no page.
    """
    with transaction.atomic():
        LinkState.objects.bulk_create([LinkState(document=document, due_at=at)], ignore_conflicts=True)
        state = LinkState.objects.select_for_update(of=("self",)).select_related("capture").get(pk=document.pk)
        if found.outcome == CAPTURED and (state.capture is None or state.capture.text_sha256 != found.text_sha256):
            state.changed_at = at if state.capture is not None else None
            state.capture = found if found.pk is not None else _copy_with(document, found.text_sha256)
        _follow(state, found.outcome, at)
        state.checked_at, state.outcome, state.due_at = at, found.outcome, due_at
        state.save()
        LinkCheck.objects.create(
            document=document,
            checked_at=at,
            outcome=found.outcome,
            http_status=found.http_status,
            problem=found.problem,
            capture=state.capture if found.outcome == CAPTURED else None,
            recorded_by=actor,
        )
    return state


def _copy_with(document: Document, digest: str) -> Capture | None:
    return Capture.objects.held().filter(document=document, text_sha256=digest).order_by("-id").first()


def _follow(state: LinkState, outcome: str, at: datetime) -> None:
    """Continue, begin or end the times since when the page is gone, fails or is blocked.

    A site that fails says nothing about a page that it said is gone. One that responds, whatever it says, does not fail; but a
    reader who gets such a response has no page either, so that counts as failing too.
    """
    if outcome == CaptureOutcome.OFFLINE:  # it was our own network
        return
    gone, missed = outcome in GONE, outcome in GONE or outcome in UNREACHABLE
    if gone:
        state.gone_since = state.gone_since or at
        state.gone_checks = min(state.gone_checks + 1, _MOST_COUNTED)
    elif outcome == CAPTURED:
        state.gone_since, state.gone_checks = None, 0
    state.failing_since = (state.failing_since or at) if missed else None
    state.blocked_since = (state.blocked_since or at) if outcome in BLOCKED else None
