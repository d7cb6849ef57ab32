"""What verification found: each assessment, the current one, and the flags that it raised and cleared."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from claims.models.claim import Claim
from claims.vocabulary import Severity, Status
from sources.models import Source


class Assessment(models.Model):
    """One result that differed from the one before. Append-only.

    ``result`` is JSON: counts of both sides, flags with reasons, witnesses; see ``claims.policy.assess.Assessment``.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="assessments")
    at = models.DateTimeField()
    now = models.DateTimeField(help_text="The present that it was made for.")
    said_until = models.CharField(max_length=17, help_text="What was said later did not count.")
    sources_at = models.DateTimeField(null=True, help_text="Of the last change of a source that it had read.")
    status = models.CharField(max_length=20)
    explanation = models.TextField()
    result = models.JSONField()
    policy_version = models.CharField(max_length=40)
    facts_digest = models.CharField(max_length=32)
    findings_digest = models.CharField(max_length=32)
    due_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(name="assessment_status", condition=Q(status__in=Status.words()))]

    def __str__(self) -> str:
        return f"{self.status} at {self.at:%Y-%m-%d %H:%M}"


class Standing(models.Model):
    """The current result of a claim, in a narrow row of its own, so that verification rewrites nothing wider."""

    claim = models.OneToOneField(Claim, on_delete=models.PROTECT, primary_key=True, related_name="standing")
    # Without an index: no query starts from the assessment, and each new assessment would have to update the index.
    assessment = models.ForeignKey(
        Assessment, null=True, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    status = models.CharField(max_length=20, default="unsourced")
    result_digest = models.CharField(max_length=32, blank=True)
    facts_digest = models.CharField(max_length=32, blank=True)
    policy_version = models.CharField(max_length=40, blank=True)
    now = models.DateTimeField(null=True, help_text="The present that it was last assessed for.")
    due_at = models.DateTimeField(null=True, blank=True, help_text="When time alone may change the result.")
    marked_at = models.DateTimeField(null=True, blank=True, help_text="Set when something it rests on changed elsewhere.")
    error = models.TextField(blank=True, help_text="Why the last verification of this claim failed.")
    fingerprint = models.BigIntegerField(
        null=True, help_text="Of the stored rows that it was assessed on; see claims.queries.facts.fingerprints."
    )
    # Of the assessment's result, whose rows are ten times as wide: a list is narrowed by reading these of all claims. On
    # PostgreSQL an index has the claims with many origins, see migration 0064.
    support_at_least = models.SmallIntegerField(null=True, help_text="The independent origins that certainly support it.")
    support_at_most = models.SmallIntegerField(null=True, help_text="The independent origins that may support it.")
    support_open = models.BooleanField(null=True, help_text="Whether more origins than that may support it.")

    class Meta:
        indexes = [
            # Two partial indexes for two reads: with OR, PostgreSQL visits all rows that were marked since it last
            # tidied up.
            models.Index(name="standing_due", fields=["due_at"], condition=Q(due_at__isnull=False)),
            models.Index(name="standing_marked", fields=["claim"], condition=Q(marked_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.status


def severest_first() -> models.Case:
    """Return the rank of a flag's severity, from 0 for the most severe: an index has it, so it orders and filters a million."""
    ranks = [models.When(severity=severity, then=models.Value(rank)) for rank, severity in enumerate(Severity.words())]
    return models.Case(*ranks, default=models.Value(len(Severity.words())), output_field=models.IntegerField())


class Flag(models.Model):
    """A flag that was open on a claim from ``raised_at`` until ``cleared_at``, with the sentence that says why."""

    # Open and past flags have separate indexes, so that raising a flag updates as few of them as possible.
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="flags", db_index=False)
    code = models.CharField(max_length=40)
    severity = models.CharField(max_length=10)
    level = models.CharField(max_length=20, blank=True)
    reason = models.TextField()
    culprits = models.JSONField(default=list, help_text='The records it rests on: [["source", key], ["attribution", key] …].')
    raised_at = models.DateTimeField()
    # Written in one transaction with the assessment, which nothing deletes: a constraint would look the assessment up again for
    # each row that a sweep writes. ``manage.py check_integrity`` checks all of them.
    raised_by = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="raised", db_index=False, db_constraint=False
    )
    cleared_at = models.DateTimeField(null=True, blank=True)
    cleared_by = models.ForeignKey(
        Assessment, null=True, blank=True, on_delete=models.PROTECT, related_name="cleared", db_index=False, db_constraint=False
    )
    waived_at = models.DateTimeField(null=True, blank=True)
    waived_by = models.CharField(max_length=300, blank=True)
    waiver_reason = models.TextField(blank=True)
    waived_until = models.DateTimeField(null=True, blank=True)
    waived_findings = models.CharField(
        max_length=32, blank=True, help_text="Digest of what the flag rested on when it was waived."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(name="flag_one_open", fields=["claim", "code"], condition=Q(cleared_at=None)),
            models.CheckConstraint(name="flag_severity", condition=Q(severity__in=Severity.words())),
            models.CheckConstraint(
                name="flag_cleared_whole",
                condition=Q(cleared_at=None, cleared_by=None) | Q(cleared_at__isnull=False, cleared_by__isnull=False),
            ),
            models.CheckConstraint(
                name="flag_waiver_whole",
                condition=Q(waived_at=None, waived_by="", waiver_reason="", waived_until=None, waived_findings="")
                | (Q(waived_at__isnull=False, waived_until__isnull=False) & ~Q(waived_by="") & ~Q(waiver_reason="")),
            ),
        ]
        indexes = [
            models.Index(name="flag_open_code", fields=["code", "claim"], condition=Q(cleared_at=None)),
            # The front page counts by these fields alone, and reads the newest. A sweep's flags have few distinct values: a
            # small index.
            models.Index(
                name="flag_open_severity", fields=["severity", "raised_at", "waived_until"], condition=Q(cleared_at=None)
            ),
            # The lists show the most severe flags first, of these the one that has waited longest.
            models.Index(severest_first(), "id", name="flag_open_urgent", condition=Q(cleared_at=None)),
            models.Index(name="flag_past", fields=["claim"], condition=Q(cleared_at__isnull=False)),
            models.Index(name="flag_cleared", fields=["cleared_at", "raised_at"], condition=Q(cleared_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.code.replace("_", " ")


class SourcePrint(models.Model):
    """A digest of what the policy reads of a source, so that the fingerprint of a claim's rows covers its sources too."""

    source = models.OneToOneField(Source, on_delete=models.CASCADE, primary_key=True, related_name="+")
    print = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.print & (2**64 - 1):016x}"
