"""How often one may ask: so many requests a minute for each token, each person, and each address of nobody in particular."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from factcheck.access.models import ApiToken
from factcheck.api.asking import network_of
from factcheck.api.problems import ProblemError

_WINDOW = 60  # seconds


class Pace(BaseThrottle):
    """Counts in windows of a minute, in the cache: Redis where there is one and it answers, else this process alone."""

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self.now, self.left = now, 0.0

    def allow_request(self, request: Request, view: Any) -> bool:  # noqa: ARG002 - the framework's
        who, limit = _who(request)
        window, passed = divmod(self.now(), _WINDOW)
        self.left = _WINDOW - passed
        count = _counted(f"pace:{who}:{int(window)}")
        request._request.pace = (limit, max(0, limit - count), int(self.left) + 1)  # type: ignore[attr-defined]
        return count <= limit

    def wait(self) -> float:
        return self.left


def count_refused(request: Request, now: Callable[[], float] = time.time) -> None:
    """Count that who asks was not known by what they sent, for their address: nobody tries tokens one after the other.

    Raises: ProblemError beyond as many as nobody in particular may ask.
    """
    window, passed = divmod(now(), _WINDOW)
    if _counted(f"pace:refused:{network_of(request)}:{int(window)}") > settings.API_ANONYMOUS_PER_MINUTE:
        raise ProblemError("too-many-requests", headers={"Retry-After": str(int(_WINDOW - passed) + 1)})


def _counted(key: str) -> int:
    """Count one more, and return how many: one step, so that two at once are two."""
    return int(cache.count(key, timeout=2 * _WINDOW))  # type: ignore[attr-defined]  # of both of our caches


def _who(request: Request) -> tuple[str, int]:
    if isinstance(request.auth, ApiToken):
        return f"token:{request.auth.key}", settings.API_PER_MINUTE
    if request.user.is_authenticated:
        return f"user:{request.user.pk}", settings.API_PER_MINUTE
    return f"address:{network_of(request)}", settings.API_ANONYMOUS_PER_MINUTE


def tell_pace(request: Any, response: HttpResponse) -> None:
    """Tell in the headers of an answer how many requests are left (draft-ietf-httpapi-ratelimit-headers)."""
    if (pace := getattr(request, "pace", None)) is not None:
        limit, left, seconds = pace
        response["RateLimit-Policy"] = f'"minute";q={limit};w={_WINDOW}'
        response["RateLimit"] = f'"minute";r={left};t={seconds}'
