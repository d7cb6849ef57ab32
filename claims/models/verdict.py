"""Verdicts: what editors say is true, drafted by one editor and published by another."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from claims.models.attribution import Attribution
from claims.models.claim import Claim
from claims.vocabulary import VerdictState

DRAFT: Final = VerdictState.DRAFT
IN_REVIEW: Final = VerdictState.IN_REVIEW
RETURNED: Final = VerdictState.RETURNED
PUBLISHED: Final = VerdictState.PUBLISHED
REPLACED: Final = VerdictState.REPLACED
WITHDRAWN: Final = VerdictState.WITHDRAWN
DROPPED: Final = VerdictState.DROPPED
UNDER_WAY: Final = (DRAFT, IN_REVIEW, RETURNED)
#: States that only a published verdict reaches.
SHOWN: Final = (PUBLISHED, REPLACED, WITHDRAWN)


class RatingWord(models.Model):
    """One of the desk's words for a verdict, with its place on the desk's scale if it has one."""

    key = models.SlugField(max_length=40, unique=True, help_text="Stable; never changes once used.")
    word = models.CharField(max_length=60, help_text="As readers see it: Mostly true.")
    definition = models.TextField(help_text="What it means, for editors and readers alike.")
    scale = models.SmallIntegerField(
        null=True, blank=True, help_text="Its place on the scale, worst first; empty: off the scale."
    )
    position = models.PositiveSmallIntegerField(default=0, help_text="The order in which words are offered.")
    retired_at = models.DateTimeField(null=True, blank=True, help_text="Since when it is no longer offered.")

    class Meta:
        ordering = ["position", "key"]

    def __str__(self) -> str:
        return self.word


class Verdict(models.Model):
    """An editor's rating of a claim in words, with its rationale and evidence. Its text is fixed once it is published."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="verdicts")
    state = models.CharField(max_length=12, default=DRAFT)
    rating = models.ForeignKey(RatingWord, on_delete=models.PROTECT, related_name="+")
    rationale = models.TextField(help_text="Why, for readers.")
    # Protected: without their account, a former author could not be told from a second reviewer (decision 23).
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="Who published or returned it.",
    )  # fmt: skip
    decided_at = models.DateTimeField(null=True, blank=True)
    findings_digest = models.CharField(max_length=32, blank=True, help_text="The findings that it was published on.")
    ended_at = models.DateTimeField(null=True, blank=True, help_text="When it was replaced, withdrawn or dropped.")

    class Meta:
        permissions = [("review_verdict", "Can publish, return and withdraw the verdicts of others")]
        constraints = [
            models.CheckConstraint(name="verdict_state", condition=Q(state__in=VerdictState.words())),
            models.CheckConstraint(
                # The notes know all authors; a constraint can compare only the last one.
                name="verdict_four_eyes",
                condition=~Q(state__in=SHOWN) | (Q(decided_by__isnull=False) & ~Q(decided_by=F("drafted_by"))),
                violation_error_message="Somebody else than who drafted it has to publish a verdict.",
            ),
            models.CheckConstraint(name="verdict_bound_to_findings", condition=~Q(state__in=SHOWN) | ~Q(findings_digest="")),
            models.UniqueConstraint(name="verdict_one_published", fields=["claim"], condition=Q(state=PUBLISHED)),
            models.UniqueConstraint(name="verdict_one_under_way", fields=["claim"], condition=Q(state__in=UNDER_WAY)),
        ]

    def __str__(self) -> str:
        return f"{self.rating}: {self.claim}"


class VerdictEvidence(models.Model):
    """An attribution that a verdict rests on, in the order in which the rationale uses it."""

    verdict = models.ForeignKey(Verdict, on_delete=models.CASCADE, related_name="evidence")
    attribution = models.ForeignKey(Attribution, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(name="verdictevidence_once", fields=["verdict", "attribution"])]

    def __str__(self) -> str:
        return str(self.attribution)


class VerdictNote(models.Model):
    """An action on a verdict, by whom, with their comment. Append-only."""

    verdict = models.ForeignKey(Verdict, on_delete=models.PROTECT, related_name="notes")
    action = models.CharField(max_length=40)
    actor = models.CharField(max_length=300)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False,
        help_text="The account of the actor, which decides who may review.",
    )  # fmt: skip
    may_be = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="+", blank=True,
        help_text="For an old row that only names its actor: the accounts that it may mean.",
    )  # fmt: skip
    at = models.DateTimeField()
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.action
