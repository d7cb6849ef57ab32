"""Who has which claim open, so that two editors know about each other before they save."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from claims.models.claim import Claim


class OpenClaim(models.Model):
    """A claim that a person's browser reports as open. It lasts minutes, locks nothing, and is no part of the record."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="+")
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField(help_text="When the browser last reported it.")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(name="openclaim_once", fields=["claim", "user"])]

    def __str__(self) -> str:
        return f"user {self.user_id} has claim {self.claim_id} open"
