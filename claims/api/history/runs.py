"""Verification runs: their progress and results; and starting one."""

from __future__ import annotations

from datetime import datetime
from operator import attrgetter
from typing import Any, ClassVar, Final, Literal

import msgspec
from django.http import HttpResponse
from django.utils import timezone
from rest_framework.request import Request

from claims.api.claims.read import reads
from claims.api.writing import DeskWrite, require, sends
from claims.casefile.values import Reason, Record
from claims.launch import begin_run, resume_run
from claims.models import VerificationRun
from claims.models.run import RUNNING
from claims.queries.history import runs as queries
from claims.queries.history.night import run_by_id
from claims.runs.chunks import RunInProgressError
from claims.runs.lifecycle import RunClosedError, RunEndedError, stop_run
from claims.vocabulary import RunScope
from factcheck.access.scopes import RUNS_START
from factcheck.api.describing import Op
from factcheck.api.paging import before_parameters, json_answer, numbered_page
from factcheck.api.problems import ProblemError
from factcheck.api.views import ApiView, answer, encoded
from factcheck.api.writing import Refusals, actor_of
from factcheck.words import OneOf

#: Starting a run requires what verifying several claims does on the desk.
_NEEDS: Final = sends("claims_claim_bulk/verify")


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """The totals: claims verified, re-assessed and changed, flags raised and cleared, claims that failed, claims that changed
    though proven unchanged, and seconds of work."""

    verified: int
    assessed: int
    changed: int
    raised: int
    cleared: int
    failed: int
    surprises: int
    seconds: float


class RunBody(msgspec.Struct, frozen=True, kw_only=True):
    """A run: its scope, clock and policy, its progress, and its totals so far.

    ``queued``: it is stored, but no worker has it yet; while the broker is unavailable it stays so.
    """

    number: int
    scope: str
    state: str
    actor: str
    started_at: datetime
    finished_at: datetime | None
    now: datetime
    policy_version: str
    policy: int
    draft: int | None
    chunks_done: int
    chunks: int
    queued: bool
    counts: Counts
    stopped_by: str
    trouble: str


class RunPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of runs, newest first."""

    runs: tuple[RunBody, ...]
    next: str | None


class NewRun(Record, frozen=True, kw_only=True):
    """Which claims to verify: marked and due ones, or all."""

    scope: OneOf[Literal[RunScope.DUE, RunScope.ALL]]


class RunWrite(DeskWrite):
    """A write to runs; only one run per scope is active at a time."""

    refusals: ClassVar[Refusals] = {
        RunInProgressError: lambda error: ProblemError("conflict", str(error)),
        RunClosedError: lambda error: ProblemError("conflict", str(error)),
        RunEndedError: lambda error: ProblemError("conflict", str(error)),
        **DeskWrite.refusals,
    }


class Runs(RunWrite):
    """``/runs/``: list runs, and start one."""

    ops = {
        "GET": reads(
            "list_runs",
            "Verification runs with their progress, newest first.",
            "claims.view_verificationrun",
            parameters=before_parameters("runs"),
            gives=RunPage,
        ),
        "POST": Op(
            name="start_run",
            does=(
                "Start to verify marked and due claims, or all. The workers do it; without workers, this request"
                " does what it can in a few seconds, and `resume_run` or `manage.py verify` continues the run. `queued` says"
                " that no worker has it yet, as while the broker is unavailable: it starts once the broker is back. It does not"
                " put new rules in force: until an administrator does, claims with results of other rules keep them."
            ),
            scope=RUNS_START,
            needs=_NEEDS,
            takes=NewRun,
            gives=RunBody,
            status=202,
            example={"scope": "due"},
        ),
    }

    def get(self, request: Request) -> HttpResponse:
        return numbered_page(request, "runs", lambda *page: list(map(run_body, queries.run_page(*page))), attrgetter("number"))

    def posted(self, request: Request, said: NewRun, **_keys: Any) -> HttpResponse:
        return accepted(request, begin_run(said.scope, clock=timezone.now, actor=actor_of(request)))


class OneRun(ApiView):
    """``GET /runs/NUMBER/``: one run and its progress."""

    ops = {"GET": reads("read_run", "One verification run and its progress.", "claims.view_verificationrun", gives=RunBody)}

    def get(self, request: Request, number: int) -> HttpResponse:
        return json_answer(request, body_of_run(found_run(number)))


class Resume(RunWrite):
    """``POST /runs/NUMBER/resume/``: resume a stalled run."""

    ops = {
        "POST": Op(
            name="resume_run",
            does=(
                "Resume a run that stalled or was stopped, where it stopped, unless a later run does its work. The run of"
                " another requires `claims.change_verificationrun`."
            ),
            scope=RUNS_START,
            needs=sends("claims_verificationrun_resume"),
            gives=RunBody,
            status=202,
        )
    }

    def posted(self, request: Request, said: Any, **keys: Any) -> HttpResponse:  # noqa: ARG002 - the body is empty
        run = own_run(request, keys["number"])
        if not resume_run(run, clock=timezone.now, actor=actor_of(request)):
            raise ProblemError("conflict", "This run cannot be resumed: it has ended, or is out of date. Start another run.")
        return accepted(request, run)


class Stopping(Record, frozen=True, kw_only=True):
    """Why; it is stored with the run."""

    reason: Reason


class Stop(RunWrite):
    """``POST /runs/NUMBER/stop/``: stop a run in progress."""

    ops = {
        "POST": Op(
            name="stop_run",
            does=(
                "Stop a run in progress. Workers finish the chunk that they work on; what is done stays. `resume_run` goes on"
                " with it, and the next run does what is left of it. The run of another requires"
                " `claims.change_verificationrun`."
            ),
            scope=RUNS_START,
            needs=sends("claims_verificationrun_stop"),
            takes=Stopping,
            gives=RunBody,
            example={"reason": "The import of this morning has to be finished first."},
        )
    }

    def posted(self, request: Request, said: Stopping, **keys: Any) -> HttpResponse:
        run = own_run(request, keys["number"])
        stop_run(run, timezone.now(), actor=actor_of(request), reason=said.reason)
        run.refresh_from_db()
        return answer(encoded(body_of_run(run)))


def found_run(wanted: int) -> VerificationRun:
    """Return a run by its number. Raises: ProblemError if there is none."""
    run = run_by_id(wanted)
    if run is None:
        raise ProblemError("not-found", f"Unknown run {wanted}.")
    return run


def own_run(request: Request, wanted: int) -> VerificationRun:
    """Return a run by its number, to stop or resume it: that of another requires a permission. Raises: ProblemError."""
    run = found_run(wanted)
    if run.actor != actor_of(request):
        require(request, "claims.change_verificationrun")
    return run


def body_of_run(run: VerificationRun) -> RunBody:
    """Return a run as it is sent, with its progress."""
    return run_body(queries.so_far([run])[0])


def run_body(found: queries.SoFar) -> RunBody:
    """Return a run as it is sent."""
    run = found.run
    return RunBody(
        number=run.pk,
        scope=run.scope,
        state=run.state,
        actor=run.actor,
        started_at=run.started_at,
        finished_at=run.finished_at,
        now=run.now,
        policy_version=run.policy_version,
        policy=run.desk_policy,
        draft=run.draft_id,
        chunks_done=found.chunks_done,
        chunks=found.chunks,
        queued=run.state == RUNNING and run.queued,
        counts=Counts(**found.counts),
        stopped_by=run.stopped_by,
        trouble=run.trouble,
    )


def accepted(request: Request, run: VerificationRun) -> HttpResponse:
    """Return the response that a run was started, or is done already, with the URL of its progress."""
    # Without workers this request has done part of the run itself.
    run.refresh_from_db()
    response = answer(encoded(body_of_run(run)))
    response.status_code = 202
    response["Location"] = request.build_absolute_uri(f"/api/v1/runs/{run.pk}/")
    return response
