"""Claims as rows of a table: the state of each, for use in a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.timezone import localtime

from claims.claim_fields import fields
from claims.models import Claim, ClaimTopic, Flag, Revision
from claims.queries.claims.admin_lists import sides_of
from claims.queries.claims.open_flags import waived as waived_now
from claims.spreadsheets.cells import Cell
from factcheck.database.lookups import among

_BATCH: Final = 500

#: Columns shown unchanged: first the desk's own, then those that describe the claim.
_OWN: Final = tuple(
    sorted((field for field in fields() if field.is_value and field.sheet), key=lambda field: not field.of_the_desk)
)
COLUMNS: Final = (
    "key", "text", "status", "flags", "waived_flags",
    "support_at_least", "support_at_most", "support_or_more", "on_record_routes", "disinterested_routes", "routes",
    "denial_at_least", "denial_at_most", "denial_or_more", "counted",
    "topics", *(field.sheet for field in _OWN), "assignee", "recorded_at", "changed_at", "changed_by", "revision",
)  # fmt: skip


def claim_rows(ids: Sequence[int], now: datetime) -> Iterator[list[Cell]]:
    """Yield a row for each of the claims, in the order of ``ids``; date-times are in the desk's time zone, with its offset."""
    for start in range(0, len(ids), _BATCH):
        batch = ids[start : start + _BATCH]
        last = Revision.objects.filter(claim=OuterRef("pk"), number=OuterRef("public_body__revision")).values("actor")[:1]
        rows = Claim.objects.filter(among("pk", batch)).annotate(changed_by=Subquery(last))
        found = {row[0]: row for row in rows.values_list(*_Line._fields, *(field.name for field in _OWN))}
        flags, waived, topics = _flags(batch, now), _flags(batch, now, waived=True), _topics(batch)
        for pk in batch:
            if pk in found:
                first, own = found[pk][: len(_Line._fields)], found[pk][len(_Line._fields) :]
                yield _row(_Line._make(first), own, flags.get(pk, ""), waived.get(pk, ""), topics.get(pk, ""))


class _Line(NamedTuple):
    """The one-to-one data of a claim without its own columns (``_OWN``), by database names."""

    id: int
    key: str
    text: str
    standing__status: str | None
    standing__assessment__result: dict[str, Any] | None
    assignee__username: str | None
    recorded_at: datetime
    public_body__at: datetime | None
    changed_by: str | None
    public_body__revision: int | None


def _flags(ids: Sequence[int], now: datetime, *, waived: bool = False) -> dict[int, str]:
    """Return the codes of the open flags of claims, or only of the waived ones."""
    rows = Flag.objects.filter(among("claim_id", ids), cleared_at=None).order_by("code")
    return _joined(rows.filter(waived_now(now)) if waived else rows, "code")


def _topics(ids: Sequence[int]) -> dict[int, str]:
    return _joined(ClaimTopic.objects.filter(among("claim_id", ids)).order_by("topic"), "topic")


def _joined(rows: QuerySet[Any], word: str) -> dict[int, str]:
    found: dict[int, list[str]] = {}
    for claim, value in rows.values_list("claim_id", word):
        found.setdefault(claim, []).append(value)
    return {claim: " ".join(words) for claim, words in found.items()}


def _row(line: _Line, own: Sequence[Any], flags: str, waived: str, topics: str) -> list[Cell]:
    return [
        line.key,
        line.text,
        line.standing__status,
        flags,
        waived,
        *_counts(line.standing__assessment__result),
        topics,
        *map(_cell, own),
        line.assignee__username,
        _instant(line.recorded_at),
        _instant(line.public_body__at),
        line.changed_by,
        line.public_body__revision or 0,
    ]


def _cell(value: Any) -> Cell:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return _instant(value) if isinstance(value, datetime) else value


def _counts(result: dict[str, Any] | None) -> list[Cell]:
    sides = sides_of(result)
    if sides is None:
        return [None] * 10
    support, denial = sides
    return [
        support.at_least,
        support.at_most,
        "or more" if support.open else None,
        support.on_record,
        support.disinterested,
        support.routes,
        denial.at_least,
        denial.at_most,
        "or more" if denial.open else None,
        None if support.exact and denial.exact else "in part",
    ]


def _instant(at: datetime | None) -> str | None:
    return None if at is None else localtime(at).isoformat(timespec="seconds")
