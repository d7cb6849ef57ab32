"""Requests that may be sent again: what was answered first is answered again, for as long as a client may go on trying."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from factcheck.access.models import Answered

#: How long an answer is kept: clients that retry for longer than this have given up (a guess; webhooks retry for three days).
KEPT: Final = timedelta(days=3)


def begin(who: str, key: str, digest: str, at: datetime) -> tuple[Answered, bool]:
    """Take a key within the transaction that does what is asked; tell whether it is the first time.

    A twin that is under way is waited for: the row that it holds is not there until it ends, and not taken if it fails.
    """
    return Answered.objects.get_or_create(who=who, key=key, defaults={"digest": digest, "at": at})


def end(row: Answered, status: int, headers: Mapping[str, str], body: bytes | None) -> None:
    """Keep the answer, in the transaction that did what was asked."""
    row.status, row.headers, row.body = status, dict(headers), body
    row.save(update_fields=["status", "headers", "body"])


def forget_bodies() -> None:
    """Let go of what all kept answers say and of the digests of what was asked, and keep that there were answers.

    One of them may tell of what may be kept no more, and a guess at a request could be confirmed from its digest.
    """
    Answered.objects.update(body=None, headers={}, digest="")


def forget_answers(now: datetime) -> int:
    """Let go of answers that nobody will ask for again; return how many."""
    with transaction.atomic():
        gone, _ = Answered.objects.filter(at__lt=now - KEPT).delete()
    return gone
