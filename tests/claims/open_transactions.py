"""Others who write on connections of their own, and have not committed yet."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from claims.models import Claim
from claims.operations.decisions.ledger import reaffirm
from claims.verification import Change


def write(key: str) -> None:
    reaffirm(Claim.objects.get(key=key).pk, Change(timezone.now(), "user:ada", "reaffirmed", "Asked again."))


def on_own_connection(work: Callable[[], Any]) -> Any:
    try:
        return work()
    finally:
        connection.close()


@contextmanager
def open_transaction(*keys: str, ends: type[Exception] | None = None) -> Iterator[None]:
    """Let somebody else write, and hold their transaction open for as long as the block lasts."""
    wrote, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            for key in keys:
                write(key)
            wrote.set()
            assert leave.wait(30)
            if ends is not None:
                raise ends

    with ThreadPoolExecutor(1) as pool:
        held = pool.submit(on_own_connection, hold)
        try:
            assert wrote.wait(30) or held.result()
            yield
        finally:
            leave.set()
            assert isinstance(held.exception(30), ends) if ends else held.result(30) is None
