"""What the desk says about a claim among itself: notes that only senior editors read, and comments."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from claims.models.claim import Claim
from factcheck.encryption.field import EncryptedTextField


class PrivateNote(models.Model):
    """A note among senior editors: it appears in no public body, export, revision or log.

    It may not identify an unnamed source either.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="private_notes")
    text = EncryptedTextField()
    actor = models.CharField(max_length=300)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False,
        help_text="The account of the actor.",
    )  # fmt: skip
    recorded_at = models.DateTimeField()
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_by = models.CharField(max_length=300, blank=True)

    class Meta:
        default_permissions = ("add", "view")
        constraints = [
            models.CheckConstraint(name="privatenote_says_something", condition=~Q(text="") | Q(struck_at__isnull=False)),
            models.CheckConstraint(
                name="privatenote_strike_whole",
                condition=Q(struck_at=None, struck_by="") | (Q(struck_at__isnull=False) & ~Q(struck_by="")),
            ),
        ]

    def __str__(self) -> str:
        return f"note of {self.recorded_at:%Y-%m-%d %H:%M}"


class Comment(models.Model):
    """What somebody who works on a claim says about it to the others: it appears in no public body, export, revision or log.

    Its author can edit it, and it can be struck out; that is recorded, and the earlier text is erased.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="comments")
    text = models.TextField()
    actor = models.CharField(max_length=300)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False,
        help_text="The account of the actor.",
    )  # fmt: skip
    recorded_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True, help_text="When its author last changed the text.")
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_by = models.CharField(max_length=300, blank=True)

    class Meta:
        # Whoever may change comments may strike out those of others; nobody edits them.
        default_permissions = ("add", "change", "view")
        constraints = [
            models.CheckConstraint(name="comment_says_something", condition=~Q(text="") | Q(struck_at__isnull=False)),
            models.CheckConstraint(
                name="comment_strike_whole",
                condition=Q(struck_at=None, struck_by="") | (Q(struck_at__isnull=False) & ~Q(struck_by="")),
            ),
        ]

    def __str__(self) -> str:
        return f"comment of {self.recorded_at:%Y-%m-%d %H:%M}"
