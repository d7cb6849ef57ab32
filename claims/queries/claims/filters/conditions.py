"""The conditions that narrow the list of claims, each as a ``Q`` on claims."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from claims.claim_fields import ClaimField
from claims.models import Attribution, ClaimTopic, Flag
from claims.queries.claims.open_flags import standing_flags, waived
from claims.queries.decisions.discrediting import is_discredited
from claims.queries.merges.retired import was_split
from claims.vocabulary import Severity
from factcheck.database.lookups import among
from factcheck.dates.desk_days import bounds
from factcheck.dates.partial_dates import from_instant
from factcheck.text.texts import in_form
from sources.models import Source

#: The length of a day as text.
_DAY = len("2024-06-10")
#: The value that finds claims without a value.
NONE: Final = "none"


def having(rows: QuerySet[Any]) -> Q:
    """Return the condition that a claim has one of the rows. If there are few rows, the database starts from them."""
    return Q(Exists(rows.filter(claim=OuterRef("pk"))))


def with_status(statuses: Collection[str]) -> Q:
    """Return the condition that a claim has one of these statuses."""
    return Q(standing__status__in=statuses)


def with_open_flag(code: str) -> Q:
    """Return the condition that a flag is open, waived or not."""
    return having(Flag.objects.filter(code=code, cleared_at=None))


def with_severity(severity: str, now: datetime) -> Q:
    """Return the condition that a flag of this severity is open and not waived."""
    return having(standing_flags(now).filter(severity=severity))


def flagged_since(instant: datetime, now: datetime) -> Q:
    """Return the condition that a flag raised at this time or later is open and not waived."""
    # All severities are listed so that the index, which begins with the severity, can be used.
    return having(standing_flags(now).filter(severity__in=Severity.words(), raised_at__gte=instant))


def stale(now: datetime) -> Q:
    """Return the condition that nothing new was recorded during the policy's shelf life, and that flag is not waived."""
    return having(standing_flags(now).filter(code="stale"))


def with_waiver(now: datetime, code: str = "") -> Q:
    """Return the condition that an open flag, or the one with this code, is waived."""
    which = {"code": code} if code else {}
    return having(Flag.objects.filter(waived(now), cleared_at=None, **which))


def filed_under(topic: str) -> Q:
    """Return the condition that a claim is filed under a topic."""
    return having(ClaimTopic.objects.filter(topic=topic))


def with_value(field: ClaimField, value: str) -> Q:
    """Return the condition that a column has a value; "none" means no value."""
    # The value in an address may be in another Unicode form than the stored one.
    return Q(**{field.name: field.empty if value == NONE else in_form(value)})


def of_source(source: int) -> Q:
    """Return the condition that an attribution to a source is recorded; voided ones do not count."""
    return having(_recorded().filter(source=source))


def of_family(source: int) -> Q:
    """Return the condition that an attribution to the family of a source is recorded; voided ones do not count."""
    # A family is stored as the smallest id in it; the source with that id stores none.
    head = Subquery(Source.objects.filter(pk=source).values(head=Coalesce("family_id", "pk")))
    # Read first: only with the ids can the database tell a family that few claims have from one that most have.
    family = Source.objects.filter(Q(pk=head) | Q(family=head)).values_list("pk", flat=True)
    return having(_recorded().filter(among("source", family)))


def said_in(date: str) -> Q:
    """Return the condition that a live attribution was said in a year, month or day, as far as its own date shows.

    A calendar date counts as written; a minute, which is in UTC, counts on the day of the desk's calendar.
    """
    successor = Attribution.objects.filter(supersedes=OuterRef("pk"), voided_at=None)
    live = _recorded().filter(~Exists(successor), ~is_discredited(), withdrawal_recorded_at=None)
    start, after = map(from_instant, bounds(date))
    # A minute starts with the date itself, or with the UTC days in which the date begins and ends: these prefixes are indexed.
    beginnings = {date, start[:_DAY], after[:_DAY]}
    begins = reduce(or_, (Q(said_at__startswith=beginning) for beginning in sorted(beginnings)))
    as_written = Q(said_at__startswith=date) & ~Q(said_at__endswith="Z")
    in_minutes = Q(said_at__endswith="Z", said_at__gte=start, said_at__lt=after)
    return having(live.exclude(said_at="").filter(begins, as_written | in_minutes))


def _recorded() -> QuerySet[Attribution]:
    return Attribution.objects.filter(voided_at=None)


def at_least(origins: int) -> Q:
    """Return the condition that at least this many independent origins certainly support a claim."""
    return _support(at_least__gte=origins)


def by_origins(word: str) -> Q:
    """Return the condition of a word: "none", "one", or "min-" and a number of independent origins."""
    if word == NONE:
        return _support(at_least=0, at_most=0)
    return _support(at_least=1, at_most=1, open=False) if word == "one" else at_least(int(word.removeprefix("min-")))


def at_most(origins: int) -> Q:
    """Return the condition that at most this many independent origins can support a claim."""
    return _support(at_most__lte=origins, open=False)


def _support(**counts: Any) -> Q:
    return Q(**{f"standing__support_{name}": value for name, value in counts.items()})


def due(now: datetime) -> Q:
    """Return the condition that a claim is marked, or that the passing of time may have changed its result."""
    return Q(standing__marked_at__isnull=False) | Q(standing__due_at__lte=now)


def retired(how: str) -> Q:
    """Return the condition that a claim was "merged", "split" or "deleted", or ("any") that any of these may have happened."""
    conditions = {
        "any": Q(),
        "merged": Q(merged_into__isnull=False, removed_at=None),
        "split": was_split(),
        "deleted": Q(removed_at__isnull=False),
    }
    return conditions[how]
