"""Note that a part of the service works. The checks of ``claims.operating`` read it."""

from __future__ import annotations

from django.db.models.functions import Now

from claims.models import Heartbeat


def note_alive(name: str) -> None:
    """Note that a part works, in one statement, by the clock that all machines share."""
    Heartbeat.objects.bulk_create(
        [Heartbeat(name=name, at=Now())], update_conflicts=True, update_fields=["at"], unique_fields=["name"]
    )
