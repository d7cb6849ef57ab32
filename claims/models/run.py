"""Verification runs, which are resumable: a run and its chunks of claims."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from claims.models.policy import DeskPolicy
from claims.vocabulary import ChunkState, RunScope, RunState

DUE = RunScope.DUE
ALL = RunScope.ALL
CHOSEN = RunScope.CHOSEN
PREVIEW = RunScope.PREVIEW

RUNNING = RunState.RUNNING
DONE = RunState.DONE
STOPPED = RunState.STOPPED
WAITING = ChunkState.WAITING


class VerificationRun(models.Model):
    """One run over marked and due claims, or over all. It uses the clock and policy of its start throughout."""

    scope = models.CharField(max_length=10, help_text="due, all, claims (chosen by hand), or preview (of a policy).")
    state = models.CharField(max_length=10, default=RUNNING)
    actor = models.CharField(max_length=300)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    # The database's clock, as workers on several machines compare it.
    alive_at = models.DateTimeField(
        db_default=Now(), help_text="By the database's clock, when it began, was given to workers, or a chunk ended."
    )
    queued = models.BooleanField(default=False, help_text="No worker has it yet, for example while the broker is unavailable.")
    now = models.DateTimeField(help_text="The clock that the whole run uses.")
    policy_version = models.CharField(max_length=40)
    desk_policy = models.PositiveIntegerField(help_text="The version of the desk policy that the whole run uses.")
    draft = models.ForeignKey(
        DeskPolicy, null=True, blank=True, on_delete=models.PROTECT, related_name="previews", help_text="What is previewed."
    )
    verified = models.PositiveIntegerField(default=0)
    assessed = models.PositiveIntegerField(default=0, help_text="Of those, not proven unchanged by the digest of their facts.")
    changed = models.PositiveIntegerField(default=0)
    raised = models.PositiveIntegerField(default=0)
    cleared = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    surprises = models.PositiveIntegerField(
        default=0, help_text="Changed although their digest did not: the digest is at fault."
    )
    seconds = models.FloatField(default=0, help_text="Spent on its chunks, added up over all workers.")
    stopped_by = models.CharField(
        max_length=300, blank=True, db_default="", help_text="Who stopped it before its end; why is its trouble."
    )
    trouble = models.TextField(blank=True, help_text="Why a worker last stopped working on it; it will be resumed.")

    class Meta:
        constraints = [
            # Two beats, or a beat and a command, may start one at the same moment.
            models.UniqueConstraint(name="run_one_at_a_time", fields=["scope"], condition=Q(state=RUNNING)),
            models.CheckConstraint(name="run_scope", condition=Q(scope__in=RunScope.words())),
            models.CheckConstraint(
                name="run_previews_a_draft",
                condition=(Q(scope=PREVIEW) & Q(draft__isnull=False)) | (~Q(scope=PREVIEW) & Q(draft=None)),
            ),
            models.CheckConstraint(name="run_state", condition=Q(state__in=RunState.words())),
        ]

    def __str__(self) -> str:
        return f"run {self.pk} ({self.scope}, {self.state})"


class VerificationChunk(models.Model):
    """A range of claim ids of a run. It is done, with its counts, in the same transaction as its results, or not at all."""

    run = models.ForeignKey(VerificationRun, on_delete=models.CASCADE, related_name="chunks")
    number = models.PositiveIntegerField()
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    state = models.CharField(max_length=10, default=WAITING)
    report = models.JSONField(default=dict, help_text="What was raised, cleared, due and failed.")
    finished_at = models.DateTimeField(null=True, blank=True)
    verified = models.PositiveIntegerField(default=0)
    assessed = models.PositiveIntegerField(default=0, help_text="Of those, not proven unchanged by the digest of their facts.")
    changed = models.PositiveIntegerField(default=0)
    raised = models.PositiveIntegerField(default=0)
    cleared = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    surprises = models.PositiveIntegerField(
        default=0, help_text="Changed although their digest did not: the digest is at fault."
    )
    seconds = models.FloatField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="chunk_number", fields=["run", "number"]),
            models.CheckConstraint(name="chunk_range", condition=Q(first_id__lte=F("last_id"))),
        ]
        indexes = [models.Index(name="chunk_waiting", fields=["run", "number"], condition=Q(state=WAITING))]

    def __str__(self) -> str:
        return f"chunk {self.number} of run {self.run_id}"
