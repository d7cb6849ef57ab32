"""Throttling: a rate limit in requests per minute for each token, each person, and each address of anonymous callers."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from factcheck.access.addresses import network_of
from factcheck.access.models import ApiToken
from factcheck.api.problems import ProblemError

_WINDOW = 60  # seconds


class Pace(BaseThrottle):
    """Counts in windows of a minute, in the cache: Redis if there is one and it answers, else only this process."""

    counter = "throttle"

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self.now, self.left = now, 0.0

    def allow_request(self, request: Request, view: Any) -> bool:  # noqa: ARG002 - required by the framework
        who, limit = self.counted(request)
        window, passed = divmod(self.now(), _WINDOW)
        self.left = _WINDOW - passed
        count = _counted(f"{self.counter}:{who}:{int(window)}")
        request._request.rate_limit = (limit, max(0, limit - count), int(self.left) + 1)  # type: ignore[attr-defined]
        return count <= limit

    def counted(self, request: Request) -> tuple[str, int]:
        """Return for whom a request is counted, and how many they may send."""
        return _who(request)

    def wait(self) -> float:
        return self.left


class SlowPace(Pace):
    """Counts the requests that take seconds, because other sites are asked or a file is read, once more by themselves."""

    counter = "throttle:slow"

    def counted(self, request: Request) -> tuple[str, int]:
        who, limit = _who(request)
        return who, min(limit, settings.API_SLOW_PER_MINUTE)


def count_refused(request: Request, now: Callable[[], float] = time.time) -> None:
    """Count a failed authentication for the caller's address, so that nobody tries tokens one after the other.

    Raises: ProblemError over the rate limit of anonymous callers.
    """
    window, passed = divmod(now(), _WINDOW)
    if _counted(f"throttle:refused:{network_of(request)}:{int(window)}") > settings.API_ANONYMOUS_PER_MINUTE:
        raise ProblemError("too-many-requests", headers={"Retry-After": str(int(_WINDOW - passed) + 1)})


def _counted(key: str) -> int:
    """Count one more, and return the count, in one atomic step."""
    return int(cache.count(key, timeout=2 * _WINDOW))  # type: ignore[attr-defined]  # a method of both of our caches


def _who(request: Request) -> tuple[str, int]:
    if isinstance(request.auth, ApiToken):
        return f"token:{request.auth.key}", settings.API_PER_MINUTE
    if request.user.is_authenticated:
        return f"user:{request.user.pk}", settings.API_PER_MINUTE
    return f"address:{network_of(request)}", settings.API_ANONYMOUS_PER_MINUTE


def add_rate_limit_headers(request: Any, response: HttpResponse) -> None:
    """Add the rate limit headers of a response (draft-ietf-httpapi-ratelimit-headers)."""
    if (rate_limit := getattr(request, "rate_limit", None)) is not None:
        limit, left, seconds = rate_limit
        response["RateLimit-Policy"] = f'"minute";q={limit};w={_WINDOW}'
        response["RateLimit"] = f'"minute";r={left};t={seconds}'
