"""Runs at which nobody has worked for a while, by the database's clock."""

from __future__ import annotations

from datetime import timedelta

from django.db.models.functions import Now

from claims.models import VerificationRun


def leave(run: VerificationRun, how_long: timedelta) -> None:
    """Have a run be left alone for ``how_long``."""
    VerificationRun.objects.filter(pk=run.pk).update(alive_at=Now() - how_long)
