"""Backups on record."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from factcheck.backups.models import Backup


def backup_of(at: datetime, **values: Any) -> Backup:
    """Record a backup that was made at a time; one with ``trouble`` was not."""
    made = {"bytes": 0 if values.get("trouble") else 100, "engine": "sqlite", "name": "desk.zip", "directory": "/backups"}
    return Backup.objects.create(at=at, seconds=1.0, actor="command:backup", **made | values)
