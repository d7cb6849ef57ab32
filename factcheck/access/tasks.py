"""The nightly cleanup task."""

from __future__ import annotations

from django.utils import timezone

from factcheck.access.answers import forget_answers as forget
from factcheck.celery import app


@app.task(name="access.forget_answers")
def forget_answers() -> None:
    """Delete expired responses."""
    forget(timezone.now())
