"""Checks of the pages of documents: whether each is still there."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from sources.models.capture import Capture
from sources.models.document import Document


class LinkCheck(models.Model):
    """One visit to the page of a document. Append-only.

    ``capture`` is the copy with the text that the page had then: a new one where the text had changed.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="link_checks")
    checked_at = models.DateTimeField()
    outcome = models.CharField(max_length=20)
    http_status = models.PositiveSmallIntegerField(null=True, blank=True)
    problem = models.TextField(blank=True, help_text="Why there is no page, in a sentence.")
    capture = models.ForeignKey(Capture, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.CharField(max_length=300)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(name="link_check_once", fields=["document", "checked_at"])]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.outcome} at {self.checked_at:%Y-%m-%d %H:%M}"


class LinkState(models.Model):
    """What the checks of a document come to, and when the next one is due. Computed from them, so that lists read one row."""

    document = models.OneToOneField(Document, primary_key=True, on_delete=models.CASCADE, related_name="link_state")
    due_at = models.DateTimeField(db_index=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    gone_since = models.DateTimeField(
        null=True, blank=True, help_text="The first of the last checks that found no page (404, 410), without a success since."
    )
    gone_checks = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(
        null=True, blank=True, help_text="The first of the last checks that had no page at all, without any response since."
    )
    blocked_since = models.DateTimeField(null=True, blank=True)
    capture = models.ForeignKey(Capture, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(null=True, blank=True, help_text="When a check last found another text than before.")

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(name="link_state_failing", fields=["document"], condition=Q(failing_since__isnull=False)),
            models.Index(name="link_state_blocked", fields=["document"], condition=Q(blocked_since__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.outcome or 'not checked'}"
