"""What is tidied up at night."""

from __future__ import annotations

from django.utils import timezone

from factcheck.access.answers import forget_answers as forget
from factcheck.celery import app


@app.task(name="access.forget_answers")
def forget_answers() -> None:
    """Let go of answers to requests that nobody will send again."""
    forget(timezone.now())
