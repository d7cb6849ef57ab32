"""Signed heads of the revision chains: see claims.chain_heads."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class ChainHead(models.Model):
    """One head. Append-only: each covers the revisions since the head before, and its digest."""

    number = models.PositiveIntegerField(primary_key=True)
    day = models.DateField(help_text="By the desk's clock.")
    made_at = models.DateTimeField()
    after = models.BigIntegerField(help_text="It covers revisions with ids above this,")
    through = models.BigIntegerField(help_text="and up to this.")
    count = models.PositiveIntegerField(help_text="How many these are.")
    rows_sha256 = models.CharField(max_length=64)
    leaves_sha256 = models.CharField(max_length=64)
    leaves = models.BinaryField(help_text="The revisions, packed, to find which one differs.")
    previous_sha256 = models.CharField(max_length=64, blank=True)
    sha256 = models.CharField(max_length=64)
    key_id = models.CharField(max_length=16, blank=True, help_text="Of the key that signed it; empty: it is not signed.")
    signature = models.CharField(max_length=100, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(name="chain_head_range", condition=Q(through__gte=F("after")) & Q(after__gte=0)),
            models.CheckConstraint(
                name="chain_head_start",
                condition=Q(number=1, previous_sha256="", after=0) | (Q(number__gt=1) & ~Q(previous_sha256="")),
            ),
        ]

    def __str__(self) -> str:
        return f"head {self.number} of {self.day}"
