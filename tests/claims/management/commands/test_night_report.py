"""The report of a night, as an editor reads it in the morning."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from claims.models import Attribution
from claims.runs.chunks import note_trouble, start_run, work_chunk
from claims.runs.lifecycle import finish_run
from claims.verification import evaluating
from tests.cases import claim, person, row
from tests.left_runs import leave

Load = Callable[..., Any]


def printed(*arguments: str) -> str:
    out = StringIO()
    call_command("night_report", *arguments, stdout=out)
    return out.getvalue()


def verify(at: datetime) -> None:
    run = start_run("all", now=at, actor="job:weekly")
    while work_chunk(run, lambda: at) is not None:
        pass
    finish_run(run, at)


def test_a_night_report_lists_flags_and_claims(
    loaded: Load, now: datetime, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.VERIFICATION_CHUNK = 2
    loaded(sources=[person("ada")], claims=[claim(f"c{number}", row("ada")) for number in range(3)])
    Attribution.objects.filter(claim__key="c0").update(stance="denies")
    real = evaluating.assess
    monkeypatch.setattr(evaluating, "assess", lambda facts, *rest: 1 / 0 if facts.key == "c2" else real(facts, *rest))
    verify(now + timedelta(days=91))
    report = json.loads(printed("--json"))
    assert {"claim": "c0", "flag": "denied_only", "implies": ["unsourced"]} in report["raised"]
    assert {"claim": "c1", "flag": "stale", "implies": []} in report["raised"]
    assert {"claim": "c0", "flag": "single_origin"} in report["cleared"]
    assert report["due"] == ["c0", "c1", "c2"]
    assert report["failed"] == [{"claim": "c2", "error": "ZeroDivisionError: division by zero"}]
    assert "  stale: The claim c1. (c1)" in printed()


def test_a_quiet_night_says_so(loaded: Load, now: datetime) -> None:
    loaded(sources=[person("ada")], claims=[claim("c", row("ada"))])
    verify(now)
    assert "New flags: none" in printed()
    assert "finished" not in printed()


def test_a_run_that_did_not_end_says_how_far_it_is_and_why(loaded: Load, now: datetime, settings: Settings) -> None:
    settings.VERIFICATION_CHUNK = 2
    loaded(sources=[person("ada")], claims=[claim(f"c{number}", row("ada")) for number in range(3)])
    at = now + timedelta(days=91)
    run = start_run("all", now=at, actor="job:weekly")
    work_chunk(run, lambda: at)
    note_trouble(run.pk, OSError("No space left on device"), at)
    assert "Not finished: 1 of its 2 chunks are done." in printed()
    assert "No space left on device" in printed()
    assert "2 claims verified, 2 changed." in printed()
    report = json.loads(printed("--json"))
    assert (report["chunks"], report["run"]["verified"]) == ({"done": 1, "total": 2}, 2)
    assert report["run"]["trouble"] in report["unfinished"]
    leave(run, timedelta(days=2))
    start_run("all", now=now, actor="job:weekly")
    assert "Closed unfinished: it had stalled for a day. 1 of its 2 chunks are done." in printed("--run", str(run.pk))


@pytest.mark.django_db
def test_without_a_run_there_is_nothing_to_tell() -> None:
    with pytest.raises(CommandError, match="no verification has run yet"):
        printed()
    with pytest.raises(CommandError, match="there is no run 7"):
        printed("--run", "7")
