"""Who changes what, when and why."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple


class Change(NamedTuple):
    """Who changes what, when and why; all revisions of one transaction carry the same.

    ``actor`` is the name in the record; ``person`` is the id of the account, which decides permissions. Jobs and commands have
    no account.
    """

    at: datetime
    actor: str
    action: str
    reason: str = ""
    person: int | None = None
