"""Idempotent requests: store the first response to an Idempotency-Key, and send it again for repeated requests."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from factcheck.access.models import Answered


def begin(who: str, key: str, digest: str, at: datetime) -> tuple[Answered, bool]:
    """Reserve a key in the transaction of the request, and return whether it is new.

    This waits for a concurrent request with the same key, because the database locks its uncommitted row. If that request
    fails, the key is free.
    """
    return Answered.objects.get_or_create(who=who, key=key, defaults={"digest": digest, "at": at})


def end(row: Answered, status: int, headers: Mapping[str, str], body: bytes | None) -> None:
    """Store the response, in the transaction of the request."""
    row.status, row.headers, row.body = status, dict(headers), body
    row.save(update_fields=["status", "headers", "body"])


def forget_bodies() -> None:
    """Empty all stored responses and the digests of their requests; that they were answered stays on record.

    A response may quote what must not be kept, and the digest of a request would let a guess at it be confirmed.
    """
    Answered.objects.update(body=None, headers={}, digest="")


def forget_answers(before: datetime) -> int:
    """Delete responses stored before a time; return how many."""
    with transaction.atomic():
        gone, _ = Answered.objects.filter(at__lt=before).delete()
    return gone
