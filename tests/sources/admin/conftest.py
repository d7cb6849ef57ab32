"""What the admin of sources does once a change is stored."""

from __future__ import annotations

import pytest


@pytest.fixture
def announced(monkeypatch):
    """Count the announcements instead of sending them."""
    calls = []
    for module in ("sources.admin.sources", "sources.admin.relations", "sources.admin.judgements"):
        monkeypatch.setattr(f"{module}.announce_changes", lambda: calls.append(1))
    return calls


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """What follows a commit happens at the end of the test."""
    with django_capture_on_commit_callbacks(execute=True):
        yield
