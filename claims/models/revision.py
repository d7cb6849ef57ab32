"""Every change to a claim, and the public body that it left."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import Case, F, Q, Value, When

from claims.body_packing import last_of
from claims.models.assessment import Assessment
from claims.models.claim import Claim

#: Starts the action of a change to a verdict. Its reason, a reviewer's comment, is kept in the notes of the verdict only. Old
#: revisions have it too, and keep it, because their digests cover it: it is shown to nobody.
OF_VERDICT: Final = "verdict "
REASON_SHOWN: Final = Case(
    When(action__startswith=OF_VERDICT, then=Value("")), default=F("reason"), output_field=models.TextField()
)


def reason_shown(action: str, reason: str) -> str:
    """Return the reason of a revision as shown to everybody who may read revisions."""
    return "" if action.startswith(OF_VERDICT) else reason


class Revision(models.Model):
    """One change to a claim. Append-only, and chained: each row's digest covers the one before."""

    # The index on claim and number covers it.
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="revisions", db_index=False)
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=300, help_text="user:NAME, token:ID, job:NAME or command:NAME.")
    action = models.CharField(max_length=40)
    reason = models.TextField(blank=True)
    # Written in one transaction with the assessment, which nothing deletes: see Flag.raised_by.
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    body_sha256 = models.CharField(max_length=64)
    previous_sha256 = models.CharField(max_length=64, blank=True)
    sha256 = models.CharField(max_length=64)
    body = models.BinaryField(
        null=True, help_text="The public body if this revision changed it, packed by claims.body_packing."
    )
    body_from = models.PositiveIntegerField(help_text="The last revision, up to this one, whose body is packed alone.")
    salt = models.BinaryField(
        null=True, help_text="Of its commitments, see claims.revision_chain; empty for older revisions, which have none."
    )
    sealed = models.JSONField(null=True, blank=True, help_text="Commitments to erased parts, which the digest still covers.")
    erased = models.JSONField(
        null=True, blank=True, help_text="Of a revision that erases: on whose order, and which parts of which revisions."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(name="revision_number", fields=["claim", "number"]),
            models.CheckConstraint(name="revision_number_from_one", condition=Q(number__gte=1)),
            models.CheckConstraint(
                name="revision_chain_start",
                condition=Q(number=1, previous_sha256="") | (Q(number__gt=1) & ~Q(previous_sha256="")),
            ),
        ]

    def __str__(self) -> str:
        return f"revision {self.number}"

    @property
    def reason_shown(self) -> str:
        """The reason, as shown to everybody who may read revisions."""
        return reason_shown(self.action, self.reason)

    def body_text(self) -> str:
        """Return the public body as this revision left it."""
        since = Revision.objects.filter(claim=self.claim_id, number__gte=self.body_from, number__lte=self.number)
        bodies = since.exclude(body=None).order_by("number").values_list("body", flat=True)
        return (last_of(bodies) or b"").decode()


class PublicBody(models.Model):
    """The current public body of a claim, as JSON text ready to send."""

    claim = models.OneToOneField(Claim, on_delete=models.PROTECT, primary_key=True, related_name="public_body")
    revision = models.PositiveIntegerField()
    at = models.DateTimeField(help_text="Of the last revision.")
    sha256 = models.CharField(max_length=64)
    chain_sha256 = models.CharField(max_length=64, help_text="Of the last revision: the next one builds on it.")
    body = models.TextField()
    body_from = models.PositiveIntegerField(help_text="As in the last revision; the next one builds on it.")

    class Meta:
        verbose_name_plural = "public bodies"

    def __str__(self) -> str:
        return f"body at revision {self.revision}"
