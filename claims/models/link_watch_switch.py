"""The switch of the link watch: who stopped or started the visits to pages of documents, when, and why."""

from __future__ import annotations

from django.db import models


class LinkWatchSwitch(models.Model):
    """One turn of the switch. Append-only: the last row says whether the visits are stopped; without any, they are not."""

    stopped = models.BooleanField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=300)
    reason = models.TextField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{'stopped' if self.stopped else 'started'} by {self.recorded_by}, {self.recorded_at:%Y-%m-%d %H:%M}"
