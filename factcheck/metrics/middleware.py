"""``/metrics``: for a scraper that has the token of the setting METRICS_TOKEN. Without that setting there is no such URL.

Like the probes it needs no entry in ALLOWED_HOSTS, no session and no HTTPS within the network of the service.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.module_loading import import_string
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.multiprocess import MultiProcessCollector

from factcheck.metrics.writes import REGISTRY, is_write, note_write


class Metrics:
    """Responds to scrapers, and times each request that writes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info == "/metrics" and settings.METRICS_TOKEN:
            return _metrics(request)
        if not is_write(request):
            return self.get_response(request)
        began = time.perf_counter()
        response = self.get_response(request)
        note_write(request, response, began)
        return response


def _metrics(request: HttpRequest) -> HttpResponse:
    if request.method not in {"GET", "HEAD"}:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    if not constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {settings.METRICS_TOKEN}"):
        return HttpResponse(status=401, headers={"WWW-Authenticate": 'Bearer realm="metrics"', "Cache-Control": "no-store"})
    read = CollectorRegistry()
    read.register(import_string(settings.METRICS_COLLECTOR)(timezone.now()))
    body = generate_latest(_of_all_processes()) + generate_latest(read)
    return HttpResponse(body, content_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})


def _of_all_processes() -> CollectorRegistry:
    """Return the timings of this process; of all web processes where these share the directory PROMETHEUS_MULTIPROC_DIR."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    shared = CollectorRegistry()
    MultiProcessCollector(shared)  # type: ignore[no-untyped-call]
    return shared
