"""Tasks that the source side queues. It knows them by name only, because it does not depend on its readers."""

from __future__ import annotations

from factcheck.celery import app
from factcheck.jobs.publishing import publish


def announce_changes() -> None:
    """Ask the readers of sources to apply waiting changes; call it once they are committed.

    It never raises for a missing broker: the changes are rows, and beat has them applied every minute.
    """
    app.loader.import_default_modules()  # a web process has not imported the tasks yet
    publish(app.tasks["claims.apply_source_changes"])
