"""The cache in this process's memory: without Redis, and while Redis is unavailable."""

from __future__ import annotations

from typing import Any, Final

from django.core.cache.backends.locmem import LocMemCache

#: Django keeps 300, fewer than the callers of a busy minute; a caller that is evicted is counted from one again.
_MOST_ENTRIES: Final = 10_000


class ProcessCache(LocMemCache):
    """Django's cache in memory, with ``count``."""

    def __init__(self, name: str, params: dict[str, Any]) -> None:
        super().__init__(name, {**params, "OPTIONS": {"MAX_ENTRIES": _MOST_ENTRIES}})

    def count(self, key: str, timeout: int) -> int:
        """Count one more under a key, from one if nobody has counted under it for ``timeout`` seconds; return the count."""
        self.add(key, 0, timeout)
        return int(self.incr(key))  # atomic, so that two at once count as two
