"""Django's cache on Redis, with a count that takes one round trip: the throttle of the API asks for one on every request."""

from __future__ import annotations

from typing import Any

from django.core.cache.backends.redis import RedisCache as DjangoRedisCache
from django.core.cache.backends.redis import RedisCacheClient


class _Client(RedisCacheClient):
    """Keeps what Django makes for each command anew, at the cost of a command: a client holds no connection, its pool does."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._clients: dict[int, Any] = {}

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        index: int = self._get_connection_pool_index(write)  # type: ignore[attr-defined]
        if index not in self._clients:
            self._clients[index] = super().get_client(key, write=write)
        return self._clients[index]

    def count(self, key: str, timeout: int) -> int:
        client = self.get_client(key, write=True)
        number = int(client.incr(key))
        if number == 1:  # whoever counts first says when it is forgotten
            client.expire(key, timeout)
        return number


class RedisCache(DjangoRedisCache):
    """Django's own, and ``count``."""

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class: type[_Client] = _Client

    def count(self, key: str, timeout: int) -> int:
        """Count one more under a key that nobody counted under for ``timeout`` seconds, or go on; return how many it is now."""
        number: int = self._cache.count(  # type: ignore[attr-defined]
            self.make_and_validate_key(key), timeout
        )
        return number
