"""Encoding of a case file as bytes."""

from __future__ import annotations

import msgspec

from claims.casefile.records import CaseFile


def encode(case: CaseFile) -> bytes:
    """Return the case as indented JSON, which `decode` reads back to an equal case; UNSET fields are left out."""
    return msgspec.json.format(msgspec.json.encode(case), indent=2) + b"\n"
