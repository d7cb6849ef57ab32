"""Attributions of a claim, the links between them, and who has a stake in the claim."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q

from claims.attribution_fields import AttributionField
from claims.models.claim import Claim
from claims.vocabulary import BY_OUTLET, BY_SOURCE, COPIES, Basis, CitationKind, GroundRule, Hedge, Scope, Stance, Withdrawer
from sources.models import AuthorsRetraction, Document, Source, UndoneRetraction


class Attribution(models.Model):
    """A source's stance on a claim. Its meaning is never edited: it is superseded, withdrawn or voided.

    A column is listed in ``claims.attribution_fields`` too: a test fails for one that is not.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="attributions")
    key = models.CharField(max_length=100, help_text="Unique within the claim.")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="attributions")
    stance = models.CharField(max_length=20)
    scope = models.CharField(max_length=20, default="full")
    basis = models.CharField(max_length=20, default="statement")
    hedge = models.CharField(max_length=20, blank=True, default="", help_text="How certain it says it is; empty: flat.")
    hedge_words = models.CharField(max_length=300, blank=True, default="", help_text='Its own words: "highly probable".')
    ground_rule = models.CharField(max_length=20, default="on_the_record")
    reporter = models.CharField(max_length=300, blank=True, default="", help_text="The byline within an outlet, as printed.")
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="attributions")
    document_recorded_at = models.DateTimeField(null=True, blank=True, help_text="When we tied the document to it.")
    quote_exact = models.TextField(blank=True)
    quote_prefix = models.CharField(max_length=300, blank=True)
    quote_suffix = models.CharField(max_length=300, blank=True)
    quote_start = models.PositiveIntegerField(null=True, blank=True)
    quote_end = models.PositiveIntegerField(null=True, blank=True)
    quote_translation = models.TextField(blank=True)
    said_at = models.CharField(max_length=17, blank=True, help_text="2024, 2024-06, 2024-06-10 or 2024-06-10T14:30Z.")
    supersedes = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by")
    recorded_at = models.DateTimeField()
    withdrawn_at = models.CharField(max_length=17, blank=True, help_text="When it was withdrawn, as stated.")
    withdrawal_recorded_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=20, blank=True)
    withdrawal_reason = models.TextField(blank=True)
    withdrawn_with_document = models.BooleanField(
        default=False, help_text="By the retraction of its document: undoing that takes the withdrawal back."
    )
    # The index below holds only the rows that have one.
    withdrawn_with_authors = models.ForeignKey(
        AuthorsRetraction, null=True, blank=True, db_index=False, on_delete=models.PROTECT, related_name="withdrawals",
        help_text="The retraction of its document by some of its authors that withdrew it.",
    )  # fmt: skip
    voided_at = models.DateTimeField(null=True, blank=True)
    void_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="attribution_key", fields=["claim", "key"]),
            models.CheckConstraint(name="attribution_stance", condition=Q(stance__in=Stance.words())),
            models.CheckConstraint(name="attribution_scope", condition=Q(scope__in=Scope.words())),
            models.CheckConstraint(name="attribution_basis", condition=Q(basis__in=Basis.words())),
            models.CheckConstraint(
                name="attribution_not_off_the_record",
                condition=Q(ground_rule__in=GroundRule.words()),
                violation_error_message="What was said off the record may not be stored.",
            ),
            models.CheckConstraint(
                name="attribution_hedge", condition=Q(hedge="", hedge_words="") | Q(hedge__in=Hedge.words())
            ),
            models.CheckConstraint(
                name="attribution_supersedes_another", condition=Q(supersedes=None) | ~Q(supersedes=F("id"))
            ),
            models.UniqueConstraint(
                name="attribution_superseded_once", fields=["supersedes"], condition=Q(supersedes__isnull=False, voided_at=None)
            ),
            models.CheckConstraint(
                name="attribution_withdrawal_whole",
                condition=Q(withdrawal_recorded_at=None, withdrawn_at="", withdrawn_by="", withdrawal_reason="")
                | (Q(withdrawal_recorded_at__isnull=False, withdrawn_by__in=Withdrawer.words()) & ~Q(withdrawal_reason="")),
            ),
            models.CheckConstraint(
                name="attribution_withdrawn_with_its_document",
                condition=Q(withdrawn_with_document=False) | Q(withdrawn_by=BY_OUTLET, document__isnull=False),
            ),
            models.CheckConstraint(
                name="attribution_withdrawn_with_its_authors",
                condition=Q(withdrawn_with_authors=None) | Q(withdrawn_by=BY_SOURCE),
            ),
            models.CheckConstraint(
                name="attribution_void_has_a_reason",
                condition=Q(voided_at=None, void_reason="") | (Q(voided_at__isnull=False) & ~Q(void_reason="")),
            ),
            models.CheckConstraint(
                name="attribution_quote_span",
                condition=Q(quote_start=None) | Q(quote_end=None) | Q(quote_end__gte=F("quote_start")),
            ),
        ]
        indexes = [
            models.Index(
                name="attribution_withdrawn",
                fields=["withdrawal_recorded_at"],
                condition=Q(withdrawal_recorded_at__isnull=False),
            ),
            models.Index(
                name="attribution_withdrawn_authors",
                fields=["withdrawn_with_authors"],
                condition=Q(withdrawn_with_authors__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.stance}"


def column_of(field: AttributionField) -> str:
    """Return the name of the attribute that holds a column's value; for a reference, that of its id."""
    column: Any = Attribution._meta.get_field(field.name)
    return str(column.attname)


class AttributionDocument(models.Model):
    """A further document that holds the same statement, beside ``Attribution.document``. Struck out, never deleted."""

    # The claim of the attribution, stored here so that a chunk of claims reads its documents in one range.
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="+", editable=False)
    attribution = models.ForeignKey(Attribution, on_delete=models.PROTECT, related_name="further_documents")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="further_attributions")
    quote_exact = models.TextField(blank=True)
    quote_prefix = models.CharField(max_length=300, blank=True)
    quote_suffix = models.CharField(max_length=300, blank=True)
    quote_start = models.PositiveIntegerField(null=True, blank=True)
    quote_end = models.PositiveIntegerField(null=True, blank=True)
    quote_translation = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_reason = models.TextField(blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                name="attributiondocument_once", fields=["attribution", "document"], condition=Q(struck_at=None)
            ),
            models.CheckConstraint(
                name="attributiondocument_strike_has_a_reason",
                condition=Q(struck_at=None, struck_reason="") | (Q(struck_at__isnull=False) & ~Q(struck_reason="")),
            ),
            models.CheckConstraint(
                name="attributiondocument_quote_span",
                condition=Q(quote_start=None) | Q(quote_end=None) | Q(quote_end__gte=F("quote_start")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attribution_id} in {self.document_id}"


class UndoneWithdrawal(models.Model):
    """A withdrawal that the retraction of a document made, and that was undone with the retraction. Append-only.

    The attribution itself holds the current withdrawal. These rows keep what was shown in the meantime: as of a time between
    ``recorded_at`` and the undoing, the attribution is withdrawn.
    """

    attribution = models.ForeignKey(Attribution, on_delete=models.PROTECT, related_name="undone_withdrawals")
    retraction = models.ForeignKey(UndoneRetraction, on_delete=models.PROTECT, related_name="withdrawals")
    withdrawn_at = models.CharField(max_length=17, blank=True, help_text="As was recorded of the attribution.")
    recorded_at = models.DateTimeField()
    reason = models.TextField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(name="undone_withdrawal_once", fields=["attribution", "retraction"]),
            models.CheckConstraint(name="undone_withdrawal_has_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.attribution_id}: {self.reason}"


class Citation(models.Model):
    """A link from an attribution to one that it passes on. Struck out, never deleted.

    On PostgreSQL a trigger ensures that both belong to one claim; on SQLite the operations ensure it, and
    ``manage.py check_integrity`` finds rows that bypassed them.
    """

    # The claim of both ends, stored here so that a chunk of claims reads its citations in one range.
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="+", editable=False)
    citing = models.ForeignKey(Attribution, on_delete=models.PROTECT, related_name="citations")
    cited = models.ForeignKey(Attribution, on_delete=models.PROTECT, related_name="cited_by")
    kind = models.CharField(max_length=20, default="cites")
    recorded_at = models.DateTimeField()
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="citation_of_another",
                condition=~Q(citing=F("cited")),
                violation_error_message="An attribution cannot pass on itself.",
            ),
            models.CheckConstraint(name="citation_kind", condition=Q(kind__in=CitationKind.words())),
            models.UniqueConstraint(name="citation_once", fields=["citing", "cited"], condition=Q(struck_at=None)),
            models.UniqueConstraint(name="citation_one_copied", fields=["citing"], condition=Q(struck_at=None, kind=COPIES)),
            models.CheckConstraint(
                name="citation_strike_has_a_reason",
                condition=Q(struck_at=None, struck_reason="") | (Q(struck_at__isnull=False) & ~Q(struck_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.citing_id} {self.kind} {self.cited_id}"

    def save(self, *args: Any, **options: Any) -> None:
        self.claim_id = self.citing.claim_id
        super().save(*args, **options)


class Interest(models.Model):
    """A source's stake in a claim: side 1 benefits if it is believed, -1 benefits if it is not (the accused)."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="interests")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="interests")
    side = models.SmallIntegerField()
    reason = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="interest_side", condition=Q(side__in=(1, -1))),
            models.UniqueConstraint(name="interest_once", fields=["claim", "source"], condition=Q(struck_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.side:+d}"
