"""Tasks that the source side asks for. It knows them by name only: what reads sources is not its business."""

from __future__ import annotations

from factcheck.celery import app


def announce_changes() -> None:
    """Ask whoever reads sources to look at the changes not applied yet; call it once they are committed."""
    app.loader.import_default_modules()  # a web process has imported no tasks yet
    app.tasks["claims.apply_source_changes"].delay()
