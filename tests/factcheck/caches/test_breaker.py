"""A service that failed is tried by one caller at a time, and the log says once a minute that it is away."""

from __future__ import annotations

import logging

import pytest

from factcheck.caches.breaker import Breaker


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def breaker(clock: Clock) -> Breaker:
    return Breaker("Redis", "requests go on", rest=5, longest_try=2, clock=clock)


def test_while_it_answers_everybody_may_ask(breaker: Breaker) -> None:
    breaker.answered()
    assert [breaker.allows() for _ in range(3)] == [True, True, True]


def test_after_a_failure_nobody_tries_for_a_while_and_then_one_at_a_time(breaker: Breaker, clock: Clock) -> None:
    breaker.failed(OSError("refused"))
    assert breaker.allows() is False
    clock.now += 5
    assert [breaker.allows(), breaker.allows()] == [True, False]
    clock.now += 2  # who tried has not come back
    assert [breaker.allows(), breaker.allows()] == [True, False]
    breaker.answered()
    assert [breaker.allows(), breaker.allows()] == [True, True]


def test_it_warns_once_a_minute_even_if_the_service_comes_and_goes(
    breaker: Breaker, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    for _ in range(60):
        breaker.failed(OSError("refused\nby it"))
        breaker.answered()
        clock.now += 2
    warnings = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert warnings == ["Redis is unavailable; requests go on (refused by it)"] * 2
