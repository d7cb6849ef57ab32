"""Measure pages on a large record, warm, in one process: ``DATABASE_URL=… python -m tests.benchmarks.pages [WORD …]``.

The database was filled by ``tests.benchmarks.scale_data``, and ``verify --all`` has been over it. With words, only pages whose
names have one of them are measured.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterator, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Final, NamedTuple

import django

from tests.benchmarks.spending import PRODUCTION

if __name__ == "__main__":
    os.environ.update({"DJANGO_SETTINGS_MODULE": "factcheck.settings", **PRODUCTION})
    os.environ.update({"ALLOWED_HOSTS": "testserver", "API_PER_MINUTE": "1000000000", "HTTPS": "0", "MFA_ROLES": "none"})
    django.setup()

from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from factcheck.access.operations import issue_token
from factcheck.access.scopes import CLAIMS_READ
from tests.benchmarks.pages.addresses import Page, pages
from tests.benchmarks.pages.people import prepare
from tests.benchmarks.spending import cpu_seconds, verdict

ROUNDS: Final = 5


class BrokenPageError(Exception):
    """A page did not answer as it should."""


class _Cost(NamedTuple):
    """What one request took, in milliseconds: in all, and of the processor by this process and by the database's."""

    wall: float
    process: float
    database: float

    @property
    def cpu(self) -> float:
        return self.process + self.database


def measured(client: Client, page: Page) -> str:
    """Return the line of a page: medians of several requests after the first.

    Processor time is compared with the limit, since other work on the machine changes it little.

    Raises: BrokenPageError.
    """
    status = client.get(page.address).status_code
    if status != HTTPStatus.OK:
        raise BrokenPageError(f"{page.name}: {page.address} was answered with {status}")
    costs = [_cost(client, page.address) for _ in range(ROUNDS)]
    cost = sorted(costs, key=lambda each: each.cpu)[ROUNDS // 2]
    target = verdict(cost.cpu <= page.most, f"at most {page.most:.0f} ms")
    parts = f"process {cost.process:.1f}, database {cost.database:.1f}; {cost.wall:.1f} ms in all"
    return f"{page.name}: {cost.cpu:.1f} ms CPU ({parts}), {cost.cpu / page.most:.2f}× the limit {target}"


def _cost(client: Client, address: str) -> _Cost:
    before = time.perf_counter(), time.process_time(), _database_seconds()
    client.get(address)
    after = time.perf_counter(), time.process_time(), _database_seconds()
    return _Cost(*((end - start) * 1_000 for start, end in zip(before, after, strict=True)))


def _database_seconds() -> float:
    return cpu_seconds(connection.connection.info.backend_pid) or 0.0


def _in_one_process() -> None:
    """Keep the database from sharing a query out to processes whose time would not be counted."""
    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0")


def main() -> None:
    """Print the line of each page."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.pages")
    parser.add_argument("words", nargs="*", help="only pages with one of these in their names")
    wanted, now = parser.parse_args().words, timezone.now()
    # As it is: compressing all static files first would take longer than the pages.
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    for line in lines(wanted, now):
        print(f"page, {line}", flush=True)


def lines(wanted: Sequence[str], now: datetime) -> Iterator[str]:
    """Yield the line of each wanted page."""
    chief = prepare(now)
    _in_one_process()
    desk = Client()
    desk.force_login(chief)
    token = issue_token(chief, "the pages", (CLAIMS_READ,), at=now, actor="command:benchmark", days=1)
    api = Client(headers={"Authorization": f"Bearer {token.text}"})
    for page in pages(now):
        if not wanted or any(word in page.name for word in wanted):
            yield measured(api if page.address.startswith("/api/") else desk, page)


if __name__ == "__main__":
    main()
