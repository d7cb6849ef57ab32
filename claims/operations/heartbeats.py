"""Note that a part of the service works. The checks of ``claims.operating`` read it."""

from __future__ import annotations

import logging

from django.db import Error
from django.db.models.functions import Now

from claims.models import Heartbeat
from claims.models.heartbeat import BACKUP

log = logging.getLogger(__name__)


def note_alive(name: str) -> None:
    """Note that a part works, in one statement, by the clock that all machines share."""
    Heartbeat.objects.bulk_create(
        [Heartbeat(name=name, at=Now())], update_conflicts=True, update_fields=["at"], unique_fields=["name"]
    )


def note_backup() -> None:
    """Note that a backup was made. If the database does not take it, the backup is good all the same."""
    try:
        note_alive(BACKUP)
    except Error:
        log.warning("the backup was made, but the database did not take a note of it", exc_info=True)
