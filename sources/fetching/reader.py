"""The process that reads hostile bytes, and can be killed: ``python -m sources.fetching.reader``.

lxml and pypdf run for as long as a page makes them, and a thread cannot be interrupted in C code. So this process imports them
once and forks for each request; the fork has limits of time and memory that the kernel enforces. It has none of the service's
environment, database connections or secrets.

Each message, on standard input and output, is four bytes of length and as many bytes of MessagePack.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
from contextlib import suppress
from typing import BinaryIO, Final

import msgspec

from sources.fetching.contents import MOST_TEXT, Contents, UnreadableError

#: Bytes of address space of the fork, of which Python and its libraries take a third.
_MEMORY: Final = 1_500_000_000
_PDF: Final = b"%PDF-"
_PAGES: Final = frozenset(("text/html", "application/xhtml+xml", "application/xml", "text/xml"))
_OPENINGS: Final = (b"<!doctype html", b"<html")


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """Bytes to be read, and what the server said that they are."""

    body: bytes
    media_type: str
    charset: str
    url: str
    seconds: float


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """What was read, or why not."""

    contents: Contents | None = None
    problem: str = ""


def read_bytes(request: Request) -> Contents:
    """Return the contents of a page, a PDF file or a plain text, by its bytes rather than its declared type.

    Raises: UnreadableError.
    """
    body, start = request.body, request.body[:1_024].lstrip()
    if start.startswith(_PDF):
        from sources.fetching.pdf import read_pdf  # noqa: PLC0415 - tests of pages do without it

        return read_pdf(body)
    from sources.fetching.pages import decoded, read_page  # noqa: PLC0415

    if request.media_type in _PAGES or start[:14].lower().startswith(_OPENINGS):
        return read_page(body, request.charset, request.url)
    if request.media_type.startswith("text/") or not request.media_type:
        return _plain(decoded(body, request.charset), body)
    raise UnreadableError(f"It is {request.media_type[:60]}, which has no text that we can read.")


def _plain(text: str, body: bytes) -> Contents:
    from sources.fetching.cleaning import clean  # noqa: PLC0415

    # A text has no zero bytes; UTF-16 has a mark.
    if b"\x00" in body[:8_192] and not body.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableError("It is not a text.")
    kept = clean(text, MOST_TEXT)
    if not kept:
        raise UnreadableError("It is empty.")
    return Contents(text=kept)


def take(stream: BinaryIO) -> bytes | None:
    """Return the next message; None at the end of the stream."""
    head = stream.read(4)
    return stream.read(int.from_bytes(head)) if len(head) == 4 else None


def put(stream: BinaryIO, message: bytes) -> None:
    """Write a message."""
    stream.write(len(message).to_bytes(4) + message)
    stream.flush()


def _in_fork(request: Request, to: int) -> None:
    """Read with limits, and end the process."""
    code = 1
    try:
        # The default action of the alarm ends the process, whatever C code is running.
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, request.seconds)
        for limit, most in ((resource.RLIMIT_AS, _MEMORY), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
            with suppress(ValueError, OSError):  # not every system has each limit
                resource.setrlimit(limit, (most, most))
        try:
            reply = Reply(contents=read_bytes(request))
        except UnreadableError as error:
            reply = Reply(problem=str(error))
        except (MemoryError, RecursionError):
            reply = Reply(problem="It takes too much memory to read.")
        except Exception as error:  # noqa: BLE001 - libraries raise anything for hostile input; the message may quote it
            reply = Reply(problem=f"It could not be read ({type(error).__name__}).")
        with os.fdopen(to, "wb") as stream:
            stream.write(msgspec.msgpack.encode(reply))
        code = 0
    finally:
        os._exit(code)


def _replied(request: Request) -> bytes:
    """Fork, and return the encoded reply."""
    source, to = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(source)
        _in_fork(request, to)
    os.close(to)
    with os.fdopen(source, "rb") as stream:
        reply = stream.read()
    _, status = os.waitpid(pid, 0)
    if os.waitstatus_to_exitcode(status) == 0:
        return reply
    alarmed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGALRM
    why = f"It takes more than {request.seconds:g} seconds to read." if alarmed else "Reading it failed."
    return msgspec.msgpack.encode(Reply(problem=why))


def main() -> None:
    """Serve requests until standard input ends."""
    import sources.fetching.pages  # noqa: PLC0415 - once, before the forks
    import sources.fetching.pdf  # noqa: F401, PLC0415

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that asks
    while (message := take(sys.stdin.buffer)) is not None:
        put(sys.stdout.buffer, _replied(msgspec.msgpack.decode(message, type=Request)))


if __name__ == "__main__":
    main()
