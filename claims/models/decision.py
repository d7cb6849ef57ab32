"""What editors settled: the ledger of decisions, which the policy reads together with the rest of the record."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from claims.models.attribution import Attribution
from claims.models.claim import Claim
from claims.vocabulary import (
    COMMENT_ANSWERED,
    COMMENT_REQUESTED,
    DISCREDITED,
    MERGED,
    OF_VERDICTS,
    OUTCOME_LINKED,
    DecisionKind,
    PredictionOutcome,
)
from sources.models import Document, Source


class Decision(models.Model):
    """What an editor settled about a claim, or did to it as a whole. Append-only; it is withdrawn by striking it out.

    ``about`` names the records that it settles, as the culprits of a flag do: a flag that later rests on another record as well
    is open again.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=30)
    attribution = models.ForeignKey(
        Attribution, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions", db_index=False,
        help_text="The last word of a voice, the answer that was asked for, or what shows others to be false.",
    )  # fmt: skip
    source = models.ForeignKey(
        Source,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="decisions",
        help_text="Who was asked for comment, or who showed something to be false.",
    )
    other_claim = models.ForeignKey(
        Claim, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions_elsewhere",
        help_text="What it was merged into, or whose verdict or text shows it.",
    )  # fmt: skip
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions", db_index=False,
        help_text="What shows it.",
    )  # fmt: skip
    request = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="answers", db_index=False,
        help_text="The request for comment that was answered.",
    )  # fmt: skip
    # Keys instead of foreign keys, to compare with the culprits of a flag, which are keys too.
    about = models.JSONField(default=list, help_text='The records that it settles: [["attribution", key], ["claim", key] …].')
    outcome = models.CharField(max_length=30, blank=True)
    happened_at = models.CharField(max_length=17, blank=True, help_text="When it happened, as far as known: 2024-06-10.")
    answer_by = models.DateTimeField(null=True, blank=True, help_text="Deadline for an answer.")
    findings_digest = models.CharField(max_length=32, help_text="Of the findings that it was made on.")
    reason = models.TextField(blank=True, help_text="Empty for verdicts, whose comments are in their notes.")
    actor = models.CharField(max_length=300)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False,
        help_text="The account of the actor; empty for jobs, commands and case files.",
    )  # fmt: skip
    recorded_at = models.DateTimeField()
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_by = models.CharField(max_length=300, blank=True)
    struck_reason = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(name="decision_discredited", fields=["claim"], condition=Q(kind=DISCREDITED, struck_at=None)),
        ]
        constraints = [
            models.CheckConstraint(name="decision_kind", condition=Q(kind__in=DecisionKind.words())),
            models.CheckConstraint(name="decision_has_a_reason", condition=~Q(reason="") | Q(kind__in=OF_VERDICTS)),
            models.CheckConstraint(
                name="decision_strike_has_a_reason",
                condition=Q(struck_at=None, struck_by="", struck_reason="")
                | (Q(struck_at__isnull=False) & ~Q(struck_by="") & ~Q(struck_reason="")),
            ),
            models.CheckConstraint(
                name="decision_outcome",
                condition=(Q(kind=OUTCOME_LINKED, outcome__in=PredictionOutcome.words()))
                | (~Q(kind=OUTCOME_LINKED) & Q(outcome="")),
            ),
            models.CheckConstraint(
                name="decision_outcome_is_shown",
                condition=~Q(kind=OUTCOME_LINKED) | Q(other_claim__isnull=False) | Q(document__isnull=False),
                violation_error_message="Link the evidence of the outcome: a document or a claim.",
            ),
            models.CheckConstraint(
                name="decision_discredits_by_evidence",
                condition=~Q(kind=DISCREDITED)
                | Q(attribution__isnull=False)
                | Q(other_claim__isnull=False)
                | Q(document__isnull=False),
                violation_error_message="Link what shows it: a document, an attribution of the claim, or another claim.",
            ),
            models.CheckConstraint(
                name="decision_asks_somebody", condition=~Q(kind=COMMENT_REQUESTED) | Q(source__isnull=False)
            ),
            models.CheckConstraint(
                name="decision_answers_a_request", condition=~Q(kind=COMMENT_ANSWERED) | Q(request__isnull=False)
            ),
            models.CheckConstraint(
                name="decision_elsewhere_is_another_claim", condition=Q(other_claim=None) | ~Q(other_claim=F("claim"))
            ),
            models.CheckConstraint(name="decision_merges_into", condition=~Q(kind=MERGED) | Q(other_claim__isnull=False)),
            models.UniqueConstraint(name="decision_merged_once", fields=["claim"], condition=Q(kind=MERGED, struck_at=None)),
        ]

    def __str__(self) -> str:
        return self.kind.replace("_", " ")
