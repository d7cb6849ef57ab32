"""The admin's log for records without their own ledger: changes over the API are recorded there too."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from rest_framework.request import Request

from factcheck.api.writing import actor_of


def note_added(request: Request, record: Any, reason: str) -> None:
    """Record who added a record, and why."""
    _note(request, record, reason, ADDITION)


def note_changed(request: Request, record: Any, reason: str) -> None:
    """Record who changed a record, and why."""
    _note(request, record, reason, CHANGE)


def _note(request: Request, record: Any, reason: str, flag: int) -> None:
    LogEntry.objects.log_actions(cast(int, request.user.pk), [record], flag, f"{actor_of(request)}: {reason}")
