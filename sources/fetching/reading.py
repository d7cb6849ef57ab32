"""Reads bytes in a process that can be killed (``reader``), and starts it anew if it was."""

from __future__ import annotations

import os
import select
import subprocess
import sys
from pathlib import Path
from threading import Lock
from typing import Any, Final

import msgspec

from sources.fetching.contents import Contents, UnreadableError
from sources.fetching.reader import Reply, Request, put, take

_ROOT: Final = Path(__file__).resolve().parent.parent.parent
#: Seconds beyond the limit until the process itself is taken to hang; the first request also waits for its imports.
_PATIENCE: Final = 20.0


def read(body: bytes, *, media_type: str = "", charset: str = "", url: str = "", seconds: float = 10.0) -> Contents:
    """Return the text in a page, a PDF file or a plain text, and what it says about itself.

    Raises: UnreadableError.
    """
    request = Request(body=body, media_type=media_type, charset=charset, url=url, seconds=seconds)
    reply = msgspec.msgpack.decode(_reader.ask(msgspec.msgpack.encode(request), seconds + _PATIENCE), type=Reply)
    if reply.contents is None:
        raise UnreadableError(reply.problem)
    return reply.contents


class _Reader:
    """The process, which each process that reads has for itself; one request at a time."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def ask(self, message: bytes, seconds: float) -> bytes:
        """Return the reply to a message. Raises: UnreadableError if there is none in time."""
        with self._lock:
            for _ in range(2):  # the process may have been killed since the last request
                process = self._running()
                try:
                    put(process.stdin, message)
                    # The reply comes whole, once the fork has ended.
                    is_late = not select.select([process.stdout], [], [], seconds)[0]
                    reply = None if is_late else take(process.stdout)
                except OSError:
                    is_late, reply = False, None
                if reply is not None:
                    return reply
                process.kill()
                process.wait()
                if is_late:
                    break
        raise UnreadableError("Reading it failed.")

    def _running(self) -> Any:
        # Workers fork: the process of the parent is not theirs.
        if self._process is None or self._owner != os.getpid() or self._process.poll() is not None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "sources.fetching.reader"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=_ROOT,
                env={"LANG": "C.UTF-8"},  # without the secrets of the service
            )
            self._owner = os.getpid()
        return self._process


_reader: Final = _Reader()
