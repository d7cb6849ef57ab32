"""What takes seconds, because other sites are asked or a file is read: one at a time in each process, and throttled."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Final

from factcheck.api.problems import AGAIN, ProblemError
from factcheck.api.throttling import Pace, SlowPace
from factcheck.api.views import ApiView

#: The other threads of the process stay free for those who read and save.
_TURN: Final = BoundedSemaphore(1)


class SlowView(ApiView):
    """The base of such operations."""

    throttle_classes = [Pace, SlowPace]


@contextmanager
def turn() -> Iterator[None]:
    """Frame what is slow. Raises: ProblemError while another request is at it."""
    if not _TURN.acquire(blocking=False):
        detail = "Another slow request is at work in this process. Nothing was changed."
        raise ProblemError("unavailable", detail, headers={"Retry-After": AGAIN})
    try:
        yield
    finally:
        _TURN.release()
