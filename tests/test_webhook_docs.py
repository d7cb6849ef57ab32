"""What docs/webhooks.md says, done."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import time_machine
from django.conf import settings

from claims.operations.webhooks import deliveries
from claims.operations.webhooks.subscriptions import GIVE_UP_AFTER, MOST_OVERLAP
from factcheck.webhook_signing import secret_of, signed_headers

PAGE = (Path(__file__).resolve().parent.parent / "docs/webhooks.md").read_text()
AT, BODY = datetime(2024, 6, 12, 12, 0, tzinfo=UTC), b'{"type":"ping"}'
OLD, NEW = (secret_of("k", "wh-a", number) for number in (1, 2))


def is_ours(*sent: Any, now: datetime = AT) -> bool:
    (program,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    known: dict[str, Any] = {}
    exec(program, known)  # noqa: S102 - our own page
    with time_machine.travel(now, tick=False):
        return bool(known["is_ours"](*sent))


def test_the_receiver_knows_our_messages_from_others() -> None:
    headers = dict(signed_headers([NEW, OLD], "evt_1", AT, BODY))
    assert is_ours(NEW, headers, BODY)
    assert is_ours(OLD, headers, BODY)
    assert not is_ours(secret_of("k", "wh-b", 1), headers, BODY)
    assert not is_ours(NEW, headers, BODY + b" ")
    assert not is_ours(NEW, {**headers, "webhook-id": "evt_2"}, BODY)
    assert not is_ours(NEW, headers, BODY, now=AT + timedelta(minutes=6))
    assert not is_ours(NEW, {**headers, "webhook-timestamp": "soon"}, BODY)


def test_the_numbers_of_the_page_are_those_of_the_code() -> None:
    assert f"after {deliveries.OPENS_AFTER} failures in a row" in PAGE.lower()
    assert f"every {deliveries.PROBE_EVERY.seconds // 60} minutes" in PAGE
    assert f"**{GIVE_UP_AFTER.days} days**" in PAGE
    assert f"kept for {settings.KEEP_SENT_MESSAGES_DAYS} days" in PAGE
    assert f"again for {settings.KEEP_FAILED_MESSAGES_DAYS} days" in PAGE
    assert f"at most {MOST_OVERLAP.days})" in PAGE
    assert f"{deliveries.LONGEST_PAUSE.seconds // 3600} hours" in PAGE
    bounds = [deliveries.pause_after(attempts, lambda: 1.0).total_seconds() for attempts in (1, 2, 3)]
    assert bounds == [30, 90, 4.5 * 60]
