"""A circuit breaker for services that may be unavailable: few requests wait to find out, and it logs once a minute."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from threading import Lock
from typing import Final

_log = logging.getLogger(__name__)
#: Seconds between two warnings about one service.
_WARNED_EVERY: Final = 60.0


class Breaker:
    """Decides whether to try a service that failed: one caller at a time, and not right after a failure.

    ``service`` and ``meanwhile`` are for the log: what is unavailable, and how the process continues without it. ``rest`` is
    how many seconds nobody tries after a failure, ``longest_try`` how many one try may take. Each process has its own state.
    """

    def __init__(
        self, service: str, meanwhile: str, *, rest: float, longest_try: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.service, self.meanwhile = service, meanwhile
        self._rest, self._longest_try, self._clock = rest, longest_try, clock
        self._lock = Lock()
        #: Why the service failed last; None while it answers.
        self.error: Exception | None = None
        self._next_try = self._next_warning = 0.0

    def allows(self) -> bool:
        """Return whether the caller may try the service; it must then call ``answered`` or ``failed``."""
        if self.error is None:
            return True
        with self._lock:
            now = self._clock()
            if self.error is not None and now < self._next_try:
                return False
            self._next_try = now + self._longest_try  # others continue without the service while this caller waits for it
            return True

    def failed(self, error: Exception) -> None:
        """Record that the service failed, and warn unless there was a warning within the last minute."""
        with self._lock:
            now = self._clock()
            self.error, self._next_try = error, now + self._rest
            is_due = now >= self._next_warning
            if is_due:
                self._next_warning = now + _WARNED_EVERY
        if is_due:
            _log.warning("%s is unavailable; %s (%s)", self.service, self.meanwhile, " ".join(str(error).split()))

    def answered(self) -> None:
        """Record that the service answered."""
        if self.error is None:
            return
        with self._lock:
            was_away, self.error = self.error is not None, None
        if was_away:
            _log.info("%s is back", self.service)
