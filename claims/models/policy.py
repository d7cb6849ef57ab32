"""The desk's policy: the settings of the rules that an admin may change, in versions; and which rules are in force."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class DeskPolicy(models.Model):
    """One version of the desk's policy, or a draft. The highest version is in force; without one the defaults apply.

    A draft has no version. It is previewed, then put in force, which happens once; a version is never edited.
    """

    version = models.PositiveIntegerField(unique=True, null=True, blank=True, help_text="Empty for a draft.")
    min_on_record = models.PositiveSmallIntegerField(default=2, help_text="Two-source rule: independent on-record routes.")
    min_disinterested = models.PositiveSmallIntegerField(default=1, help_text="… from disinterested sources.")
    shelf_life_days = models.PositiveIntegerField(default=90, help_text="Days after which a claim with nothing new is stale.")
    outcome_grace_days = models.PositiveIntegerField(
        default=7, help_text="Days after a predicted window to record the outcome."
    )
    dead_link_checks = models.PositiveSmallIntegerField(
        default=3, db_default=3, help_text="Checks without a page (404, 410) after which a link is dead …"
    )
    dead_link_hours = models.PositiveSmallIntegerField(default=72, db_default=72, help_text="… and the hours that they span.")
    unreachable_days = models.PositiveSmallIntegerField(
        default=7, db_default=7, help_text="Days of server errors and timeouts after which a link is dead."
    )
    severities = models.JSONField(default=dict, help_text='Where they differ from the rules\' own: {"stale": "warning"}.')
    switched_off = models.JSONField(default=list, help_text='Flags that are not raised: ["undocumented"].')
    recorded_at = models.DateTimeField(help_text="When it was put in force; of a draft, when it was drafted.")
    recorded_by = models.CharField(max_length=300)
    drafted_by = models.CharField(max_length=300, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True, help_text="When the draft was discarded.")
    reason = models.TextField()

    class Meta:
        verbose_name_plural = "desk policies"
        constraints = [
            models.CheckConstraint(name="deskpolicy_in_force_or_dropped", condition=Q(version=None) | Q(dropped_at=None)),
        ]

    def __str__(self) -> str:
        return "draft" if self.version is None else f"version {self.version}"


class RulesInForce(models.Model):
    """When a version of the rules, which come with the code, was put in force for all claims, and by whom. Append-only.

    Until then, claims assessed by other rules keep their results, unless something changes that they rest on.
    """

    rules = models.CharField(max_length=20, unique=True, help_text="As in the policy version of an assessment, before the “+”.")
    at = models.DateTimeField()
    actor = models.CharField(max_length=300)

    class Meta:
        default_permissions = ()
        verbose_name_plural = "rules in force"

    def __str__(self) -> str:
        return f"rules {self.rules}"
