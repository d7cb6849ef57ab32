"""What was erased from the record, by whom and why."""

from __future__ import annotations

from claims.models import Erasure


def erasure_page(before: int | None, limit: int) -> list[Erasure]:
    """Return erasures before a number (None: the latest), newest first."""
    rows = Erasure.objects.order_by("-pk")
    return list((rows if before is None else rows.filter(pk__lt=before))[:limit])
