"""Attempts to sign in are counted in the cache, which outlives a test: each has one of its own, in this process."""

from __future__ import annotations

import uuid
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _no_attempts_yet(settings: Any) -> None:
    settings.CACHES = {"default": {"BACKEND": "factcheck.caches.process_cache.ProcessCache", "LOCATION": uuid.uuid4().hex}}
