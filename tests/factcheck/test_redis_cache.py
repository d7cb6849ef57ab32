"""Counting in Redis: one key goes up by one each time, and is forgotten."""

from __future__ import annotations

from uuid import uuid4

import pytest

from factcheck.redis_cache import RedisCache

pytestmark = pytest.mark.redis


@pytest.fixture
def cache(settings) -> RedisCache:
    return RedisCache(settings.CACHES["default"]["LOCATION"], {"KEY_PREFIX": str(uuid4())})


def test_it_counts_by_one_and_lets_the_key_end(cache: RedisCache) -> None:
    assert [cache.count("a", 120) for _ in range(3)] == [1, 2, 3]
    assert cache.count("b", 120) == 1
    left = cache._cache.get_client().ttl(cache.make_key("a"))
    assert 0 < left <= 120


def test_it_is_djangos_cache_besides(cache: RedisCache) -> None:
    cache.set("name", {"a": 1}, 60)
    assert cache.get("name") == {"a": 1}
    assert cache.add("name", 2, 60) is False
    cache.count("number", 60)
    assert cache.get("number") == 1
