"""What parties demand about claims, with the day by which the desk has to answer."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from claims.models.claim import Claim
from claims.vocabulary import ComplaintKind
from sources.models import Document, Source


class Complaint(models.Model):
    """A party's correction, its wish to reply, or its lawyer's letter: who, when, about which claims, and what was answered.

    It is confidential: what it says is in no public body, export, revision or log. It is never edited: an error is struck out.
    """

    kind = models.CharField(max_length=20)
    claims = models.ManyToManyField(Claim, related_name="complaints")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", help_text="The party whose complaint it is.")
    sender = models.CharField(max_length=300, blank=True, help_text="Who wrote it, if not the party: its lawyer.")
    text = models.TextField(help_text="What it says, or its main points.")
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False,
        help_text="The statement or letter, where it is a document on record.",
    )  # fmt: skip
    received_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="By when the desk has to answer.")
    actor = models.CharField(max_length=300)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False,
        help_text="The account of the actor.",
    )  # fmt: skip
    recorded_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True, help_text="What the desk answered, or did.")
    answered_by = models.CharField(max_length=300, blank=True)
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_by = models.CharField(max_length=300, blank=True)
    struck_reason = models.TextField(blank=True)

    class Meta:
        # Whoever may change complaints may record the answer, and strike out what was recorded in error.
        default_permissions = ("add", "change", "view")
        indexes = [models.Index(name="complaint_open", fields=["due_at"], condition=Q(answered_at=None, struck_at=None))]
        constraints = [
            models.CheckConstraint(name="complaint_kind", condition=Q(kind__in=ComplaintKind.words())),
            models.CheckConstraint(name="complaint_says_something", condition=~Q(text="")),
            models.CheckConstraint(name="complaint_due_after_it_came", condition=Q(due_at__gte=F("received_at"))),
            models.CheckConstraint(
                name="complaint_answer_whole",
                condition=Q(answered_at=None, answer="", answered_by="")
                | (Q(answered_at__isnull=False) & ~Q(answer="") & ~Q(answered_by="")),
            ),
            models.CheckConstraint(
                name="complaint_strike_whole",
                condition=Q(struck_at=None, struck_by="", struck_reason="")
                | (Q(struck_at__isnull=False) & ~Q(struck_by="") & ~Q(struck_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"complaint of {self.source}"
