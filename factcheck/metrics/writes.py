"""How long requests that write take, from the first middleware to the last."""

from __future__ import annotations

import time
from typing import Final

from django.http import HttpRequest, HttpResponse
from prometheus_client import CollectorRegistry, Histogram, disable_created_metrics

# They would be a second time series of each, which nothing of ours reads.
disable_created_metrics()  # type: ignore[no-untyped-call]
#: Only metrics of our own: those of the Python process say nothing about the desk.
REGISTRY: Final = CollectorRegistry()
_DOORS: Final = ("admin", "api")
_READS: Final = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_SECONDS: Final = Histogram(
    "factcheck_write_seconds",
    "Seconds that a request which writes took, by part of the service and class of its status.",
    ("door", "status"),
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
    registry=REGISTRY,
)


def is_write(request: HttpRequest) -> bool:
    """Return whether a request writes to the desk."""
    return request.method not in _READS and _door(request) in _DOORS


def note_write(request: HttpRequest, response: HttpResponse, began: float) -> None:
    """Count a write that began at ``began``, by ``time.perf_counter``."""
    _SECONDS.labels(_door(request), f"{response.status_code // 100}xx").observe(time.perf_counter() - began)


def _door(request: HttpRequest) -> str:
    return request.path_info.split("/", 2)[1]
