"""The people at the desk: when each last looked at the front page, what waits in their inbox, and who has which claim open."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from claims.models.claim import Claim
from claims.models.note import Comment


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


class Notice(models.Model):
    """What waits in a person's inbox: a comment that mentions them, or a claim that a colleague assigned to them.

    It is private, like a visit, and no part of a claim.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="+")
    comment = models.ForeignKey(
        Comment, null=True, blank=True, on_delete=models.CASCADE, related_name="notices", help_text="Empty: an assignment."
    )
    at = models.DateTimeField()
    actor = models.CharField(max_length=300)
    text = models.TextField(blank=True, help_text="What the colleague who assigned it says.")
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(name="notice_once", fields=["comment", "person"], condition=Q(comment__isnull=False))
        ]
        indexes = [
            models.Index(name="notice_person", fields=["person", "-id"]),
            models.Index(name="notice_unseen", fields=["person"], condition=Q(seen_at=None)),
        ]

    def __str__(self) -> str:
        return f"notice of user {self.person_id} about claim {self.claim_id}"


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
