"""Verification runs: what each did, how far it is, and what it found; and a new one."""

from __future__ import annotations

from datetime import datetime
from operator import attrgetter
from typing import Any, ClassVar, Final, Literal

import msgspec
from django.http import HttpResponse
from django.utils import timezone
from rest_framework.request import Request

from claims.api.claims.read import reads
from claims.api.writing import DeskWrite, sends
from claims.casefile.values import Record
from claims.launch import begin_run, resume_run
from claims.models import VerificationRun
from claims.models.run import RUNNING
from claims.queries.history import runs as queries
from claims.queries.history.night import run_by_id
from claims.runs.chunks import RunInProgressError
from claims.runs.lifecycle import RunClosedError
from claims.vocabulary import RunScope
from factcheck.access.scopes import RUNS_START
from factcheck.api.describing import Op
from factcheck.api.paging import before_parameters, numbered_page, told
from factcheck.api.problems import ProblemError
from factcheck.api.views import ApiView, answer, encoded
from factcheck.api.writing import Refusals, actor_of
from factcheck.words import OneOf

#: No number of a run or chunk is higher.
_NEEDS: Final = sends("claims_claim_bulk/verify")


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """What was done, counted: claims verified, those of them assessed anew, those whose result changed, flags raised and
    cleared, claims that failed, claims that changed though proven not to, and seconds of work."""

    verified: int
    assessed: int
    changed: int
    raised: int
    cleared: int
    failed: int
    surprises: int
    seconds: float


class RunBody(msgspec.Struct, frozen=True, kw_only=True):
    """A run: which claims, on which clock and policy, how far it is, and what it did by now.

    ``queued``: it is stored, and no worker was given it yet. Where the broker is away it stays so until it is back.
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
    trouble: str


class RunPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of runs, the last first."""

    runs: tuple[RunBody, ...]
    next: str | None


class NewRun(Record, frozen=True, kw_only=True):
    """Which claims to verify: what is marked or due, or all."""

    scope: OneOf[Literal[RunScope.DUE, RunScope.ALL]]


class RunWrite(DeskWrite):
    """A write to runs, of which one over the same scope goes on at a time."""

    refusals: ClassVar[Refusals] = {
        RunInProgressError: lambda error: ProblemError("conflict", str(error)),
        RunClosedError: lambda error: ProblemError("conflict", str(error)),
        **DeskWrite.refusals,
    }


class Runs(RunWrite):
    """``/runs/``: a page of them, and a new one."""

    ops = {
        "GET": reads(
            "list_runs",
            "Verification runs, the last first, each as far as it is.",
            "claims.view_verificationrun",
            parameters=before_parameters("runs"),
            gives=RunPage,
        ),
        "POST": Op(
            name="start_run",
            does=(
                "Start to verify what is marked or due, or all claims. The workers do it; where there are none, this request"
                " does what it can in a few seconds, and the run goes on by `resume_run` or `manage.py verify`. `queued` says"
                " that no worker was given it yet, as while the broker is away: it begins once that is back."
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
    """``GET /runs/NUMBER/``: one run, as far as it is."""

    ops = {"GET": reads("read_run", "One verification run, as far as it is.", "claims.view_verificationrun", gives=RunBody)}

    def get(self, request: Request, number: int) -> HttpResponse:
        return told(request, body_of_run(found_run(number)))


class Resume(RunWrite):
    """``POST /runs/NUMBER/resume/``: go on with one that stopped."""

    ops = {
        "POST": Op(
            name="resume_run",
            does="Go on with a run that was interrupted, or that no worker does, where it stopped.",
            scope=RUNS_START,
            needs=_NEEDS,
            gives=RunBody,
            status=202,
        )
    }

    def posted(self, request: Request, said: Any, **keys: Any) -> HttpResponse:  # noqa: ARG002 - nothing is sent
        run = found_run(keys["number"])
        if not resume_run(run, clock=timezone.now):
            raise ProblemError("conflict", "It does not go on: it is over, or was left for a day. Start another one.")
        return accepted(request, run)


def found_run(wanted: int) -> VerificationRun:
    """Return a run by its number. Raises: ProblemError where there is none."""
    run = run_by_id(wanted)
    if run is None:
        raise ProblemError("not-found", f"There is no run {wanted}.")
    return run


def body_of_run(run: VerificationRun) -> RunBody:
    """Return a run as it is sent, as far as it is."""
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
        trouble=run.trouble,
    )


def accepted(request: Request, run: VerificationRun) -> HttpResponse:
    """Return the answer that a run is under way, or done already, and where one reads how far it is."""
    run.refresh_from_db()
    response = answer(encoded(body_of_run(run)))
    response.status_code = 202
    response["Location"] = request.build_absolute_uri(f"/api/v1/runs/{run.pk}/")
    return response
