"""``manage.py configuration`` shows what is set, and no secret."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from factcheck.configuration.environment import Environment


@pytest.fixture
def shown(settings: Any, tmp_path: Path) -> StringIO:
    (tmp_path / "token").write_text("canary-one")
    given = {"SECRET_KEY": "canary-two", "METRICS_TOKEN_FILE": str(tmp_path / "token"), "DESK_LANGUAGE": "uk"}
    reads = settings.ENVIRONMENT.reads
    settings.ENVIRONMENT = Environment(given)
    settings.ENVIRONMENT.reads = reads
    return StringIO()


def test_what_is_set_is_shown_and_no_secret(shown: StringIO, tmp_path: Path) -> None:
    call_command("configuration", stdout=shown)
    lines = [line.strip() for line in shown.getvalue().splitlines()]
    assert "DESK_LANGUAGE = uk" in lines
    assert "SECRET_KEY = (secret)" in lines
    assert f"METRICS_TOKEN = (secret)  from {tmp_path}/token" in lines
    assert "canary" not in shown.getvalue()
    assert not [line for line in lines if "is not set" in line]


def test_all_shows_the_defaults_too(shown: StringIO) -> None:
    call_command("configuration", "--all", stdout=shown)
    assert "NIGHTLY_HOUR is not set: 3" in shown.getvalue()
    assert "TOKEN_PEPPER is not set: derived from `SECRET_KEY`" in shown.getvalue()
