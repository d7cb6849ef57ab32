"""What the record held about a claim at a record time."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from claims.policy.assess import RaisedFlag
from claims.published import PublicSide


class ClaimAsOf(NamedTuple):
    """A claim as recorded at a time: the revision that a record time resolves to, and the flags open then, with reasons.

    With ``said_until`` its status, counts and flags are computed again, from what was said by then and recorded by the record
    time; the revision and its body are still those that were shown.
    """

    key: str
    recorded: datetime | None  # the record time requested; None: now
    said_until: str = ""  # a partial date of minute precision; empty: all that counted then
    revision: int | None = None  # None before the first; then all else is empty
    at: datetime | None = None  # of the revision, like the three below
    actor: str = ""
    action: str = ""
    reason: str = ""
    body: bytes = b""  # the public body as it was shown: UTF-8 JSON
    policy_version: str = ""
    status: str = ""
    explanation: str = ""
    support: PublicSide | None = None
    denial: PublicSide | None = None
    flags: tuple[RaisedFlag, ...] = ()  # most severe first, then by code
    recomputed: bool = False
