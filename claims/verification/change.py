"""Who changes what, when and why."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple


class Change(NamedTuple):
    """Who changes what, when and why; every revision of one transaction carries the same.

    ``actor`` is how records call who does it; ``person`` is the id of the account, which decides rights. Jobs and commands have
    none.
    """

    at: datetime
    actor: str
    action: str
    reason: str = ""
    person: int | None = None
