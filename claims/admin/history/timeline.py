"""The timeline of a claim: what was said, and what the desk recorded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from claims.models import Attribution, Decision, UndoneWithdrawal
from claims.queries.decisions.discrediting import discredited_by
from factcheck.dates.partial_dates import from_instant
from sources.admin.display import record_link, tag, words

SAID, RECORDED = "said", "recorded"


class Event(NamedTuple):
    """An event. ``when`` is for display, ``order`` for sorting."""

    order: str
    when: str
    lane: str
    who: SafeString
    what: str
    tone: str


def timeline(
    rows: Iterable[Attribution], undone: Iterable[UndoneWithdrawal] = (), discreditings: Iterable[Decision] = ()
) -> dict[str, Any]:
    """Return the events, the latest first, and those without a date.

    ``undone`` holds the withdrawals of these attributions that were undone, ``discreditings`` what discredits them.
    """
    withdrawals: dict[int, list[UndoneWithdrawal]] = {}
    for each in undone:
        withdrawals.setdefault(each.attribution_id, []).append(each)
    made: dict[str, list[Decision]] = {}
    for decision in discreditings:
        for key in discredited_by(decision):
            made.setdefault(key, []).append(decision)
    found = (
        event
        for row in rows
        for event in (*_events(row, withdrawals.get(row.pk, ())), *_discredited(row, made.get(row.key, ())))
    )
    events = sorted(found, key=lambda event: (event.order, event.lane))
    dated = [event for event in events if event.order]
    return {
        "events": [(event, tag(_word(event.lane), event.lane)) for event in reversed(dated)],
        "undated": [event for event in events if not event.order],
    }


def _events(row: Attribution, undone: Iterable[UndoneWithdrawal]) -> Iterator[Event]:
    who = record_link(row, str(row.source))
    yield Event(row.said_at, row.said_at, SAID, who, words(row.stance), row.stance)
    yield _recorded(row.recorded_at, who, _("recorded: %(stance)s") % {"stance": words(row.stance)})
    for each in undone:
        yield _recorded(each.recorded_at, who, _("withdrawn: %(reason)s") % {"reason": each.reason})
        why = each.retraction.undo_reason
        yield _recorded(each.retraction.undone_at, who, _("withdrawal undone: %(reason)s") % {"reason": why})
    if row.withdrawal_recorded_at is not None:
        # The source's own date, if known, comes in addition to the date of the record.
        if row.withdrawn_at:
            yield Event(row.withdrawn_at, row.withdrawn_at, SAID, who, _("withdraws it"), "warning")
        yield _recorded(row.withdrawal_recorded_at, who, _("withdrawn: %(reason)s") % {"reason": row.withdrawal_reason})
    if row.voided_at is not None:
        yield _recorded(row.voided_at, who, _("voided (our error): %(reason)s") % {"reason": row.void_reason})


def _discredited(row: Attribution, made: Iterable[Decision]) -> Iterator[Event]:
    who = record_link(row, str(row.source))
    for decision in made:
        if decision.happened_at:
            shown_by = record_link(decision.source) if decision.source else who
            what = _("shows that %(key)s is forged or false") % {"key": row.key}
            yield Event(decision.happened_at, decision.happened_at, SAID, shown_by, what, "warning")
        yield _recorded(decision.recorded_at, who, _("discredited: %(reason)s") % {"reason": decision.reason})
        if decision.struck_at is not None:
            why = _("discrediting struck out: %(reason)s") % {"reason": decision.struck_reason}
            yield _recorded(decision.struck_at, who, why)


def _recorded(at: datetime, who: SafeString, what: str) -> Event:
    # The order is text like the dates of statements, which may be as short as "2024": both sort together.
    return Event(from_instant(at), f"{localtime(at):%Y-%m-%d %H:%M}", RECORDED, who, what, "")


def _word(lane: str) -> str:
    return _("said") if lane == SAID else _("recorded")
