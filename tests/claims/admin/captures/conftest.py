"""Captures that several pages are tried on, and a service that may capture this machine."""

from __future__ import annotations

from datetime import UTC, datetime
from ipaddress import ip_network

import pytest
from django.core.cache import cache

from sources.models import Capture, CopyHint
from sources.operations.captures import record_capture
from tests.sites import PARAGRAPH

AT = datetime(2024, 6, 12, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _allowed(settings):
    cache.clear()
    settings.CAPTURE_ALLOWED_NETWORKS = [ip_network("127.0.0.0/8")]
    settings.CAPTURE_SECONDS, settings.CAPTURE_PER_HOST_SECONDS = 2.0, 0.0


@pytest.fixture
def stored(db):
    """Store a capture, of an article by default, without the network."""

    def store(signs=(), body=b"<script>alert(1)</script>", **values):
        given = {"way": "fetched", "fetched_at": AT, "url": "https://paper.example/bridge", "title": "The bridge"}
        if "outcome" not in values:
            given |= {"text": PARAGRAPH, "media_type": "text/html", "http_status": 200, "text_sha256": "a" * 64}
        kept = body if "outcome" not in values else None
        return record_capture(Capture(**{**given, **values}), at=AT, actor="user:ed", body=kept, signs=signs)

    return store


@pytest.fixture
def hint_of():
    """Return the only hint about a capture."""
    return lambda capture: CopyHint.objects.get(capture=capture)
