"""Django's cache on Redis, with a count in one round trip, and this process's memory while Redis is unavailable."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, Final

from django.core.cache.backends.redis import RedisCache as DjangoRedisCache
from django.core.cache.backends.redis import RedisCacheClient
from redis.exceptions import RedisError

from factcheck.caches.breaker import Breaker
from factcheck.caches.process_cache import ProcessCache

#: Seconds that a request waits for Redis, which answers in a millisecond (a guess: longer than a stall on a slow disk).
_PATIENCE: Final = 0.5
#: Seconds after a failure until one request tries Redis again (a guess).
_REST: Final = 5.0


@cache
def breaker_of(server: str) -> Breaker:  # noqa: ARG001 - the argument is the cache key
    """Return the breaker of a Redis server, which all threads of this process share."""
    return Breaker("Redis", "each process counts requests by itself", rest=_REST, longest_try=_REST)


class _Client(RedisCacheClient):
    """Reuses the client, which Django creates for each command at the cost of a command: only its pool has connections."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"socket_timeout": _PATIENCE, "socket_connect_timeout": _PATIENCE, **options})
        self._clients: dict[int, Any] = {}

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        index: int = self._get_connection_pool_index(write)  # type: ignore[attr-defined]
        if index not in self._clients:
            self._clients[index] = super().get_client(key, write=write)
        return self._clients[index]

    def count(self, key: str, timeout: int) -> int:
        client = self.get_client(key, write=True)
        number = int(client.incr(key))
        if number == 1:  # the first count sets the expiry
            client.expire(key, timeout)
        return number


class _CountingCache(DjangoRedisCache):
    def count(self, key: str, timeout: int) -> int:
        return int(self._cache.count(self.make_and_validate_key(key), timeout))  # type: ignore[attr-defined]


def _or_by_itself(name: str) -> Callable[..., Any]:
    """Return a method that calls Redis, or this process's cache if Redis hangs, is full, unavailable or refuses."""
    ask_redis = getattr(_CountingCache, name)

    def method(self: RedisCache, *arguments: Any, **named: Any) -> Any:
        if self.breaker.allows():
            try:
                found = ask_redis(self, *arguments, **named)
            except RedisError as error:
                self.breaker.failed(error)
            else:
                self.breaker.answered()
                return found
        return getattr(self.instead, name)(*arguments, **named)

    return method


class RedisCache(_CountingCache):
    """Django's cache on Redis, with ``count``; nothing fails because Redis does."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class: type[_Client] = _Client
        self.breaker = breaker_of(server)
        self.instead = ProcessCache(f"instead of {server}", params)

    add = _or_by_itself("add")
    get = _or_by_itself("get")
    set = _or_by_itself("set")
    touch = _or_by_itself("touch")
    delete = _or_by_itself("delete")
    get_many = _or_by_itself("get_many")
    set_many = _or_by_itself("set_many")
    delete_many = _or_by_itself("delete_many")
    has_key = _or_by_itself("has_key")
    incr = _or_by_itself("incr")
    clear = _or_by_itself("clear")
    count = _or_by_itself("count")
