"""The nightly cleanup task."""

from __future__ import annotations

from django.utils import timezone

from factcheck.celery import app
from factcheck.signin.log import forget_sign_ins
from factcheck.signin.operations import forget_sessions


@app.task(name="signin.tidy")
def tidy() -> None:
    """Delete ended sessions, and attempts that the sign-in log no longer keeps."""
    now = timezone.now()
    forget_sessions(now)
    forget_sign_ins(now)
