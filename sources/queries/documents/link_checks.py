"""The checks of the pages of documents, and which are due."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Max, Min, Q

from factcheck.database.lookups import among
from sources.models import Capture, Document, LinkCheck, LinkState


def due_documents(now: datetime, limit: int) -> list[Document]:
    """Return documents whose check is due, those that have waited longest first."""
    rows = LinkState.objects.filter(due_at__lte=now).exclude(document__url="").order_by("due_at", "document_id")
    return [state.document for state in rows.select_related("document")[:limit]]


def count_due(now: datetime) -> int:
    """Return how many documents are due."""
    return LinkState.objects.filter(due_at__lte=now).exclude(document__url="").count()


def link_state(document: Document) -> LinkState | None:
    """Return what the checks of a document come to, with its last copy; None if it was never to be checked."""
    return LinkState.objects.select_related("capture").filter(pk=document.pk).first()


def checks_of(document: Document, limit: int) -> list[LinkCheck]:
    """Return the last checks of a document, newest first."""
    return list(LinkCheck.objects.filter(document=document).order_by("-checked_at", "-id")[:limit])


def copies_of(document: Document) -> list[Capture]:
    """Return the captures of a document that have a text, oldest first."""
    return list(Capture.objects.held().exclude(text="").filter(document=document).order_by("fetched_at", "id"))


def is_archived(document: Document) -> bool:
    """Return whether a copy of a document is kept: an archive's, or our own."""
    return bool(document.archive_url) or Capture.objects.held().exclude(text="").filter(document=document).exists()


def erased_among(documents: Collection[int]) -> set[int]:
    """Return those of the documents from whose copies a text was erased: another copy would bring it back."""
    rows = Capture.objects.held().filter(among("document_id", sorted(documents)), text_sha256="").exclude(text="")
    return set(rows.values_list("document_id", flat=True))


class WatchFigures(NamedTuple):
    """How the checks of pages go."""

    watched: int
    failing: int
    blocked: int
    last_at: datetime | None
    due_since: datetime | None  # when the check was due that has waited longest; it may lie ahead


def watch_figures() -> WatchFigures:
    """Return how many pages are checked, failing and blocked, when the last check was made, and since when one is due."""
    counted = LinkState.objects.aggregate(
        watched=Count("document"),
        failing=Count("document", filter=Q(failing_since__isnull=False)),
        blocked=Count("document", filter=Q(blocked_since__isnull=False)),
        last_at=Max("checked_at"),
        due_since=Min("due_at", filter=~Q(document__url="")),
    )
    return WatchFigures(**counted)
