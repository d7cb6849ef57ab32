"""One request at a time to each host, with a pause between two."""

from __future__ import annotations

from django.core.cache import cache

from sources.fetching.politeness import wait_for_turn


def turn(url: str, slept: list[float], *, pause: float = 60, patience: float = 1) -> bool:
    return wait_for_turn(url, cache, pause=pause, patience=patience, sleep=slept.append)


def test_the_second_request_to_a_host_waits_and_another_host_does_not() -> None:
    cache.clear()
    slept: list[float] = []

    assert turn("https://A.example/1", slept)
    assert turn("https://b.example/1", slept)
    assert slept == []
    assert not turn("https://a.example:8443/2", slept)
    assert 0.9 < sum(slept) < 1.2
    assert turn("https://a.example/3", slept, pause=0)


def test_it_goes_on_once_the_pause_is_over() -> None:
    cache.clear()
    assert turn("https://a.example/", [])

    assert wait_for_turn("https://a.example/", cache, pause=1, patience=5, sleep=lambda _seconds: cache.clear())
