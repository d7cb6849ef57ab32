"""What was taken out of the record for good: who erased it, when, why and on whose order, without what it was."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class Erasure(models.Model):
    """One text that was erased from all that is stored. Append-only.

    ``places`` says how many rows of which columns had it, ``claims`` which claims got a revision that lists the gaps, ``sent``
    which messages of webhooks had gone out about those claims, and ``stays`` where it was found and is not erased.
    """

    at = models.DateTimeField()
    actor = models.CharField(max_length=300)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False,
        help_text="The account of the actor; empty for commands.",
    )  # fmt: skip
    reason = models.TextField()
    ordered_by = models.CharField(
        max_length=300, help_text="On whose order: a court, the person concerned, the editor-in-chief."
    )
    how = models.JSONField(default=dict, help_text="Whether only whole values, both cases, and keys were erased.")
    places = models.JSONField(default=list, help_text='[{"table", "column", "rows"} …].')
    claims = models.JSONField(default=list, help_text='[{"claim": key, "revision": number} …].')
    sent = models.JSONField(default=list, help_text='[{"webhook", "message", "claim", "revision", "at"} …].')
    stays = models.JSONField(default=list, help_text="What remains, in the same form.")
    finished_at = models.DateTimeField(
        null=True, blank=True, help_text="Empty: it was interrupted. Erase the same text again to resume."
    )

    class Meta:
        default_permissions = ("add", "view")
        constraints = [
            models.CheckConstraint(name="erasure_says_why", condition=~Q(reason="") & ~Q(ordered_by="")),
        ]

    def __str__(self) -> str:
        return f"erasure of {self.at:%Y-%m-%d %H:%M}"
