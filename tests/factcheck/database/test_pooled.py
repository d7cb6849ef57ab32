"""Connections of the pool are tried without a round trip, and a dead one is found all the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection
from psycopg_pool import ConnectionPool

from factcheck.database.pooled import PooledConnection

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db]


@pytest.fixture
def pooled() -> Iterator[PooledConnection]:
    params = connection.get_connection_params()
    with PooledConnection.connect(**{**params, "autocommit": True}) as opened:
        yield opened


def test_a_live_connection_passes_and_continues(pooled: PooledConnection) -> None:
    ConnectionPool.check_connection(pooled)
    assert pooled.execute("SELECT 1").fetchone() == (1,)


def test_one_that_the_server_ended_does_not_pass(pooled: PooledConnection) -> None:
    with connection.cursor() as cursor:  # five seconds at most until it has ended
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pooled.info.backend_pid])
        assert cursor.fetchone() == (True,)
    with pytest.raises(psycopg.OperationalError):
        ConnectionPool.check_connection(pooled)


def test_one_that_is_closed_does_not_pass(pooled: PooledConnection) -> None:
    pooled.close()
    with pytest.raises(psycopg.OperationalError):
        ConnectionPool.check_connection(pooled)


def test_a_statement_that_takes_long_is_waited_for_while_the_server_accepts_connections(
    pooled: PooledConnection, settings: Any
) -> None:
    settings.DB_WAIT_SECONDS = 0
    looks: list[None] = []
    look = pooled._give_up_if_hung
    pooled._give_up_if_hung = lambda: looks.append(look())
    assert pooled.execute("SELECT 1 FROM pg_sleep(0.6)").fetchone() == (1,)
    assert looks
