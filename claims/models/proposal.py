"""What extractors proposed on the texts of captures, and what editors decided about it.

No row holds words of a text, only offsets into it: what is erased from a capture is erased from its proposals.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from claims.models.attribution import Attribution
from claims.vocabulary import RejectionReason, ReviewDecision
from sources.models import Capture

_NOT_DECIDED = Q(decision="", rejected_because="", changed="", decided_at=None, decided_by="")
_DECIDED = Q(decided_at__isnull=False) & ~Q(decided_by="")


class CaptureReading(models.Model):
    """One run of an extractor over the text of a capture. Append-only."""

    capture = models.ForeignKey(Capture, on_delete=models.PROTECT, related_name="readings")
    extractor = models.CharField(max_length=100)
    language = models.CharField(max_length=35)
    dropped = models.JSONField(default=dict, help_text="How many invalid proposals were left out, by fault.")
    read_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=300)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(name="capturereading_once", fields=["capture", "extractor", "language"])]

    def __str__(self) -> str:
        return f"{self.extractor} ({self.language})"


class ProposedAttribution(models.Model):
    """One source, one stance, one statement, as an extractor proposed them. Only the decision is added later, once."""

    reading = models.ForeignKey(CaptureReading, on_delete=models.PROTECT, related_name="proposals")
    number = models.PositiveIntegerField(help_text="From 1, in the order of the text.")
    rule = models.CharField(max_length=100, blank=True)
    confidence = models.FloatField(null=True, help_text="The measured precision of the rule, as of the reading.")
    stance = models.CharField(max_length=20, help_text="A stance, or neither.")
    naming = models.CharField(max_length=20, blank=True)
    hedge = models.CharField(max_length=20, blank=True)
    # {"content": [[3, 40]], "cue": …, "source": …, "relays": [[0, 9], …], "hedge": …, "reason": …, "means": …}
    spans = models.JSONField(help_text="Offsets into the text of the capture, by what is there.")
    decision = models.CharField(max_length=20, blank=True, help_text="Empty: open.")
    rejected_because = models.CharField(max_length=20, blank=True)
    changed = models.CharField(max_length=100, blank=True, help_text="What the editor changed: stance, hedge, chain, text.")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=300, blank=True)
    # All of its chain, those that were on record already included.
    attributions = models.ManyToManyField(Attribution, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(name="proposedattribution_number", fields=["reading", "number"]),
            models.CheckConstraint(
                name="proposedattribution_decided_whole",
                condition=_NOT_DECIDED
                | (_DECIDED & Q(decision__in=(ReviewDecision.ACCEPTED.value, ReviewDecision.EDITED.value), rejected_because=""))
                | (_DECIDED & Q(decision=ReviewDecision.REJECTED.value, rejected_because__in=RejectionReason.words())),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reading_id}/{self.number}"
