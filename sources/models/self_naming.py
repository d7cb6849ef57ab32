"""Unnamed sources that have said in public who they are: proposed by one senior editor, confirmed by another.

Until it is confirmed a proposal is secret: the table has no Django permissions and no reverse relation from a source, document
or account, so no list or filter can expose it.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sources.models.document import Document
from sources.models.source import Source


def _account() -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )  # fmt: skip


class SelfNaming(models.Model):
    """A named source that an unnamed one said in public to be, with the document that shows it.

    Open until it is confirmed; it is struck out when it is declined, or undone after confirmation. A case file loaded on the
    command line brings it confirmed and without accounts.
    """

    unnamed = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    named = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    proposed_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=300)
    proposer = _account()
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=300, blank=True)
    confirmer = _account()
    struck_at = models.DateTimeField(null=True)
    struck_by = models.CharField(max_length=300, blank=True)
    striker = _account()
    struck_reason = models.TextField(blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(name="selfnaming_once", fields=["unnamed"], condition=Q(struck_at=None)),
            models.CheckConstraint(name="selfnaming_of_two", condition=~Q(unnamed=F("named")) & ~Q(reason="")),
            models.CheckConstraint(
                name="selfnaming_four_eyes", condition=Q(confirmer=None) | Q(proposer=None) | ~Q(confirmer=F("proposer"))
            ),
            models.CheckConstraint(
                name="selfnaming_confirmed_whole",
                condition=Q(confirmed_at=None, confirmed_by="", confirmer=None)
                | (Q(confirmed_at__isnull=False) & ~Q(confirmed_by="")),
            ),
            models.CheckConstraint(
                name="selfnaming_struck_whole",
                condition=Q(struck_at=None, struck_by="", striker=None, struck_reason="")
                | (Q(struck_at__isnull=False) & ~Q(struck_by="") & ~Q(struck_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unnamed}: {self.named}"
