"""The page “System”, of administrators: what is wrong, what to do, and runs that can be stopped."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims.models import VerificationRun
from claims.models.run import ALL, DONE, RUNNING, STOPPED
from claims.operating.check import Check, State
from claims.runs.chunks import start_run
from tests.claims.management.typed import run as command


@pytest.fixture
def system() -> str:
    return reverse("admin:claims_verificationrun_system")


@pytest.mark.usefixtures("sample")
def test_it_says_what_is_wrong_first_and_what_to_do(system: str, administrator: Client, settings: Any) -> None:
    settings.CELERY_BROKER_URL = "memory://"
    shown = administrator.get(system)
    states = [check["state"] for check in shown.context["checks"]]
    assert "failed" in states[0]
    assert "works" in states[-1]
    text = shown.content.decode()
    assert "Beat has never sent a task" in text
    assert "celery -A factcheck.celery beat" in text
    assert "No run is in progress." in text


@pytest.mark.usefixtures("sample")
def test_only_administrators_see_it_and_stop_runs(system: str, senior: Client, administrator: Client, now: datetime) -> None:
    run = start_run(ALL, now=now, actor="user:ada")
    stop = reverse("admin:claims_verificationrun_stop", args=[run.pk])
    assert senior.get(system).status_code == 403
    assert "Somebody else started this run." in senior.post(stop, {"reason": "mine"}).content.decode()
    assert system not in senior.get(reverse("admin:index")).content.decode()
    assert system in administrator.get(reverse("admin:index")).content.decode()
    assert stop in administrator.get(system).content.decode()
    assert administrator.post(stop, {"reason": ""}).status_code == 200
    assert VerificationRun.objects.get().state == RUNNING
    done = administrator.post(stop, {"reason": "the disk is full"}, follow=True)
    assert done.redirect_chain[0][0] == system
    assert f"Run {run.pk} is stopped." in done.content.decode()
    run.refresh_from_db()
    assert (run.state, run.trouble) == (STOPPED, f"Stopped by {run.stopped_by}: the disk is full")
    assert "has ended already" in administrator.post(stop, {"reason": "again"}).content.decode()


@pytest.mark.usefixtures("sample")
def test_the_command_stops_a_run(now: datetime) -> None:
    assert "No run is in progress" in command("stop_run", "--reason", "none")
    run = start_run(ALL, now=now, actor="user:ada")
    with pytest.raises(CommandError, match="is not in progress"):
        command("stop_run", str(run.pk + 1), "--reason", "wrong")
    assert f"Run {run.pk} is stopped: 0 of its 1 chunks are done." in command("stop_run", str(run.pk), "--reason", "too slow")
    run.refresh_from_db()
    assert (run.state, run.stopped_by) == (STOPPED, "command:stop_run")


@pytest.mark.usefixtures("sample")
def test_the_front_page_leads_to_it_when_something_is_wrong(
    system: str, administrator: Client, senior: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    front, found = reverse("admin:index"), [Check("beat", State.OK, "Works."), Check("worker", State.FAILED, "Silent.")]
    monkeypatch.setattr("claims.admin.desk.front_page.all_checks", lambda _now: found)
    shown = administrator.get(front)
    line = shown.context["desk"]["system"]
    assert (line.value, line.words, line.url, line.tone) == (1, "part of the service needs you", system, "critical")
    assert "part of the service needs you" in shown.content.decode()
    assert senior.get(front).context["desk"]["system"] is None
    found.pop()
    assert administrator.get(front).context["desk"]["system"] is None


@pytest.mark.usefixtures("sample")
def test_who_started_a_run_stops_it_and_resumes_it(editor: Client, senior: Client, now: datetime) -> None:
    name = User.objects.get(pk=editor.session["_auth_user_id"]).get_username()
    run = start_run(ALL, now=timezone.now(), actor=f"user:{name}")
    page = reverse("admin:claims_verificationrun_change", args=[run.pk])
    stop, resume = (reverse(f"admin:claims_verificationrun_{step}", args=[run.pk]) for step in ("stop", "resume"))
    assert stop in editor.get(page).content.decode()
    assert stop not in senior.get(page).content.decode()
    assert "Somebody else started this run." in senior.post(stop, {"reason": "mine"}).content.decode()
    done = editor.post(stop, {"reason": "the wrong hour"}, follow=True)
    assert done.redirect_chain[0][0] == page
    assert resume in done.content.decode()
    assert "Somebody else started this run." in senior.post(resume).content.decode()
    assert f"Run {run.pk} goes on where it stopped." in editor.post(resume, follow=True).content.decode()
    run.refresh_from_db()
    assert run.state == DONE  # without workers this request does it
    assert "cannot be resumed" in editor.post(resume).content.decode()
