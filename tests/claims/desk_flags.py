"""Flags and runs of which a test says when they came, for what the desk's front page counts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from claims.models import Assessment, Claim, Flag, VerificationRun
from claims.runs.chunks import start_run, work_chunk
from claims.runs.lifecycle import finish_run


def store_flag(about: Claim, raised_at: datetime, code: str = "stale", severity: str = "info", **fields: Any) -> Flag:
    """Store a flag of a claim that was assessed; with ``cleared_at`` or ``waived_until`` it is cleared or waived."""
    by = Assessment.objects.filter(claim=about).latest("id")
    if "cleared_at" in fields:
        fields["cleared_by"] = by
    if "waived_until" in fields:
        fields |= {"waived_at": raised_at, "waived_by": "user:ada", "waiver_reason": "known"}
    shown = {"code": code, "severity": severity, "reason": "why"}
    return Flag.objects.create(claim=about, raised_at=raised_at, raised_by=by, **shown, **fields)


def run_through(scope: str, at: datetime) -> VerificationRun:
    """Do a whole run, all of it at one time."""
    run = start_run(scope, now=at, actor="job:nightly")
    while work_chunk(run, lambda: at) is not None:
        pass
    finish_run(run, at)
    return run
