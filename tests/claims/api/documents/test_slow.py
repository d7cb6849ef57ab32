"""What is slow waits for nobody: one at a time, and so many a minute."""

from __future__ import annotations

from contextlib import suppress

import pytest
from django.conf import LazySettings

from claims.api.documents.slow import turn
from claims.operations.desk.roles import EDITOR
from factcheck.access.scopes import CLAIMS_READ, SOURCES_WRITE
from factcheck.api.problems import ProblemError
from sources.models import Capture
from tests.claims.api.refusing import refused
from tests.factcheck.api.asking import caller


def test_one_turn_at_a_time_and_another_after_a_failure() -> None:
    with suppress(ZeroDivisionError), turn():
        with pytest.raises(ProblemError), turn():
            pass
        raise ZeroDivisionError
    with turn():
        pass


def test_one_file_is_read_at_a_time_and_so_many_a_minute(sample: None, settings: LazySettings) -> None:
    editor = caller(EDITOR, (CLAIMS_READ, SOURCES_WRITE))
    with turn():
        busy = editor.upload("captures/files/", "a.txt", b"x")
    assert "at work" in refused(busy, 503, "unavailable")
    assert busy["Retry-After"]
    settings.API_SLOW_PER_MINUTE = 0
    refused(editor.upload("captures/files/", "a.txt", b"x"), 429, "too-many-requests")
    assert editor.get("captures/").status_code == 200  # what is not slow goes on
    assert not Capture.objects.exists()
