"""A case file to its bytes."""

from __future__ import annotations

import msgspec

from claims.casefile.records import CaseFile


def encode(case: CaseFile) -> bytes:
    """Return the case as indented JSON that `decode` reads back to the same; what is UNSET is left out."""
    return msgspec.json.format(msgspec.json.encode(case), indent=2) + b"\n"
