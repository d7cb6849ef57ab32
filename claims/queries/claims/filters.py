"""The conditions by which the list of claims is narrowed, each as one on claims."""

from __future__ import annotations

from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, Final

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from claims.claim_fields import ClaimField
from claims.models import Attribution, ClaimTopic, Flag, Verdict
from claims.models.verdict import DRAFT, IN_REVIEW, PUBLISHED, RETURNED, UNDER_WAY
from claims.queries.desk.front_page import standing_flags, waived
from claims.queries.merges.retired import was_split
from claims.queries.verdicts.read import returned_to, to_review
from claims.vocabulary import Severity
from factcheck.dates.desk_days import bounds
from factcheck.dates.partial_dates import from_instant
from factcheck.text.texts import in_form
from sources.models import Source

#: How long a day is as text.
_DAY = len("2024-06-10")
#: Asks for what has no value.
NONE: Final = "none"


def _of_claim(rows: QuerySet[Any]) -> Q:
    """Return the condition that a claim has one of the rows: asked claim by claim, or from the rows where they are few."""
    return Q(Exists(rows.filter(claim=OuterRef("pk"))))


def with_open_flag(code: str) -> Q:
    """Return the condition that a flag is open, waived or not."""
    return _of_claim(Flag.objects.filter(code=code, cleared_at=None))


def with_severity(severity: str, now: datetime) -> Q:
    """Return the condition that a flag of a severity is open and not waived."""
    return _of_claim(standing_flags(now).filter(severity=severity))


def flagged_since(instant: datetime, now: datetime) -> Q:
    """Return the condition that a flag raised at an instant or later is open and not waived."""
    # All severities, so that the index in which they come first is of use.
    return _of_claim(standing_flags(now).filter(severity__in=Severity.words(), raised_at__gte=instant))


def stale(now: datetime) -> Q:
    """Return the condition that nothing new was recorded for the policy's shelf life, and nobody waived that."""
    return _of_claim(standing_flags(now).filter(code="stale"))


def with_waiver(now: datetime, code: str = "") -> Q:
    """Return the condition that an open flag, or that of a code, is waived."""
    which = {"code": code} if code else {}
    return _of_claim(Flag.objects.filter(waived(now), cleared_at=None, **which))


def without_verdict() -> Q:
    """Return the condition that no verdict is published, and none under way."""
    return ~_of_claim(Verdict.objects.filter(state__in=(PUBLISHED, *UNDER_WAY)))


def with_verdict() -> Q:
    """Return the condition that a verdict is published."""
    return _of_claim(Verdict.objects.filter(state=PUBLISHED))


def with_draft() -> Q:
    """Return the condition that a verdict is being drafted, or was returned to who drafted it."""
    return _of_claim(Verdict.objects.filter(state__in=(DRAFT, RETURNED)))


def with_review() -> Q:
    """Return the condition that a verdict waits for its review."""
    return _of_claim(Verdict.objects.filter(state=IN_REVIEW))


def for_review_by(person: User) -> Q:
    """Return the condition that a verdict waits for review, in which the person had no hand."""
    return _of_claim(to_review(person))


def with_draft_returned_to(person: User) -> Q:
    """Return the condition that a draft of the person came back with comments."""
    return _of_claim(returned_to(person))


def filed_under(topic: str) -> Q:
    """Return the condition that a claim is filed under a topic."""
    return _of_claim(ClaimTopic.objects.filter(topic=topic))


def with_value(field: ClaimField, value: str) -> Q:
    """Return the condition that a column has a value; "none" means that it has none."""
    return Q(**{field.name: field.empty if value == NONE else in_form(value)})


def of_source(source: int) -> Q:
    """Return the condition that an attribution to a source is recorded, our own errors left out."""
    return _of_claim(_recorded().filter(source=source))


def of_family(source: int) -> Q:
    """Return the condition that an attribution to the family of a source is recorded, our own errors left out."""
    head = Subquery(Source.objects.filter(pk=source).values(head=Coalesce("family_id", "pk")))
    return _of_claim(_recorded().filter(source__in=Source.objects.filter(Q(pk=head) | Q(family=head))))


def said_in(date: str) -> Q:
    """Return the condition that a live attribution was said in a year, month or day, as far as its own date tells.

    A date of a calendar lies in it as written; a minute, which is in UTC, where it falls on the desk's calendar.
    """
    successor = Attribution.objects.filter(supersedes=OuterRef("pk"), voided_at=None)
    live = _recorded().filter(~Exists(successor), withdrawal_recorded_at=None)
    start, after = map(from_instant, bounds(date))
    # Its minutes begin like the date itself, or like the days of UTC in which it begins and ends: beginnings are indexed.
    beginnings = {date, start[:_DAY], after[:_DAY]}
    begins = reduce(or_, (Q(said_at__startswith=beginning) for beginning in sorted(beginnings)))
    as_written = Q(said_at__startswith=date) & ~Q(said_at__endswith="Z")
    in_minutes = Q(said_at__endswith="Z", said_at__gte=start, said_at__lt=after)
    return _of_claim(live.exclude(said_at="").filter(begins, as_written | in_minutes))


def _recorded() -> QuerySet[Attribution]:
    return Attribution.objects.filter(voided_at=None)


def at_least(origins: int) -> Q:
    """Return the condition that so many independent origins, or more, certainly support a claim."""
    return _support(at_least__gte=origins)


def at_most(origins: int) -> Q:
    """Return the condition that no more independent origins than this can support a claim."""
    return _support(at_most__lte=origins, open=False)


def one_origin() -> Q:
    """Return the condition that exactly one independent origin supports a claim."""
    return _support(at_least=1, at_most=1, open=False)


def no_origin() -> Q:
    """Return the condition that no independent origin supports a claim."""
    return _support(at_least=0, at_most=0)


def _support(**counts: Any) -> Q:
    return Q(**{f"standing__assessment__result__support__{name}": value for name, value in counts.items()})


def due(now: datetime) -> Q:
    """Return the condition that a claim is marked, or that time alone may have changed its result."""
    return Q(standing__marked_at__isnull=False) | Q(standing__due_at__lte=now)


def recorded_between(start: datetime | None, end: datetime | None) -> Q:
    """Return the condition that a claim was recorded at ``start`` or later and before ``end``."""
    bounds = {"recorded_at__gte": start, "recorded_at__lt": end}
    return Q(**{name: value for name, value in bounds.items() if value is not None})


def retired(how: str) -> Q | None:
    """Return the condition that a claim was "merged", "split" or "deleted", or ("any") that it may have been."""
    conditions = {
        "any": Q(),
        "merged": Q(merged_into__isnull=False, removed_at=None),
        "split": was_split(),
        "deleted": Q(removed_at__isnull=False),
    }
    return conditions.get(how)
