"""Verification over the API: starting, resuming and reading runs."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

import claims.launch
import claims.tasks
from claims.models import Standing, VerificationRun
from claims.models.run import ALL, DONE, DUE, RUNNING
from claims.operations.desk.roles import ADMINISTRATOR, EDITOR, REPORTER
from claims.runs.chunks import start_run, work_chunk
from factcheck.access.scopes import CLAIMS_READ, RUNS_START
from tests.factcheck.api.asking import Caller, caller
from tests.factcheck.api.counting import queries_of
from tests.factcheck.api.described import described
from tests.left_runs import leave

ACTOR = "job:nightly"


def test_without_workers_the_request_does_what_it_can(one: Caller) -> None:
    answer = one.post("runs/", {"scope": "all"})
    shown = described(answer, "start_run")
    run = VerificationRun.objects.get()
    assert (answer.status_code, shown["number"], shown["state"]) == (202, run.pk, DONE)
    assert (run.actor, run.raised) == (f"token:{one.token.key} (api-editor)", 5)
    assert answer["Location"].endswith(f"/api/v1/runs/{run.pk}/")
    assert (shown["counts"]["verified"], shown["counts"]["raised"], shown["chunks_done"]) == (5, 5, 3)
    assert described(one.get(f"runs/{run.pk}/"), "read_run") == shown


def test_what_it_could_not_do_in_its_time_is_gone_on_with(one: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claims.launch, "SECONDS", 0)
    shown = one.post("runs/", {"scope": "due"}).json()
    assert (shown["state"], shown["chunks_done"], shown["chunks"]) == (RUNNING, 0, 3)
    again = described(one.post("runs/", {"scope": "due"}), "start_run")
    assert again["type"].endswith("conflict")
    assert f"Run {shown['number']}" in again["detail"]
    monkeypatch.undo()
    done = described(one.post(f"runs/{shown['number']}/resume/"), "resume_run")
    assert (done["number"], done["state"], done["counts"]["verified"]) == (shown["number"], DONE, 5)
    over = described(one.post(f"runs/{shown['number']}/resume/"), "resume_run")
    assert (over["status"], over["type"]) == (409, "/api/v1/problems/conflict")
    assert one.post("runs/999/resume/").status_code == 404


def test_with_workers_it_is_shared_out_among_them(
    one: Caller, settings: Any, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    shared: list[int] = []
    settings.CELERY_BROKER_URL = "redis://broker.example"
    monkeypatch.setattr(claims.launch, "share_out", shared.append)
    with django_capture_on_commit_callbacks(execute=True):
        shown = one.post("runs/", {"scope": "all"}, **{"Idempotency-Key": "tonight"})
    assert (shown.status_code, shown.json()["state"], shown.json()["chunks_done"]) == (202, RUNNING, 0)
    assert shared == [VerificationRun.objects.get().pk]
    assert one.post("runs/", {"scope": "all"}, **{"Idempotency-Key": "tonight"}).content == shown.content
    assert one.post("runs/", {"scope": "all"}).status_code == 409
    assert VerificationRun.objects.count() == 1


def test_starting_requires_its_scope_and_a_role_that_changes_claims(one: Caller) -> None:
    assert caller(EDITOR).post("runs/", {"scope": "due"}).json()["type"].endswith("missing-scope")
    assert caller(REPORTER, (RUNS_START,)).post("runs/", {"scope": "due"}).json()["type"].endswith("not-allowed")
    wrong = described(one.post("runs/", {"scope": "preview"}), "start_run")
    assert (wrong["status"], wrong["errors"][0]["pointer"]) == (422, "/scope")
    assert not VerificationRun.objects.exists()


def test_runs_are_listed_the_last_first_each_as_far_as_it_is(one: Caller, later: datetime) -> None:
    for _ in range(3):
        one.post("runs/", {"scope": "all"})
    half = start_run(DUE, now=later, actor=ACTOR)
    whole = start_run(ALL, now=later, actor=ACTOR)
    work_chunk(whole, lambda: later)
    numbers, path = [], "runs/?limit=2"
    while path:
        shown = described(one.get(path), "list_runs")
        numbers += [run["number"] for run in shown["runs"]]
        path = shown["next"].partition("/api/v1/")[2] if shown["next"] else ""
    assert numbers == sorted(numbers, reverse=True)
    assert len(numbers) == 5
    first = one.get("runs/").json()["runs"][0]
    assert (first["number"], first["chunks_done"], first["chunks"], first["counts"]["verified"]) == (whole.pk, 1, 3, 2)
    assert half.pk in numbers
    assert queries_of(one, "runs/?limit=1") == queries_of(one, "runs/") == 2  # the runs; what their chunks come to


def test_chunks_show_what_each_did(one: Caller, later: datetime) -> None:
    run = start_run(ALL, now=later, actor=ACTOR)
    work_chunk(run, lambda: later)
    first = described(one.get(f"runs/{run.pk}/chunks/?limit=2"), "list_chunks")
    done, waiting = first["chunks"]
    assert (done["number"], done["state"], done["raised"], waiting["number"], waiting["state"]) == (1, "done", 2, 2, "waiting")
    rest = described(one.get(first["next"].partition("/api/v1/")[2]), "list_chunks")
    assert ([chunk["number"] for chunk in rest["chunks"]], rest["next"]) == ([3], None)
    assert queries_of(one, f"runs/{run.pk}/chunks/") == 2  # the run; its chunks


def test_a_run_that_was_left_for_a_day_is_not_gone_on_with(one: Caller, later: datetime) -> None:
    run = start_run(ALL, now=later - timedelta(days=2), actor=_actor_of(one))
    leave(run, timedelta(days=2))
    assert one.post(f"runs/{run.pk}/resume/").status_code == 409
    assert one.get(f"runs/{run.pk}/").json()["state"] == "running"
    assert one.post("runs/", {"scope": "all"}).status_code == 202
    assert one.get(f"runs/{run.pk}/").json()["state"] == "stopped"
    assert Standing.objects.filter(status="corroborated").count() == 5


def test_who_started_a_run_stops_and_resumes_it(one: Caller) -> None:
    actor = _actor_of(one)
    run = start_run(DUE, now=timezone.now(), actor=actor)
    assert one.post(f"runs/{run.pk}/stop/", {"reason": "the wrong hour"}).json()["stopped_by"] == actor
    assert one.post(f"runs/{run.pk}/resume/").status_code == 202


def test_an_administrator_stops_a_run_and_it_is_resumed(one: Caller) -> None:
    run = start_run(DUE, now=timezone.now() - timedelta(days=1000), actor=ACTOR)
    assert one.post(f"runs/{run.pk}/stop/", {"reason": "too slow"}).json()["type"].endswith("not-allowed")
    admin = caller(ADMINISTRATOR, (CLAIMS_READ, RUNS_START))
    assert caller(ADMINISTRATOR).post(f"runs/{run.pk}/stop/", {"reason": "no"}).json()["type"].endswith("missing-scope")
    assert admin.post(f"runs/{run.pk}/stop/", {}).status_code == 422
    shown = described(admin.post(f"runs/{run.pk}/stop/", {"reason": "too slow"}), "stop_run")
    assert (shown["state"], shown["stopped_by"]) == ("stopped", f"token:{admin.token.key} (api-administrator)")
    assert shown["trouble"].endswith(": too slow")
    assert described(admin.post(f"runs/{run.pk}/stop/", {"reason": "again"}), "stop_run")["status"] == 409
    refused = described(one.post(f"runs/{run.pk}/resume/"), "resume_run")
    assert refused["detail"] == "This request requires claims.change_verificationrun."
    assert described(admin.post(f"runs/{run.pk}/resume/"), "resume_run")["state"] == DONE


def _actor_of(one: Caller) -> str:
    return f"token:{one.token.key} ({one.token.user.get_username()})"
