"""Stop and start the visits to the pages of documents."""

from __future__ import annotations

from claims.models import LinkWatchSwitch
from claims.operations.writing import OperationError
from claims.queries.documents.watched import watch_stop
from claims.verification import Change


def turn_watch(change: Change, *, stop: bool) -> None:
    """Stop or start the visits; a visit that has begun is finished.

    Raises: OperationError if they are stopped or started already.
    """
    if stop == (watch_stop() is not None):
        raise OperationError("The visits are stopped already." if stop else "The visits are not stopped.")
    LinkWatchSwitch.objects.create(stopped=stop, recorded_at=change.at, recorded_by=change.actor, reason=change.reason)
