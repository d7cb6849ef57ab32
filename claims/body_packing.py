"""How revisions keep the public bodies that they left: small, and without trusting today's code to build them again.

A body mostly repeats the one before, so zlib compresses it with that one as its dictionary, to less and in less time. Now and
then one is compressed alone, so that no body needs a long row of others to be read. See docs/decisions/0010.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable

#: A body is compressed alone when so many revisions have gone by since one that was.
ALONE_EVERY = 16
#: The fastest level of zlib: a body is small, and the slower ones hardly make it smaller.
_LEVEL = 1


def packed(body: bytes, before: bytes | None) -> bytes:
    """Return ``body`` compressed, against the body ``before`` unless that is None."""
    if before is None:
        return zlib.compress(body, _LEVEL)
    packer = zlib.compressobj(_LEVEL, zdict=before)
    return packer.compress(body) + packer.flush()


def unpacked(stored: bytes | memoryview, before: bytes | None) -> bytes:
    """Return what ``packed`` was given; a body that was compressed alone does not need ``before``.

    Raises: zlib.error where ``before`` is another than it was.
    """
    opener = zlib.decompressobj() if before is None else zlib.decompressobj(zdict=before)
    return opener.decompress(stored) + opener.flush()


def last_of(stored: Iterable[bytes | memoryview | None]) -> bytes | None:
    """Return the last of some bodies that follow each other, the first of which was compressed alone; None of none."""
    body: bytes | None = None
    for one in stored:
        body = body if one is None else unpacked(one, body)
    return body
