"""``verify`` whose run another one closes in the middle: an error, never a success."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import Settings

from claims.management.commands import verify
from claims.models import VerificationRun
from claims.models.run import ALL
from claims.runs.chunks import RunInProgressError, start_run
from tests.cases import claim, person, row
from tests.left_runs import leave


@pytest.fixture(autouse=True)
def _closed_after_its_first_chunk(loaded: Callable[..., Any], settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.VERIFICATION_CHUNK = 2
    loaded(sources=[person("ada")], claims=[claim(f"c{number}", row("ada")) for number in range(5)])
    work_chunk = verify.work_chunk

    def work_and_be_closed(run: VerificationRun, *arguments: Any) -> Any:
        found = work_chunk(run, *arguments)
        if VerificationRun.objects.count() == 1:
            leave(run, timedelta(days=2))
            start_run(ALL, now=timezone.now(), actor="job:weekly")
        return found

    monkeypatch.setattr(verify, "work_chunk", work_and_be_closed)


@pytest.mark.parametrize("as_json", [True, False])
def test_a_closed_run_is_an_error_that_says_how_far_it_came(as_json: bool) -> None:
    out = StringIO()
    with pytest.raises(CommandError, match="was closed before it was complete") as stopped:
        call_command("verify", everything=True, as_json=as_json, stdout=out)
    assert "1 of its 3 chunks are done and stored" in str(stopped.value)
    assert stopped.value.returncode == 1
    if not as_json:
        assert out.getvalue() == ""
        return
    result = json.loads(out.getvalue())
    assert (result["run"]["state"], result["run"]["verified"], result["error"]) == ("stopped", 2, str(stopped.value))


def test_what_other_workers_are_still_at_is_counted_as_far_as_it_is(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    run = start_run(ALL, now=now, actor="job:weekly")
    verify.start_run(verify.DUE, now=now, actor="job:nightly")  # so that nothing closes the first
    monkeypatch.setattr(verify, "work_chunk", _one_chunk_is_left_to_others(verify.work_chunk))
    out, err = StringIO(), StringIO()
    call_command("verify", everything=True, as_json=True, stdout=out, stderr=err)
    assert f"Other workers are still working on run {run.pk}" in err.getvalue()
    assert json.loads(out.getvalue())["run"]["verified"] == 4


def _one_chunk_is_left_to_others(work_chunk: Callable[..., Any]) -> Callable[..., Any]:
    return lambda run, *arguments: work_chunk(run, *arguments) if run.chunks.filter(state="waiting").count() > 1 else None


def test_a_run_that_starts_at_the_same_time_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    def begun(*_arguments: Any, **_named: Any) -> Any:
        raise RunInProgressError("Another run is under way.")

    monkeypatch.setattr(verify, "start_run", begun)
    with pytest.raises(CommandError, match="Run the command again to join it"):
        call_command("verify")
