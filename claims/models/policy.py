"""The desk's policy: what an admin may set of the rules, in versions."""

from __future__ import annotations

from django.db import models


class DeskPolicy(models.Model):
    """One version of the desk's thresholds; the highest version is in force. Without a row the defaults hold, as version 0."""

    version = models.PositiveIntegerField(unique=True)
    min_on_record = models.PositiveSmallIntegerField(default=2, help_text="Two-source rule: origins on the record.")
    min_disinterested = models.PositiveSmallIntegerField(default=1, help_text="… of which without a stake.")
    shelf_life_days = models.PositiveIntegerField(default=90, help_text="Days after which a claim with nothing new is stale.")
    outcome_grace_days = models.PositiveIntegerField(
        default=7, help_text="Days after a predicted window to record the outcome."
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=300)
    reason = models.TextField()

    class Meta:
        verbose_name_plural = "desk policies"

    def __str__(self) -> str:
        return f"version {self.version}"
