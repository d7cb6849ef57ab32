"""Lists of URLs to capture, and how far each is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Q

from sources.models import Capture, CaptureList, ListedUrl
from sources.vocabulary import CaptureOutcome


class Progress(NamedTuple):
    """How far a list is: how many URLs it has, and what came of those that were captured, by outcome."""

    urls: int
    outcomes: Mapping[str, int]

    @property
    def done(self) -> int:
        return sum(self.outcomes.values())


def list_of_id(number: int) -> CaptureList | None:
    """Return a list, or None."""
    return CaptureList.objects.select_related("document").filter(pk=number).first()


def recent_lists(limit: int) -> list[CaptureList]:
    """Return the newest lists, newest first."""
    return list(CaptureList.objects.order_by("-id")[:limit])


def progress_of(made: CaptureList) -> Progress:
    """Return how far a list is."""
    rows = (
        ListedUrl.objects.filter(list=made).values("capture__outcome").annotate(rows=Count("id")).order_by("capture__outcome")
    )
    counts = {row["capture__outcome"]: row["rows"] for row in rows}
    return Progress(sum(counts.values()), {outcome: number for outcome, number in counts.items() if outcome is not None})


def urls_of(made: CaptureList) -> list[ListedUrl]:
    """Return the URLs of a list in their order, each with its capture."""
    return list(ListedUrl.objects.filter(list=made).select_related("capture").defer("capture__text").order_by("id"))


def is_single(made: CaptureList) -> bool:
    """Return whether a list has one URL, which is then no robot's visit."""
    return ListedUrl.objects.filter(list=made)[:2].count() == 1


def is_offline(made: CaptureList) -> bool:
    """Return whether a URL of a list was taken up last without a network, so that the list waits for it."""
    waiting = ListedUrl.objects.filter(list=made, capture=None, taken_at__isnull=False).order_by("-taken_at")[:1]
    return any(
        Capture.objects.filter(outcome=CaptureOutcome.OFFLINE, url=row.url, fetched_at__gte=row.taken_at).exists()
        for row in waiting
    )


def stalled_lists(before: datetime) -> list[int]:
    """Return the ids of lists with URLs left of which none was taken up since ``before``: nobody works on them."""
    waiting = Q(urls__capture=None)
    rows = CaptureList.objects.filter(stopped_at=None, recorded_at__lt=before).annotate(left=Count("urls", filter=waiting))
    busy = ListedUrl.objects.filter(taken_at__gte=before).values("list")
    return list(rows.filter(left__gt=0).exclude(pk__in=busy).order_by("pk").values_list("pk", flat=True))
