"""Handing a task to the broker without raising and without a long wait, for calls after a commit.

By then the work is stored as a row, and a periodic task finds it; the message only makes it sooner. So an unavailable broker
costs a request a second or two, and the next requests nothing until it is tried again.
"""

from __future__ import annotations

from typing import Any, Final

from celery import Task
from kombu import Connection
from kombu.pools import producers

from factcheck.caches.breaker import Breaker

#: Seconds that a broker has to answer. A healthy one answers within milliseconds.
_SECONDS: Final = 1
_ONE_RETRY: Final = {"max_retries": 1, "interval_start": 0, "interval_step": 0, "interval_max": 0}

#: The breaker of the broker, for all threads of this process.
BROKER: Final = Breaker("The broker", "beat finds what waits once it is back", rest=10.0, longest_try=10.0)


def publish(task: Task[Any, Any], *arguments: Any, countdown: float = 0) -> Exception | None:
    """Queue a task; return why the broker did not accept it, or None if it did. Without a broker the task runs here."""
    if task.app.conf.task_always_eager:
        task.apply_async(arguments, countdown=countdown)
        return None
    if not BROKER.allows():
        return BROKER.error or ConnectionError("the broker is unavailable")  # another thread may just have reached it
    try:
        with producers[_connection(task)].acquire(block=True, timeout=_SECONDS) as producer:
            task.apply_async(arguments, countdown=countdown, producer=producer, retry=True, retry_policy=_ONE_RETRY)
    except Exception as error:  # noqa: BLE001 - the transport may raise anything; the commit is done, and the caller must not fail
        BROKER.failed(error)
        return error
    BROKER.answered()
    return None


def _connection(task: Task[Any, Any]) -> Connection:
    """Return a connection with short timeouts; the workers' own wait longer."""
    brisk = {"socket_timeout": _SECONDS, "socket_connect_timeout": _SECONDS, **_ONE_RETRY}
    return task.app.connection_for_write(transport_options=brisk)
