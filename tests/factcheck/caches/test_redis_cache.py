"""Counting in Redis: one key goes up by one each time, and is forgotten; and in the process while Redis is away."""

from __future__ import annotations

from uuid import uuid4

import pytest

from factcheck.caches.redis_cache import RedisCache


@pytest.fixture
def cache(settings) -> RedisCache:
    return RedisCache(settings.CACHES["default"]["LOCATION"], {"KEY_PREFIX": str(uuid4())})


@pytest.mark.redis
def test_it_counts_by_one_and_lets_the_key_end(cache: RedisCache) -> None:
    assert [cache.count("a", 120) for _ in range(3)] == [1, 2, 3]
    assert cache.count("b", 120) == 1
    left = cache._cache.get_client().ttl(cache.make_key("a"))
    assert 0 < left <= 120


@pytest.mark.redis
def test_it_is_otherwise_djangos_cache(cache: RedisCache) -> None:
    cache.set("name", {"a": 1}, 60)
    assert cache.get("name") == {"a": 1}
    assert cache.add("name", 2, 60) is False
    cache.count("number", 60)
    assert cache.get("number") == 1


def test_where_nothing_answers_the_process_does_all_that_a_cache_does() -> None:
    away = RedisCache("redis://127.0.0.1:1/0", {"KEY_PREFIX": str(uuid4())})
    assert [away.count("a", 120) for _ in range(3)] == [1, 2, 3]
    assert (away.add("b", 1, 60), away.add("b", 2, 60), away.incr("b")) == (True, False, 2)
    away.set("c", {"d": 1})
    away.set_many({"e": 1, "f": None})
    assert away.get_many(["b", "c", "e", "g"]) == {"b": 2, "c": {"d": 1}, "e": 1}
    assert (away.get("g", "none"), away.has_key("f"), away.touch("c"), away.delete("c")) == ("none", True, True, True)
    away.delete_many(["e"])
    assert "e" not in away
    away.clear()
    assert away.get("b") is None
