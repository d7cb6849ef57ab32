"""What is wrong with the pages that attributions were taken from, and where editors anchored their quotes anew."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from claims.models.attribution import Attribution
from claims.models.claim import Claim
from sources.models import Capture, Document


class PageProblem(models.Model):
    """The page of an attribution is not there, or lacks its quote. A row never changes but for its end: another one follows.

    The policy reads those that have not ended; as of a time, those that had not ended by then.
    """

    # The claim of the attribution, stored here so that a chunk of claims reads its rows in one range.
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="+", editable=False)
    attribution = models.ForeignKey(Attribution, on_delete=models.PROTECT, related_name="page_problems")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    missing_since = models.DateTimeField(null=True, blank=True)
    missing_why = models.CharField(max_length=20, blank=True)
    gone_since = models.DateTimeField(null=True, blank=True)
    gone_checks = models.PositiveSmallIntegerField(default=0)
    failing_since = models.DateTimeField(null=True, blank=True)
    last_failed_at = models.DateTimeField(null=True, blank=True)
    archived = models.BooleanField(default=False, help_text="A copy of the page is kept: an archive's, or our own.")
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=300, blank=True)
    end_reason = models.TextField(blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(name="page_problem_once", fields=["attribution", "document"], condition=Q(ended_at=None)),
            models.CheckConstraint(
                name="page_problem_is_one", condition=Q(missing_since__isnull=False) | Q(last_failed_at__isnull=False)
            ),
            models.CheckConstraint(
                name="page_problem_ended_whole",
                condition=Q(ended_at=None, ended_by="", end_reason="") | (Q(ended_at__isnull=False) & ~Q(ended_by="")),
            ),
        ]
        indexes = [models.Index(name="page_problem_open", fields=["claim"], condition=Q(ended_at=None))]

    def __str__(self) -> str:
        return f"{self.attribution_id} in {self.document_id}"


class QuoteAnchor(models.Model):
    """Where an editor found the quote of an attribution again: from then on its page is searched for these words.

    The quote itself stays as it was recorded. Append-only; the last one is in force.
    """

    attribution = models.ForeignKey(Attribution, on_delete=models.PROTECT, related_name="quote_anchors")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    capture = models.ForeignKey(Capture, on_delete=models.PROTECT, related_name="+")
    exact = models.TextField()
    prefix = models.CharField(max_length=300, blank=True)
    suffix = models.CharField(max_length=300, blank=True)
    start = models.PositiveIntegerField(help_text="In the text of the capture.")
    end = models.PositiveIntegerField()
    reason = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=300)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(name="quote_anchor_says_why", condition=~Q(reason="") & ~Q(exact="")),
            models.CheckConstraint(name="quote_anchor_span", condition=Q(end__gt=models.F("start"))),
        ]

    def __str__(self) -> str:
        return f"{self.attribution_id}: {self.exact}"
