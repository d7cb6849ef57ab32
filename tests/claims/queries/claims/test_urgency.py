"""Claims by urgency: walking along the index shows what sorting every claim shows, forwards and backwards."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet

from claims.models import Claim, Flag
from claims.models.assessment import severest_first
from claims.queries.claims.urgency import by_urgency, most_urgent, urgent_page
from claims.vocabulary import Severity
from tests.cases import claim
from tests.claims.desk_flags import store_flag

DAY = timedelta(days=1)


@pytest.fixture
def rows(loaded: Callable[..., Any], now: datetime) -> QuerySet[Claim]:
    loaded(claims=[claim(f"c{number:02}") for number in range(24)])
    Flag.objects.all().delete()
    dice = random.Random(7)  # noqa: S311 - not for secrets
    for one in Claim.objects.all():
        for code in ("contested", "circular", "stale")[: dice.randrange(4)]:
            store_flag(one, now, code, dice.choice(Severity.words()), **dice.choice(({}, {}, {"waived_until": now + DAY})))
    return Claim.objects.order_by("-id")


@pytest.mark.parametrize("narrow", [{}, {"key__endswith": "1"}, {"key": "none"}], ids=str)
def test_pages_show_the_order_of_urgency_forwards_and_backwards(
    rows: QuerySet[Claim], now: datetime, narrow: dict[str, str]
) -> None:
    narrowed = rows.filter(**narrow)
    page = urgent_page(narrowed, "", 5, now)
    pages = [page]
    while page.after:
        page = urgent_page(narrowed, page.after, 5, now)
        pages.append(page)
    forwards = [one.key for each in pages for one in each.claims]
    assert forwards == [one.key for one in by_urgency(narrowed, now)]
    assert [each.is_first for each in pages] == [True] + [False] * (len(pages) - 1)
    for before, after in pairwise(pages):
        assert urgent_page(narrowed, after.before, 5, now) == before


def test_the_most_severe_and_of_these_the_oldest_come_first_each_claim_once(loaded: Callable[..., Any], now: datetime) -> None:
    loaded(claims=[claim(key) for key in "abcdef"])
    Flag.objects.all().delete()
    a, b, c, d, e, f = Claim.objects.order_by("key")
    store_flag(a, now, "stale", "info")
    store_flag(a, now, "contested", "critical")
    store_flag(b, now, "circular", "warning")
    store_flag(c, now, "contested", "critical")
    store_flag(c, now, "circular", "critical")
    store_flag(d, now, "contested", "critical", waived_until=now + DAY)
    store_flag(e, now, "contested", "critical", cleared_at=now)
    ordered = [a, c, b, f, e, d]
    assert list(by_urgency(Claim.objects.all(), now)) == urgent_page(Claim.objects.all(), "", 9, now).claims == ordered
    assert most_urgent(Claim.objects.all(), 2, now) == [a.pk, c.pk]
    assert most_urgent(Claim.objects.all(), 9, now + 2 * DAY) == [a.pk, c.pk, d.pk, b.pk]  # the waiver has ended


@pytest.mark.parametrize("asked", ["after-x", "after-9", "after-4-1", "before-3-" + "9" * 19, "after-١-١", "2"])
def test_nonsense_shows_the_first_page(rows: QuerySet[Claim], now: datetime, asked: str) -> None:
    assert urgent_page(rows, asked, 5, now) == urgent_page(rows, "", 5, now)


def test_beyond_the_last_claim_is_an_empty_page(rows: QuerySet[Claim], now: datetime) -> None:
    assert urgent_page(rows, "after-3-1", 5, now) == ([], "", "", False)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite matches no index of an expression with parameters")
def test_the_order_comes_from_an_index(rows: QuerySet[Claim]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off")
    plan = Flag.objects.filter(cleared_at=None).order_by(severest_first(), "id").explain()
    assert "flag_open_urgent" in plan
    assert "Sort" not in plan
