"""The feed misses nothing when transactions commit out of order: writers and a reader on connections of their own."""

from __future__ import annotations

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from claims.models import Revision
from claims.queries.webhooks.events import ALL, BEGINNING, Place, events_after
from claims.queries.webhooks.feed_watermark import unwound, watermark
from claims.verification.storage.append_guard import begin_appending, notify_followers
from tests.cases import claim, load, person, row
from tests.claims.open_transactions import on_own_connection, open_transaction, write

CLAIMS = 12
WRITERS, TRANSACTIONS = 4, 8


class RolledBackError(Exception):
    pass


def read_from(place: Place) -> tuple[list[int], Place]:
    page = events_after(place, ALL, 1000)
    return [event.place.id for event in page.events], page.place


@pytest.fixture(autouse=True)
def _database(request: pytest.FixtureRequest) -> None:
    if request.node.get_closest_marker("postgresql") and connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: SQLite has one writer at a time")


@pytest.fixture
def record(transactional_db: None) -> Place:
    """Some claims; the place after their first revisions."""
    rows = [claim(f"c{number:02}", row("ada")) for number in range(CLAIMS)]
    load({"sources": [person("ada")], "claims": rows}, at=timezone.now() - timedelta(days=1))
    return read_from(BEGINNING)[1]


@pytest.mark.postgresql
def test_what_was_committed_first_waits_for_what_has_a_lower_id(record: Place) -> None:
    with open_transaction("c00"):
        write("c01")
        assert Revision.objects.filter(claim__key="c01", pk__gt=record.id).exists()  # to be seen by who reads on by id alone
        assert read_from(record) == ([], record)
    seen, place = read_from(record)
    assert len(seen) == 2
    assert seen == sorted(seen)
    assert read_from(place) == ([], place)


@pytest.mark.postgresql
def test_what_has_a_lower_id_than_all_that_is_open_is_read_at_once(record: Place) -> None:
    write("c01")
    with open_transaction("c00"), open_transaction("c02", "c03"):
        seen, place = read_from(record)
        assert len(seen) == 1
    assert len(read_from(place)[0]) == 3


@pytest.mark.postgresql
def test_nobody_waits_for_what_was_rolled_back(record: Place) -> None:
    with open_transaction("c00", ends=RolledBackError):
        write("c01")
    assert len(read_from(record)[0]) == 1


@pytest.mark.postgresql
def test_a_savepoint_that_is_rolled_back_does_not_take_the_horizon_with_it(record: Place) -> None:
    wrote, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            with suppress(RolledBackError), transaction.atomic():
                write("c00")
                raise RolledBackError
            write("c01")
            wrote.set()
            assert leave.wait(30)

    with ThreadPoolExecutor(1) as pool:
        held = pool.submit(on_own_connection, hold)
        assert wrote.wait(30)
        write("c02")
        assert read_from(record) == ([], record)
        leave.set()
        held.result(30)
    assert len(read_from(record)[0]) == 2


@pytest.mark.postgresql
def test_a_transaction_reads_what_it_wrote_itself(record: Place) -> None:
    with transaction.atomic():
        write("c00")
        assert len(read_from(record)[0]) == 1


@pytest.mark.postgresql
def test_writers_that_commit_in_any_order_are_read_exactly_once_and_in_order(record: Place) -> None:
    done = threading.Event()

    def keep_writing(writer: int) -> None:
        chance = random.Random(writer)  # noqa: S311 - no secret
        mine = [f"c{number:02}" for number in range(writer, CLAIMS, WRITERS)]
        for _ in range(TRANSACTIONS):
            try:
                with transaction.atomic():
                    for key in mine[: chance.randint(1, len(mine))]:
                        write(key)
                        done.wait(chance.random() / 200)  # lets the others in between
                    if chance.random() < 0.2:
                        raise RolledBackError
            except RolledBackError:
                pass

    def follow() -> list[int]:
        seen: list[int] = []
        place, ended = record, False
        while not ended:
            ended = done.is_set()
            found, place = read_from(place)
            seen += found
        return seen

    with ThreadPoolExecutor(WRITERS + 1) as pool:
        reader = pool.submit(on_own_connection, follow)
        for writer in [pool.submit(on_own_connection, lambda n=n: keep_writing(n)) for n in range(WRITERS)]:
            writer.result(120)
        done.set()
        seen = reader.result(60)
    assert seen == list(Revision.objects.filter(pk__gt=record.id).order_by("pk").values_list("pk", flat=True))
    assert len(seen) > WRITERS * TRANSACTIONS // 2


@pytest.mark.postgresql
def test_the_sequence_hands_out_one_id_at_a_time(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seqcache FROM pg_sequence WHERE seqrelid = pg_get_serial_sequence('claims_revision', 'id')::regclass"
        )
        assert cursor.fetchone() == (1,)


@pytest.mark.postgresql
def test_an_append_costs_one_statement_more_in_each_transaction(db: None, django_assert_num_queries: Any) -> None:
    connection.run_on_commit = [hook for hook in connection.run_on_commit if hook[1] is not notify_followers]
    with django_assert_num_queries(1):
        begin_appending()
        begin_appending()


def test_sqlite_gives_no_id_twice(sample: None) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("SQLite alone")
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'claims_revision'")
        assert "AUTOINCREMENT" in cursor.fetchone()[0]
    assert watermark() is None


@pytest.mark.parametrize("stands", [0, 7, 2**31 - 1, 2**31, 2**31 + 5, 5 * 2**31 + 123, 2**40])
@pytest.mark.parametrize("behind", [-1000, 0, 1, 5, 2**29])
def test_values_held_are_distinguished_on_the_circle(stands: int, behind: int) -> None:
    held = max(0, stands - behind)
    assert unwound(held % 2**31, stands) == held
