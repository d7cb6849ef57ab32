"""Which open flags call for attention."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from claims.models import Claim, Flag
from claims.queries.claims.open_flags import standing_flags, waived
from tests.cases import claim
from tests.claims.desk_flags import store_flag


def test_a_flag_calls_for_attention_unless_it_is_cleared_or_waived_now(loaded: Callable[..., Any], now: datetime) -> None:
    loaded(claims=[claim(key) for key in "abcd"])
    Flag.objects.all().delete()
    a, b, c, d = Claim.objects.order_by("key")
    store_flag(a, now)
    store_flag(b, now, waived_until=now + timedelta(hours=1))
    store_flag(c, now, waived_until=now)
    store_flag(d, now, cleared_at=now)
    assert set(standing_flags(now).values_list("claim__key", flat=True)) == {"a", "c"}
    assert set(Flag.objects.filter(waived(now)).values_list("claim__key", flat=True)) == {"b"}
