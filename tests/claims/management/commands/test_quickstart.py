"""quickstart fills an empty desk, and does no harm to another."""

from __future__ import annotations

from typing import Any

import pytest

from claims.models import Citation
from sources.models import Source
from tests.claims.management.typed import run


@pytest.mark.django_db
def test_quickstart_twice_does_no_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    from claims.management.commands import quickstart

    served: list[Any] = []
    real = quickstart.call_command
    monkeypatch.setattr(
        quickstart, "call_command", lambda name, *a, **k: served.append(a) if name == "runserver" else real(name, *a, **k)
    )
    first, second = run("quickstart", "--port", "8123"), run("quickstart", "--port", "8123")
    assert served == [("127.0.0.1:8123",)] * 2
    assert "with the password" in first
    assert "with the password" not in second
    assert "http://127.0.0.1:8123/admin/" in second
    assert "contested (party)" in second
    assert Source.objects.count() == 15
    assert Citation.objects.count() == 36
