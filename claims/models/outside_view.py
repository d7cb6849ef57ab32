"""What outsiders see of a claim that a hidden claim affects."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from claims.models.claim import Claim
from claims.vocabulary import Status


class OutsideView(models.Model):
    """How a claim looks to outsiders where that differs from what the desk sees; most claims have no such row.

    ``parts`` is JSON: explanation, flags, decisions, newer claims and other counts in the shape of a public body
    (see ``claims.published.OutsideParts``).
    ``flags`` is for filters: each flag as ``,CODE:SEVERITY,``.
    """

    claim = models.OneToOneField(Claim, on_delete=models.PROTECT, primary_key=True, related_name="outside_view")
    status = models.CharField(max_length=20)
    retired = models.BooleanField(help_text="Whether outsiders see that it was merged or split.")
    flags = models.TextField(blank=True)
    parts = models.TextField()
    digest = models.CharField(max_length=32)
    support = models.JSONField(null=True, help_text="The counts of support that outsiders see; empty: those of the desk.")

    class Meta:
        default_permissions = ()
        constraints = [models.CheckConstraint(name="outsideview_status", condition=Q(status__in=Status.words()))]

    def __str__(self) -> str:
        return self.status
