"""The audit log of sources."""

from __future__ import annotations

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from sources.models.source import Source


class SourceChange(models.Model):
    """A change of a source that the policy reads: old and new values, when, who and why. Append-only.

    It is also the queue for whoever reads sources: ``applied_at`` is set once the change is applied to claims.
    """

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="changes")
    action = models.CharField(max_length=40)
    old = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    new = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    at = models.DateTimeField()
    actor = models.CharField(max_length=300)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False,
        help_text="The account of the actor; whoever recorded a source cannot approve it.",
    )  # fmt: skip
    may_be = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="+", blank=True,
        help_text="For an old row that only names its actor: the accounts that it may mean.",
    )  # fmt: skip
    reason = models.TextField(blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        # Partial: nearly all changes are applied, and each write asks whether one waits.
        indexes = [models.Index(name="sourcechange_waiting", fields=["id"], condition=Q(applied_at=None))]

    def __str__(self) -> str:
        return f"{self.source}: {self.action}"
