"""The tutorial of docs/api.md, carried out as it stands against the running site."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from claims.operations.desk.roles import EDITOR, ensure_role
from tests.cases import load_sample

TUTORIAL = (Path(__file__).parents[2] / "docs/api.md").read_text().partition("## What there is")[0]


@pytest.fixture
def shown(transactional_db: None, now: Any, live_server: Any, capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    """The variables of the tutorial: its first step, without a second process on this test's database."""
    load_sample(now)
    User.objects.create_user("ada").groups.add(ensure_role(EDITOR))
    made = re.search(r"^python manage.py (token make .*)$", TUTORIAL, re.MULTILINE)
    assert made is not None
    words = re.findall(r'"([^"]*)"|(\S+)', made[1].replace("$PERSON", "ada"))
    call_command(*[quoted or bare for quoted, bare in words])
    return {"TOKEN": capsys.readouterr().out.strip(), "HOST": live_server.url}


def test_every_step_does_what_it_says(shown: dict[str, str]) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    contested, whole, again, lines, record, change = re.findall(r"^curl .*$", TUTORIAL, re.MULTILINE)
    found = json.loads(run(contested, shown))["claims"]
    assert {claim["key"] for claim in found} == {"arms-transfers", "ballistic-missiles"}
    assert all(set(claim) == {"key", "explanation"} for claim in found)
    assert json.loads(run(whole, shown))["support"]["at_least"] == 2
    head = run(whole.replace("curl -s", "curl -s -o /dev/null -D -"), shown)
    assert run(again, {**shown, "ETAG": etag_in(head)}) == "304"
    assert len(run(lines, shown).splitlines()) >= 2
    recorded = run(record.replace("curl -s", "curl -s -i"), shown)
    assert "unstated_origin" in recorded
    assert "idempotent-replayed: true" in run(record.replace("curl -s", "curl -s -i"), shown).lower()
    changed = json.loads(run(change, {**shown, "ETAG": etag_in(recorded)}))
    assert (changed["topics"], changed["revision"]) == (["diplomacy"], 2)


def test_the_program_reads_every_page(shown: dict[str, str]) -> None:
    (program,) = re.findall(r"```python\n(.*?)```", TUTORIAL, re.DOTALL)
    done = subprocess.run(
        [sys.executable, "-c", program], env={**os.environ, **shown}, capture_output=True, text=True, check=True
    )
    assert len(done.stdout.splitlines()) > 10
    assert "arms-transfers contested" in done.stdout


def etag_in(head: str) -> str:
    found = re.search(r"^etag: (.*)$", head, re.MULTILINE | re.IGNORECASE)
    assert found is not None
    return found[1].strip()


def run(command: str, variables: dict[str, str]) -> str:
    done = subprocess.run(["bash", "-c", command], env={**os.environ, **variables}, capture_output=True, text=True, check=True)
    return done.stdout
