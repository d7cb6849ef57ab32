"""Relations between named sources, and editors' judgements of two sources' independence."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from sources.models.source import Source
from sources.vocabulary import Judgement, SourceRelationKind


class SourceRelation(models.Model):
    """A tie that makes two named sources one voice (speaks for …) or one family (owned by …). Struck out, never deleted."""

    from_source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="relations_from")
    to_source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="relations_to")
    kind = models.CharField(max_length=40)
    reason = models.TextField()
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="sourcerelation_of_two", condition=~Q(from_source=F("to_source"))),
            models.CheckConstraint(name="sourcerelation_kind", condition=Q(kind__in=SourceRelationKind.words())),
            models.CheckConstraint(
                name="sourcerelation_until_after_from",
                condition=Q(from_on=None) | Q(until_on=None) | Q(until_on__gte=F("from_on")),
            ),
            # A tie is one of two sources, kind and period: a second term of office is a second tie.
            models.UniqueConstraint(
                # Coalesced, because to a unique index two empty dates are different.
                "from_source", "to_source", "kind", Coalesce("from_on", Value(date.min)), Coalesce("until_on", Value(date.max)),
                name="sourcerelation_once",
                condition=Q(struck_at=None),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.from_source} {self.kind.replace('_', ' ')} {self.to_source}"

    @property
    def period(self) -> str:
        """When it holds: "from 2019-01-01 until 2020-12-31"; empty where it has no dates."""
        dates = (("from", self.from_on), ("until", self.until_on))
        return " ".join(f"{word} {day.isoformat()}" for word, day in dates if day is not None)

    def overlaps(self, other: SourceRelation) -> bool:
        """Return whether there is a day on which both hold."""
        begins = max(self.from_on or date.min, other.from_on or date.min)
        return begins <= min(self.until_on or date.max, other.until_on or date.max)


class IndependenceJudgement(models.Model):
    """An editor's judgement on two sources, stored with ``a`` the lower id. A new judgement supersedes the one in force."""

    a = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="judgements_a")
    b = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="judgements_b")
    outcome = models.CharField(max_length=20)
    reason = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=300)
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="judgement_ordered_pair", condition=Q(a__lt=F("b"))),
            models.CheckConstraint(name="judgement_outcome", condition=Q(outcome__in=Judgement.words())),
            models.UniqueConstraint(name="judgement_one_in_force", fields=["a", "b"], condition=Q(superseded_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.a} and {self.b}: {self.outcome}"
