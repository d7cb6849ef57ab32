"""Sources to review: which lack a usable grade, and which recently retracted something."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from claims.models import Attribution
from claims.queries.desk.front_sources import GRADE_AGES_AFTER, sources_taken_back, sources_to_grade
from sources.models import Document, Source
from tests.cases import claim, outlet, person, row

DAY = timedelta(days=1)


def grades(today: date) -> list[str]:
    return sorted(each.name for each in sources_to_grade(today))


def test_sources_in_use_are_named_while_their_grade_is_none_an_f_old_or_undated(
    loaded: Callable[..., Any], now: datetime
) -> None:
    names = ("ungraded", "judged", "doubtful", "aged", "undated", "unused")
    loaded(sources=[person(name) for name in names], claims=[claim("c", *(row(name) for name in names[:-1]))])
    today = now.date()
    for name, grade, on in (
        ("judged", "B", today - GRADE_AGES_AFTER),
        ("doubtful", "F", today),
        ("aged", "A", today - GRADE_AGES_AFTER - DAY),
        ("undated", "C", None),
    ):
        Source.objects.filter(key=name).update(reliability=grade, graded_on=on)
    assert grades(today) == ["Aged", "Doubtful", "Undated", "Ungraded"]


@pytest.mark.parametrize("fate", ["withdrawn", "voided", "superseded"])
def test_a_source_of_which_nothing_is_live_needs_no_grade(fate: str, loaded: Callable[..., Any], now: datetime) -> None:
    loaded(sources=[person("ada"), person("ben")], claims=[claim("c", row("ada"), row("ben"))])
    first, second = Attribution.objects.order_by("id")
    shown: dict[str, dict[str, Any]] = {
        "withdrawn": {"withdrawal_recorded_at": now, "withdrawn_by": "source", "withdrawal_reason": "why"},
        "voided": {"voided_at": now, "void_reason": "why"},
        "superseded": {},
    }
    Attribution.objects.filter(pk=first.pk).update(**shown[fate])
    if fate == "superseded":
        Attribution.objects.filter(pk=second.pk).update(supersedes=first)
    assert grades(now.date()) == ["Ben"]


def test_the_most_used_recently_come_first_and_rarely_used_ones_are_not_forgotten(
    loaded: Callable[..., Any], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claims.queries.desk.front_sources.RECENTLY_RECORDED", 3)
    rows = [row("old"), row("ada-1", "ada"), row("ben"), row("ada-2", "ada")]
    loaded(sources=[person("ada"), person("ben"), person("old")], claims=[claim("c", *rows)])
    assert [each.name for each in sources_to_grade(now.date())] == ["Ada", "Ben", "Old"]


def test_recent_withdrawals_are_listed_by_source_newest_first(loaded: Callable[..., Any], now: datetime) -> None:
    loaded(sources=[person("ada"), person("ben"), outlet("echo")], claims=[claim("c", row("ada"), row("ben"), row("echo"))])
    for key, by, days in (("ada", "source", 3), ("ben", "outlet", 31), ("echo", "outlet", 1)):
        taken = {"withdrawal_recorded_at": now - days * DAY, "withdrawn_by": by, "withdrawal_reason": "why"}
        Attribution.objects.filter(key=key).update(**taken)
    Document.objects.create(
        key="d", title="D", kind="article", recorded_at=now, publisher=Source.objects.get(key="ada"),
        withdrawal_recorded_at=now, withdrawal_reason="why",
    )  # fmt: skip
    shown = [(each.name, each.by_source, each.by_outlet, each.documents) for each in sources_taken_back(now - 30 * DAY)]
    assert shown == [("Ada", 1, 0, 1), ("Echo", 0, 1, 0)]
