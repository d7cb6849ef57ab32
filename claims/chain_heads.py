"""Signed heads of all revision chains: each proves which revisions there were, and covers the head before it. Pure.

A revision's digest ties it to the revisions of its claim before it, so altering one of them shows, unless whoever alters it
computes all later digests anew. A head covers the digests of the revisions of all claims up to one id. It is signed with a key
that is not in the database, and kept elsewhere it shows even that the whole database was replaced.

A head has two digests of the same revisions in the order of their ids: ``rows_sha256`` proves them, and ``leaves_sha256``
covers ``pack`` of them, which a desk keeps to find out which one differs.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import accumulate
from typing import Final, NamedTuple

import msgspec

#: Begins what is signed, so that a signature made for this is good for nothing else.
_PURPOSE: Final = "factcheck chain head"
#: Raised when heads cover something else, so that older ones can still be verified.
FORMAT: Final = 1
#: Bytes of a digest that a leaf keeps. It says where to look; what proves is the digest of the rows.
_PRINT: Final = 6


class HeadError(Exception):
    """Why heads cannot be read, and how to go on."""


class Leaf(NamedTuple):
    """A revision as a head covers it.

    ``sha256`` is empty for a revision whose digest has no salt, or had none: it would confirm a guess at an erased text, so a
    head covers only that there is such a revision. The next revision of the claim covers its digest, with a salt.
    """

    id: int
    claim: int
    number: int
    sha256: str

    @property
    def print(self) -> bytes:
        """The part of its digest that a desk keeps."""
        return bytes.fromhex(self.sha256)[:_PRINT].ljust(_PRINT, b"\0")


class Packed(NamedTuple):
    """A revision as ``pack`` keeps it."""

    id: int
    claim: int
    number: int
    print: bytes


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """One head: the ``count`` revisions with ids above ``after``, up to ``through``, and the digest of the head before."""

    number: int
    day: str
    made_at: str
    after: int
    through: int
    count: int
    rows_sha256: str
    leaves_sha256: str
    previous_sha256: str
    sha256: str = ""
    key_id: str = ""
    signature: str = ""

    @property
    def said(self) -> bytes:
        """What its digest covers, and what is signed."""
        covered = (
            _PURPOSE, FORMAT, self.number, self.day, self.made_at, self.after, self.through, self.count, self.rows_sha256,
            self.leaves_sha256, self.previous_sha256,
        )  # fmt: skip
        return msgspec.json.encode(covered)

    @property
    def digest(self) -> str:
        """The digest that it must have."""
        return sha256(self.said).hexdigest()


def rows_digest(leaves: Iterable[Leaf]) -> str:
    """Return the digest of revisions, which must be in the order of their ids."""
    digest = sha256()
    for leaf in leaves:
        digest.update(f"{leaf.id} {leaf.claim} {leaf.number} {leaf.sha256}\n".encode())
    return digest.hexdigest()


def pack(leaves: Sequence[Leaf]) -> bytes:
    """Return revisions packed column by column, the ids as differences: some ten bytes each."""
    ids = [leaf.id for leaf in leaves]
    steps = [pk - before for pk, before in zip(ids, [0, *ids], strict=False)]
    columns = struct.pack(f"<{3 * len(ids)}q", *steps, *(leaf.claim for leaf in leaves), *(leaf.number for leaf in leaves))
    return zlib.compress(columns + b"".join(leaf.print for leaf in leaves))


def unpack(packed: bytes) -> Iterator[Packed]:
    """Yield packed revisions. Raises: zlib.error or struct.error if they are damaged."""
    content = zlib.decompress(packed)
    count = len(content) // (24 + _PRINT)
    columns, prints = struct.unpack(f"<{3 * count}q", content[: 24 * count]), content[24 * count :]
    for place, pk in enumerate(accumulate(columns[:count])):
        yield Packed(pk, columns[count + place], columns[2 * count + place], prints[place * _PRINT : (place + 1) * _PRINT])


def leaves_digest(packed: bytes) -> str:
    """Return the digest of packed revisions: of what is packed, because compression may change with its library."""
    return sha256(zlib.decompress(packed)).hexdigest()


def to_lines(heads: Iterable[Head]) -> Iterator[bytes]:
    """Yield heads as JSON lines, to be kept elsewhere."""
    for head in heads:
        yield msgspec.json.encode(head) + b"\n"


def from_lines(lines: Iterable[bytes]) -> Iterator[Head]:
    """Yield the heads of JSON lines. Raises: HeadError, which names the line."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield msgspec.json.decode(line, type=Head)
        except msgspec.MsgspecError as error:
            raise HeadError(f"Line {number} is no head: {error}. Use a file that `chain_heads --export` wrote.") from error
