"""The context of log records: the request or task of this thread."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import LazyObject

#: Accepted request ids: UUIDs, trace ids of proxies. Nothing that could break or forge a log line.
_WELL_FORMED: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")


@dataclass(frozen=True, slots=True)
class Work:
    """A request, or a task of a worker."""

    request_id: str
    request: Any = None  # Django's HttpRequest
    task: str = ""
    task_id: str = ""

    def fields(self) -> Iterator[tuple[str, Any]]:
        """Yield its fields for log records."""
        yield "request_id", self.request_id
        if self.request is not None:
            yield "method", self.request.method
            yield "path", self.request.path
            if (user := _user_id(self.request)) is not None:
                yield "user_id", user
        if self.task:
            yield "task", self.task
        if self.task_id:
            yield "task_id", self.task_id


_WORK: ContextVar[Work | None] = ContextVar("factcheck_work", default=None)


def current_work() -> Work | None:
    """Return the context of this thread; None between requests and tasks, and in commands."""
    return _WORK.get()


def current_request_id() -> str:
    """Return the id of the request that this thread works for, also in one of its tasks; empty if there is none."""
    work = _WORK.get()
    return work.request_id if work else ""


def begin(work: Work | None) -> None:
    """Set the context of this thread."""
    _WORK.set(work)


@contextmanager
def doing(work: Work) -> Iterator[None]:
    """Set the context of this thread for the duration of the block."""
    token = _WORK.set(work)
    try:
        yield
    finally:
        _WORK.reset(token)


def request_id_from(sent: str | None) -> str:
    """Return the id sent with a request if it is well-formed, otherwise a new one."""
    return sent if sent and _WELL_FORMED.fullmatch(sent) else uuid.uuid4().hex


def _user_id(request: Any) -> Any:
    """Return the id of the caller, if already known: a log record may not query the database."""
    found = vars(request)
    user = found.get("user")
    # Until it is read, request.user is lazy; the value read is cached next to it.
    known = found.get("_cached_user") if isinstance(user, LazyObject) else user
    return getattr(known, "pk", None)
