"""A worker of gunicorn with threads of their own for writes, so that an editor who saves does not wait behind many readers.

gthread gives requests to its threads in the order in which they come. With two hundred readers a write waited seconds for its
turn. Here half of the threads take writes only.

A write asks the database seventy times. After each answer it waits for Python's lock, behind every reader that computes, and
for a processor. So turns are short, and threads that read have a lower priority (``python -m tests.benchmarks.load``).
"""

from __future__ import annotations

import os
import socket
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import Any, Final

from gunicorn.workers.gthread import ThreadWorker

#: The first letters of GET, HEAD and OPTIONS.
_READS: Final = frozenset({b"G", b"H", b"O"})
#: One in so many threads is for writes.
_SHARE: Final = 2
#: By how much the priority of reads is lower: a tenth of a processor goes to them while a write needs all of it.
_NICE: Final = 10
#: How long a thread computes, in seconds, before another that waits may go on.
_TURN: Final = 0.000_5
#: How many seconds the kernel waits for the first byte of a connection.
_FIRST_BYTE: Final = 5


class LaneWorker(ThreadWorker):  # type: ignore[misc]
    """For ``--worker-class``: gthread with lanes."""

    def get_thread_pool(self) -> Lanes:
        """Return the threads; gthread calls it as its documented way to have others, in the process that has them."""
        sys.setswitchinterval(_TURN)
        for listener in self.sockets:
            if listener.sock.family != socket.AF_UNIX and hasattr(socket, "TCP_DEFER_ACCEPT"):
                # Connections of which nothing has arrived stay with the kernel: they would be taken for reads.
                listener.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, _FIRST_BYTE)
        return Lanes(self.cfg.threads)


class Lanes:
    """Threads for reads and for writes, as gthread uses an executor."""

    def __init__(self, threads: int) -> None:
        for_writes = max(1, threads // _SHARE)
        self._reads = ThreadPoolExecutor(max(1, threads - for_writes), "read", _give_way)
        self._writes = ThreadPoolExecutor(for_writes, "write")

    def submit(self, handle: Callable[[Any], Any], connection: Any) -> Future[Any]:
        """Have the request that waits on a connection handled in its lane."""
        lane = self._writes if _is_write(connection.sock) else self._reads
        return lane.submit(handle, connection)

    def shutdown(self, *, wait: bool) -> None:
        """End all threads once they have nothing left to do."""
        for lane in (self._reads, self._writes):
            lane.shutdown(wait=wait)


def _give_way() -> None:
    """Have the threads of the other lane go first where processors are busy; without, if the system refuses it."""
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)


def _is_write(sock: Any) -> bool:
    """Return whether the request that begins on a socket writes. One of which nothing has arrived yet is taken for a read."""
    try:
        first: bytes = sock.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except OSError:
        return False
    return bool(first) and first not in _READS
