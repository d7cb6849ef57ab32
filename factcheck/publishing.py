"""Handing a task to the broker without raising and without waiting for long: for whatever follows a commit.

What is to be done is a row by then, and a periodic task finds it again; the message only makes it sooner. So a broker that is
away costs a request a second or two, and the next requests nothing until it is tried again.
"""

from __future__ import annotations

import logging
import time
from typing import Any, Final

from celery import Task
from kombu import Connection
from kombu.pools import producers

log = logging.getLogger(__name__)

#: Seconds that a broker has to answer. One that is well answers within milliseconds.
_SECONDS: Final = 1
#: Seconds for which a broker that did not answer is not asked again.
_SILENCE: Final = 10.0
#: Seconds between warnings.
_WARN_EVERY: Final = 60.0
_ONE_RETRY: Final = {"max_retries": 1, "interval_start": 0, "interval_step": 0, "interval_max": 0}


class _Refusal:
    """When the broker last refused a task of this process, and why."""

    error: Exception | None = None
    at = warned_at = float("-inf")


def publish(task: Task[Any, Any], *arguments: Any, countdown: float = 0) -> Exception | None:
    """Queue a task; return why the broker did not take it, or None where it did. Without a broker the task runs here."""
    if task.app.conf.task_always_eager:
        task.apply_async(arguments, countdown=countdown)
        return None
    if _Refusal.error is not None and time.monotonic() < _Refusal.at + _SILENCE:
        return _Refusal.error
    try:
        with producers[_connection(task)].acquire(block=True, timeout=_SECONDS) as producer:
            task.apply_async(arguments, countdown=countdown, producer=producer, retry=True, retry_policy=_ONE_RETRY)
    except Exception as error:  # noqa: BLE001 - whatever the transport raises: what was committed stays, and so does the caller
        _note(task, error)
        return error
    _Refusal.error = None
    return None


def _connection(task: Task[Any, Any]) -> Connection:
    """Return a connection of which each step ends soon; the workers' own wait for longer."""
    brisk = {"socket_timeout": _SECONDS, "socket_connect_timeout": _SECONDS, **_ONE_RETRY}
    return task.app.connection_for_write(transport_options=brisk)


def _note(task: Task[Any, Any], error: Exception) -> None:
    _Refusal.error, _Refusal.at = error, time.monotonic()
    if _Refusal.at >= _Refusal.warned_at + _WARN_EVERY:
        _Refusal.warned_at = _Refusal.at
        log.warning("the broker took no task (%s): %s. Beat finds what waits once it is back.", task.name, error)
