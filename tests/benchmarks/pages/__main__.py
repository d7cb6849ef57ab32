"""Measure pages on a large record, warm, in one process: ``DATABASE_URL=… python -m tests.benchmarks.pages [WORD …]``.

The database was filled by ``tests.benchmarks.scale_data``, and ``verify --all`` has been over it. With words, only pages whose
names have one of them are measured.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final

import django

from tests.benchmarks.spending import PRODUCTION

if __name__ == "__main__":
    os.environ.update({"DJANGO_SETTINGS_MODULE": "factcheck.settings", **PRODUCTION})
    os.environ.update({"ALLOWED_HOSTS": "testserver", "API_PER_MINUTE": "1000000000", "HTTPS": "0"})
    django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from factcheck.access.operations import issue_token
from factcheck.access.scopes import CLAIMS_READ
from tests.benchmarks.pages.addresses import Page, pages
from tests.benchmarks.pages.people import prepare
from tests.benchmarks.spending import verdict

ROUNDS: Final = 5


class BrokenPageError(Exception):
    """A page did not answer as it should."""


class _Statements:
    """Counts the statements of requests, and the seconds for which the process waited for them."""

    def __init__(self) -> None:
        self.number, self.seconds = 0, 0.0

    def __call__(self, execute: Callable[..., Any], *arguments: Any) -> Any:
        started = time.perf_counter()
        try:
            return execute(*arguments)
        finally:
            self.number += 1
            self.seconds += time.perf_counter() - started


def measured(client: Client, page: Page) -> str:
    """Return the line of a page: the median of several requests after the first.

    Raises: BrokenPageError.
    """
    status = _seconds(client, page)[1]
    if status != 200:
        raise BrokenPageError(f"{page.name}: {page.address} was answered with {status}")
    statements = _Statements()
    with connection.execute_wrapper(statements):
        seconds = [_seconds(client, page)[0] for _ in range(ROUNDS)]
    ms, waited = statistics.median(seconds) * 1_000, statements.seconds / ROUNDS * 1_000
    target = verdict(ms <= page.most, f"at most {page.most:.0f} ms")
    count = statements.number / ROUNDS
    return f"{page.name}: {ms:.1f} ms, {ms / page.most:.2f}× the limit ({count:.0f} statements, {waited:.1f} ms) {target}"


def _seconds(client: Client, page: Page) -> tuple[float, int]:
    started = time.perf_counter()
    response = client.get(page.address)
    if response.streaming:
        b"".join(response.streaming_content)  # type: ignore[attr-defined]
    return time.perf_counter() - started, response.status_code


def main() -> None:
    """Print the line of each page."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.pages")
    parser.add_argument("words", nargs="*", help="only pages with one of these in their names")
    wanted, now = parser.parse_args().words, timezone.now()
    with tempfile.TemporaryDirectory() as static:
        settings.STATIC_ROOT = static
        call_command("collectstatic", interactive=False, verbosity=0)
        for line in lines(wanted, now):
            print(f"page, {line}", flush=True)


def lines(wanted: Sequence[str], now: datetime) -> Iterator[str]:
    """Yield the line of each wanted page."""
    chief = prepare(now)
    desk = Client()
    desk.force_login(chief)
    token = issue_token(chief, "the pages", (CLAIMS_READ,), at=now, actor="command:benchmark", days=1)
    api = Client(headers={"Authorization": f"Bearer {token.text}"})
    for page in pages(now):
        if not wanted or any(word in page.name for word in wanted):
            yield measured(api if page.address.startswith("/api/") else desk, page)


if __name__ == "__main__":
    main()
