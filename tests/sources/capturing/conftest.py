"""What tests of captures share: this machine may be captured, at once."""

from __future__ import annotations

from ipaddress import ip_network

import pytest
from django.conf import LazySettings
from django.core.cache import cache


@pytest.fixture(autouse=True)
def captures(settings: LazySettings) -> None:
    cache.clear()
    settings.CAPTURE_ALLOWED_NETWORKS = [ip_network("127.0.0.0/8")]
    settings.CAPTURE_MAX_BYTES, settings.CAPTURE_SECONDS = 200_000, 2.0
    settings.CAPTURE_READING_SECONDS, settings.CAPTURE_PER_HOST_SECONDS = 5.0, 0.0
