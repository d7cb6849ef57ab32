"""When people last looked at the desk's front page, so that it can show what is new to each of them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class DeskVisit(models.Model):
    """A person's current or last visit of the front page, and when the visit before it ended.

    It is private: it has no page, no list and no permissions. It is not part of a claim either: writing it leaves
    no revision.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="+")
    before_at = models.DateTimeField(null=True, help_text="When the visit before this one ended; empty on the first.")
    seen_at = models.DateTimeField(help_text="When the front page was last looked at, to the minute.")

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(name="deskvisit_in_order", condition=Q(before_at=None) | Q(before_at__lte=F("seen_at")))
        ]

    def __str__(self) -> str:
        return f"user {self.user_id}, seen {self.seen_at:%Y-%m-%d %H:%M}"
