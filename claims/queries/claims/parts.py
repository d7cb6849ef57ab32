"""Parts of claims for readers: flags of one claim and of all, assessments, and topics. Plain values."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, Final

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from claims.models import Assessment, Claim, ClaimTopic, Flag
from claims.policy.assess import SAID_BY, implied_by
from claims.queries.claims.open_flags import waived
from claims.queries.merges.retired import going_on, retired_claims

Row = dict[str, Any]

_FLAG: Final = (
    "code", "severity", "level", "reason", "culprits", "raised_at", "cleared_at", "waived_at", "waived_by", "waiver_reason",
    "waived_until",
)  # fmt: skip
_ASSESSMENT: Final = (
    "at", "now", "said_until", "status", "explanation", "result", "policy_version", "facts_digest", "findings_digest", "due_at",
)  # fmt: skip


def open_flags_of(claim: int) -> list[Row]:
    """Return the open flags of a claim, ordered by code: at most one of each."""
    rows = list(Flag.objects.filter(claim=claim, cleared_at=None).order_by("code").values(*_FLAG))
    raised = [row["code"] for row in rows]
    return [row | {"implied_by": implied_by(row["code"], raised)} for row in rows]


def cleared_flags_of(claim: int, after: tuple[datetime, str] | None, limit: int) -> list[Row]:
    """Return the cleared flags of a claim, newest first; ``after`` is the time and code of the previous page's last one."""
    rows = Flag.objects.filter(claim=claim, cleared_at__isnull=False)
    if after is not None:
        at, code = after
        rows = rows.filter(Q(cleared_at__lt=at) | Q(cleared_at=at, code__gt=code))
    return [row | {"implied_by": ""} for row in rows.order_by("-cleared_at", "code").values(*_FLAG)[:limit]]


def assessments_of(claim: int, before: datetime | None, limit: int) -> list[Row]:
    """Return the assessments of a claim before a time (None: the latest), newest first.

    No two of a claim have the same time: each was stored with a revision, and the times of revisions strictly increase.
    """
    rows = Assessment.objects.filter(claim=claim)
    if before is not None:
        rows = rows.filter(at__lt=before)
    return list(rows.order_by("-at").values(*_ASSESSMENT)[:limit])


def open_flags(
    *,
    codes: Iterable[str] = (),
    severities: Iterable[str] = (),
    raised_since: datetime | None = None,
    waived_at: tuple[datetime, bool] | None = None,
) -> QuerySet[Flag]:
    """Return the open flags of current claims, newest first; ``waived_at``: only those waived at that time, or not waived."""
    rows = Flag.objects.filter(Exists(Claim.objects.filter(going_on(), pk=OuterRef("claim"))), cleared_at=None)
    wanted = {"code__in": list(codes), "severity__in": list(severities), "raised_at__gte": raised_since}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    if waived_at is not None:
        now, so = waived_at
        rows = rows.filter(waived(now)) if so else rows.filter(Q(waived_until=None) | Q(waived_until__lte=now))
    # Flags are stored when they are raised: ordered by id, a page is read from the existing index.
    return rows.order_by("-id")


def flag_page(flags: QuerySet[Flag], after: tuple[str, str, datetime] | None, limit: int) -> list[Row] | None:
    """Return the next of ordered flags after the one given by a claim's key, a code and the time at which it was raised.

    None if there never was such a flag; it may have been cleared since.
    """
    if after is not None:
        key, code, raised_at = after
        claim = Claim.objects.filter(key=key).values_list("pk", flat=True).first()
        known = _flag_id(claim, code, raised_at) if claim is not None else None
        if known is None:
            return None
        flags = flags.filter(pk__lt=known)
    return list(flags.annotate(implied_by=_implied_by()).values(*_FLAG, "implied_by", key=F("claim__key"))[:limit])


def _implied_by() -> Case:
    """Return the first open flag of the same claim that says more exactly what a flag says; empty if none does."""
    whens = [
        When(code=code, then=Coalesce(Subquery(_of_the_claim(others).values("code")[:1]), Value("")))
        for code, others in SAID_BY.items()
    ]
    return Case(*whens, default=Value(""))


def _of_the_claim(codes: tuple[str, ...]) -> QuerySet[Flag]:
    return Flag.objects.filter(claim=OuterRef("claim"), cleared_at=None, code__in=codes).order_by("code")


def _flag_id(claim: int, code: str, raised_at: datetime) -> int | None:
    """Return the id of a flag, open or cleared: two queries, because open flags have an index of their own."""
    rows = Flag.objects.filter(claim=claim, code=code, raised_at=raised_at).values_list("pk", flat=True)
    return rows.filter(cleared_at=None).first() or rows.filter(cleared_at__isnull=False).first()


def topics_counted(after: str, limit: int) -> list[Row]:
    """Return the next topics in alphabetical order, each with the number of current claims filed under it.

    The index alone counts all claims of a topic, from which the few that are not current are taken off.
    """
    found: list[Row] = []
    while missing := limit - len(found):
        rows = ClaimTopic.objects.filter(topic__gt=after).order_by("topic")
        counts = dict(rows.values_list("topic").annotate(n=Count("*"))[:missing])
        for topic, retired in _retired_under(counts).items():
            counts[topic] -= retired
        found += [{"topic": topic, "claims": number} for topic, number in counts.items() if number]
        if len(counts) < missing:
            break
        after = max(counts)
    return found


def _retired_under(topics: Collection[str]) -> dict[str, int]:
    """Return how many merged, split and deleted claims are filed under each of the topics that have any."""
    rows = ClaimTopic.objects.filter(topic__in=topics, claim__in=retired_claims()).order_by()
    return dict(rows.values_list("topic").annotate(n=Count("*")))
