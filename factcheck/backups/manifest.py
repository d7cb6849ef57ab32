"""What a backup says about itself: where it is from, and what a restored database must hold to be the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

import msgspec

#: Raised when older code could not read what newer code writes.
FORMAT: Final = 1


class BackupError(Exception):
    """Why a backup was not made or not restored, and how to go on."""


class Contents(msgspec.Struct, frozen=True, kw_only=True):
    """What a database holds, as far as it proves that another one holds the same.

    ``rows`` counts each table; ``revisions`` is the SHA-256 of the digests of all revisions in the order of their ids, each of
    which covers the revisions of its claim before it. ``head`` is the number and the digest of the last head of all chains,
    empty if there is none.
    """

    rows: dict[str, int]
    revisions: str
    head: str = ""

    def differences(self, other: Contents) -> Iterator[str]:
        """Yield a sentence for each difference of a restored database, ``other``."""
        for table in sorted(self.rows.keys() | other.rows.keys()):
            before, after = self.rows.get(table), other.rows.get(table)
            if before != after:
                yield f"table {table}: {_rows(before)} in the backup, {_rows(after)} restored"
        if self.revisions != other.revisions:
            yield "the digests of the revisions are not those of the backup"
        if self.head != other.head:
            was, now = (each.head or "missing" for each in (self, other))
            yield f"the last head of the revision chains is {now}, and was {was} in the backup"


def _rows(count: int | None) -> str:
    return "missing" if count is None else f"{count} rows"


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """The first entry of a backup; ``server`` is the version of the database, ``migrations`` what was applied of each app."""

    format: int
    release: str
    engine: str
    server: str
    at: datetime
    migrations: Mapping[str, list[str]]
    contents: Contents
    dump_sha256: str
    dump_bytes: int


def encode(manifest: Manifest) -> bytes:
    return msgspec.json.format(msgspec.json.encode(manifest), indent=1)


def decode(text: bytes) -> Manifest:
    """Return a manifest. Raises: BackupError if it is none, or if a newer release wrote it."""
    try:
        known = msgspec.json.decode(text, type=_Format)
        if known.format > FORMAT:
            raise BackupError(
                f"The backup has format {known.format}, and this release reads formats up to {FORMAT}."
                " Restore it with the release that made it, or a later one."
            )
        return msgspec.json.decode(text, type=Manifest)
    except msgspec.MsgspecError as error:
        raise BackupError(f"The manifest of the backup cannot be read: {error}.") from error


class _Format(msgspec.Struct):
    format: int
