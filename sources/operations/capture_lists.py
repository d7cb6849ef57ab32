"""Lists of URLs to capture: making one, working through it one URL at a time, and stopping it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q

from factcheck.text.texts import in_form
from sources.models import Capture, CaptureList, Document, ListedUrl
from sources.operations.changes import SourceOperationError

#: URLs in one list (a guess: with two seconds between requests to a host, more take longer than a night).
MOST_URLS: Final = 10_000
#: After this long, whoever took up a URL is taken to have been killed. Fetching and reading take half a minute.
TAKEN_FOR: Final = timedelta(minutes=10)


def make_list(
    urls: Iterable[str], *, at: datetime, actor: str, reason: str = "", document: Document | None = None
) -> CaptureList:  # fmt: skip
    """Store a list of URLs, each once; ``sources.tasks.work_list`` captures them.

    Raises: SourceOperationError if there are none, or too many.
    """
    wanted = list(dict.fromkeys(url[:2000] for each in urls if (url := " ".join(in_form(each).replace("\x00", "").split()))))
    if not wanted:
        raise SourceOperationError("There is no URL to capture.")
    if len(wanted) > MOST_URLS:
        raise SourceOperationError(f"A list has at most {MOST_URLS:,} URLs; this one has {len(wanted):,}.")
    with transaction.atomic():
        made = CaptureList.objects.create(recorded_at=at, recorded_by=actor, reason=in_form(reason).strip(), document=document)
        ListedUrl.objects.bulk_create([ListedUrl(list=made, url=url) for url in wanted], batch_size=500)
    return made


def take_next(list_id: int, now: datetime) -> ListedUrl | None:
    """Take up the next URL of a list; None if there is none left, or if the list was stopped."""
    free = Q(taken_at=None) | Q(taken_at__lt=now - TAKEN_FOR)
    while True:
        rows = ListedUrl.objects.filter(free, list=list_id, list__stopped_at=None, capture=None)
        row = rows.select_related("list__document").order_by("id").first()
        if row is None:
            return None
        # Of two workers that saw it free, one takes it.
        if ListedUrl.objects.filter(pk=row.pk, taken_at=row.taken_at).update(taken_at=now):
            return row


def mark_captured(row: ListedUrl, capture: Capture) -> None:
    """Record what came of a URL of a list."""
    ListedUrl.objects.filter(pk=row.pk).update(capture=capture)


def stop_list(made: CaptureList, *, at: datetime) -> bool:
    """Stop a list after the URL at hand; return whether it was not stopped already."""
    return bool(CaptureList.objects.filter(pk=made.pk, stopped_at=None).update(stopped_at=at))
