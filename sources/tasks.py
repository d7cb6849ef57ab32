"""Tasks that the source side asks for. It knows them by name only: what reads sources is not its business."""

from __future__ import annotations

from factcheck.celery import app
from factcheck.jobs.publishing import publish


def announce_changes() -> None:
    """Ask whoever reads sources to look at the changes not applied yet; call it once they are committed.

    It never raises for want of a broker: the changes are rows, and beat has them applied every minute.
    """
    app.loader.import_default_modules()  # a web process has imported no tasks yet
    publish(app.tasks["claims.apply_source_changes"])
