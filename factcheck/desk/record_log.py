"""The admin's log of a record that has no ledger of its own: who did what to it, and why."""

from __future__ import annotations

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model


def last_logged(record: Model) -> LogEntry | None:
    """Return the newest entry about a record, with its user, or None."""
    kind = ContentType.objects.get_for_model(record)
    rows = LogEntry.objects.filter(content_type=kind, object_id=str(record.pk)).select_related("user")
    return rows.order_by("-id").first()
