"""What must be done before threads handle requests.

msgspec puts together what it knows of a Struct at its first use, and is not safe while it does (0.22): another thread that uses
the same type then reads a half-built one, and the process crashes. So every type is used once, while there is one thread.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from django.urls import get_resolver


def prepare() -> None:
    """Import all views, as the first request would, and have msgspec put together every Struct."""
    get_resolver().check()
    for struct in structs():
        msgspec.json.Decoder(struct)


def structs(base: type[msgspec.Struct] = msgspec.Struct) -> Iterator[type[msgspec.Struct]]:
    """Yield the subclasses that were defined so far, with theirs."""
    for struct in base.__subclasses__():
        yield struct
        yield from structs(struct)
