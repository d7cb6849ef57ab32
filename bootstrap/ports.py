"""Whether the site's port is free."""

from __future__ import annotations

import errno
import socket

from bootstrap.processes import StopError

HOST = "127.0.0.1"
LAST_PORT = 65535
_NEIGHBOURS = 50


def require_free(port: int) -> None:
    """Check that the site can listen on `port`.

    Raises:
        StopError: if it cannot; the message names a free port.
    """
    problem = _problem(port)
    if problem:
        neighbours = range(port + 1, min(port + _NEIGHBOURS, LAST_PORT))
        free = next((near for near in neighbours if not _problem(near)), 8000)
        remedy = "stop what runs there or" if "in use" in problem else "try"
        raise StopError(f"port {port} {problem}; {remedy} `make run PORT={free}`")


def _problem(port: int) -> str:
    with socket.socket() as listener:
        # Like the site's own server, so that recently closed connections do not count as using the port.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
        except OSError as error:
            return "is in use" if error.errno == errno.EADDRINUSE else f"cannot be used ({error.strerror})"
    # Some systems let us bind next to a server that listens on all addresses; in that case the server answers.
    with socket.socket() as caller:
        caller.settimeout(0.5)
        return "is in use" if caller.connect_ex((HOST, port)) == 0 else ""
