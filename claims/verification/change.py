"""Who changes what, when and why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple


class Change(NamedTuple):
    """Who changes what, when and why; all revisions of one transaction carry the same.

    ``actor`` is how records call who does it; ``person`` is the id of the account, which decides rights. Jobs and commands have
    none. ``erased`` is what the revision of a change that erases lists, by the id of the claim.
    """

    at: datetime
    actor: str
    action: str
    reason: str = ""
    person: int | None = None
    erased: Mapping[int, Mapping[str, Any]] | None = None
