"""How revisions store their public bodies: small, and readable without today's rendering code.

A body mostly repeats the one before, so zlib compresses it with that one as its dictionary, which is smaller and faster. Every
so often one is compressed alone, so that reading a body never needs many others. See docs/decisions/0010.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable

#: The most revisions after which a body is compressed alone.
ALONE_EVERY = 16
#: The fastest level of zlib: a body is small, and slower levels hardly make it smaller.
_LEVEL = 1


def packed(body: bytes, before: bytes | None) -> bytes:
    """Return ``body`` compressed, against the body ``before`` unless that is None."""
    if before is None:
        return zlib.compress(body, _LEVEL)
    packer = zlib.compressobj(_LEVEL, zdict=before)
    return packer.compress(body) + packer.flush()


def unpacked(stored: bytes | memoryview, before: bytes | None) -> bytes:
    """Return what was compressed as ``packed``; a body compressed alone does not need ``before``.

    Raises: zlib.error if ``before`` is not the one used for packing.
    """
    opener = zlib.decompressobj() if before is None else zlib.decompressobj(zdict=before)
    return opener.decompress(stored) + opener.flush()


def last_of(stored: Iterable[bytes | memoryview | None]) -> bytes | None:
    """Return the last of several consecutive bodies, the first of which was compressed alone; None if there are none."""
    body: bytes | None = None
    for one in stored:
        body = body if one is None else unpacked(one, body)
    return body
