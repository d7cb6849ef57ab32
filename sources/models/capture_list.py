"""Lists of URLs that are captured one after the other by a job."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from sources.models.capture import Capture
from sources.models.document import Document


class CaptureList(models.Model):
    """A list of URLs to capture: who wants it, why, and whether it was stopped."""

    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=300)
    reason = models.TextField(blank=True)
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.recorded_by}, {self.recorded_at:%Y-%m-%d %H:%M}"


class ListedUrl(models.Model):
    """A URL of a list, and what came of it."""

    list = models.ForeignKey(CaptureList, on_delete=models.CASCADE, related_name="urls")
    url = models.CharField(max_length=2000)
    taken_at = models.DateTimeField(null=True, blank=True, help_text="When a worker last took it up.")
    capture = models.ForeignKey(Capture, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(name="listed_url_once", fields=["list", "url"])]
        indexes = [models.Index(name="listed_url_waiting", fields=["list", "id"], condition=Q(capture=None))]

    def __str__(self) -> str:
        return self.url
