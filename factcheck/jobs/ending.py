"""Whether this worker was asked to end: a task that works in parts then ends after the part at hand, and queues the rest."""

from __future__ import annotations

import mmap
from typing import Any, Final

from celery.signals import worker_shutting_down

# One byte of memory that the processes share which the worker forks: only its main process is asked.
_ASKED: Final = mmap.mmap(-1, 1)


@worker_shutting_down.connect
def _note(**_signal: Any) -> None:
    _ASKED[0] = 1


def is_ending() -> bool:
    """Return whether this worker was asked to end."""
    return _ASKED[0] == 1
