"""Errors reported to Sentry, or a service that speaks its protocol (GlitchTip, Bugsink): what the log shows, and nothing else.

Sentry's own SDK collects requests, local variables and queries unless it is told not to in many places, and these hold what is
private. This sends a record of the log: its safe message, the ids of request, user and task, and tracebacks without values.
Protocol: https://develop.sentry.dev/sdk/data-model/envelopes/.
"""

from __future__ import annotations

import json
import logging
import os
import threading
import time
import traceback
import uuid
from collections.abc import Callable, Iterator
from http import HTTPStatus
from ipaddress import ip_network
from queue import Empty, Full, Queue
from typing import Any, Final
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

import factcheck
from factcheck import outbound
from factcheck.logs.context import current_work
from factcheck.logs.errors import chain_of, text_of
from factcheck.logs.formatting import message_of

log = logging.getLogger(__name__)
#: Errors that wait to be sent; more are dropped, since a storm of errors must not take the memory of a process.
_MOST: Final = 100
_SECONDS_TO_ANSWER: Final = 5
#: Seconds that a process which ends waits for its last errors to be sent (a guess).
_SECONDS_AT_EXIT: Final = 2.0
#: The address is an operator's, and may be within their own network.
_ANYWHERE: Final = (ip_network("0.0.0.0/0"), ip_network("::/0"))
_LEVELS: Final = {"CRITICAL": "fatal"}

Send = Callable[[dict[str, Any]], None]


class ErrorReporter(logging.Handler):
    """Sends records from a thread of its own, so that no request waits for the service."""

    def __init__(self, dsn: str, send: Send | None = None) -> None:
        super().__init__()
        self._send = send or sender_to(dsn)
        self._events: Queue[dict[str, Any]] = Queue(_MOST)
        self._process = 0
        self._starting = threading.Lock()

    def emit(self, record: logging.LogRecord) -> None:
        if record.name == __name__:
            return
        try:
            self._events.put_nowait(event_of(record))
            self._start()
        except Full:
            return
        except Exception:  # noqa: BLE001 - as every handler of logging does
            self.handleError(record)

    def flush(self) -> None:
        """Wait a little until all is sent; ``logging`` calls this when the process ends."""
        until = time.monotonic() + _SECONDS_AT_EXIT
        while self._events.unfinished_tasks and self._process == os.getpid() and time.monotonic() < until:
            time.sleep(0.01)

    def _start(self) -> None:
        with self._starting:
            if self._process != os.getpid():  # a fork has no thread of its parent
                self._process = os.getpid()
                threading.Thread(target=self._work, name="error-reporter", daemon=True).start()

    def _work(self) -> None:
        while True:
            try:
                event = self._events.get(timeout=60)
            except Empty:
                continue
            try:
                self._send(event)
            except Exception as error:  # noqa: BLE001 - whatever happens to a report, it may not end the thread
                log.warning("an error could not be reported: %s", error)
            finally:
                self._events.task_done()


def event_of(record: logging.LogRecord) -> dict[str, Any]:
    """Return a record as an event of Sentry."""
    event: dict[str, Any] = {
        "event_id": uuid.uuid4().hex,
        "timestamp": record.created,
        "platform": "python",
        "level": _LEVELS.get(record.levelname, record.levelname.lower()),
        "logger": record.name,
        "logentry": {"formatted": message_of(record)},
        "release": factcheck.RELEASE,
    }
    if work := current_work():
        event["tags"] = {name: str(value) for name, value in work.fields()}
    if isinstance(record.exc_info, tuple) and record.exc_info[1] is not None:
        # Sentry wants the error that was raised last at the end.
        event["exception"] = {"values": list(_exceptions(record.exc_info[1]))[::-1]}
    return event


def _exceptions(error: BaseException) -> Iterator[dict[str, Any]]:
    for each in chain_of(error):
        kind, _, value = text_of(each).partition(": ")
        frames = [
            {"filename": frame.filename, "function": frame.name, "lineno": frame.lineno, "context_line": frame.line}
            for frame in traceback.extract_tb(each.__traceback__)
        ]
        yield {"type": kind, "value": value, "stacktrace": {"frames": frames}}


def sender_to(dsn: str) -> Send:
    """Return a function that sends events to the address in a DSN: ``https://KEY@host/PROJECT``.

    Raises: ImproperlyConfigured.
    """
    parts = urlsplit(dsn)
    path, _, project = parts.path.rpartition("/")
    if parts.scheme not in {"https", "http"} or not (parts.username and parts.hostname and project):
        raise ImproperlyConfigured("SENTRY_DSN is not an address of the form https://KEY@host/PROJECT.")
    url = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{path}/api/{project}/envelope/"
    headers = {
        "Content-Type": "application/x-sentry-envelope",
        "X-Sentry-Auth": f"Sentry sentry_version=7, sentry_client=factcheck/{factcheck.RELEASE}, sentry_key={parts.username}",
    }

    def send(event: dict[str, Any]) -> None:
        lines = ({"event_id": event["event_id"]}, {"type": "event"}, event)
        body = "".join(json.dumps(line) + "\n" for line in lines).encode()
        answer = outbound.send(
            "POST", url, headers=headers, body=body, seconds=_SECONDS_TO_ANSWER, most=1_000, http=True, allowed=_ANYWHERE
        )
        if answer.status >= HTTPStatus.BAD_REQUEST:
            raise outbound.OutboundError(f"it responded {answer.status}")

    return send
