"""The front page's reads of claims, flags and runs, in a number of queries that does not grow with the claims."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from django.db.models import Count, Max, Min, Q, Sum

from claims.models import Claim, Flag, Standing, VerificationChunk, VerificationRun
from claims.models.assessment import severest_first
from claims.models.run import ALL, DONE, DUE, RUNNING
from claims.policy.assess import policy_version
from claims.queries.claims.open_flags import standing_flags, waived
from claims.queries.claims.selection import waiting
from claims.queries.claims.urgency import most_urgent
from claims.queries.history.night import NightReport
from claims.queries.merges.retired import going_on
from claims.queries.policy.versions import thresholds
from claims.vocabulary import CRITICAL, Severity
from factcheck.database.limited_counts import limited_counts

#: How many claims the front page lists first: as many as one reads before starting work (a guess).
LOOK_FIRST: Final = 10
#: Recent runs that the front page searches for one that did not end: more than a week of nights.
RUNS_READ: Final = 20
DAY: Final = timedelta(days=1)

_COUNTED: Final = ("verified", "changed", "raised", "cleared", "failed")


class MyQueue(NamedTuple):
    """How many claims are assigned to one person, and how many of those need which kind of work."""

    assigned: int
    flagged: int  # with an open flag that is not waived, like all flags counted here
    critical: int
    due: int  # marked, or time alone may have changed their result
    since_visit: int  # with a flag raised since the last visit; 0 on the first
    since_yesterday: int  # … in the last 24 hours


def my_queue(user_id: int, now: datetime, before: datetime | None) -> MyQueue:
    """Return what is assigned to a person whose last visit ended at ``before``."""

    mine = Claim.objects.alone().filter(going_on(), assignee=user_id)
    due = Q(standing__marked_at__isnull=False) | Q(standing__due_at__lte=now)
    counts = mine.aggregate(assigned=Count("pk"), due=Count("pk", filter=due))
    # Each flag is read once, and each claim counted once.
    flags = standing_flags(now).filter(claim__in=mine.values("pk")).order_by().values("claim")
    flagged = flags.annotate(worst=Min(severest_first()), last_at=Max("raised_at")).aggregate(
        flagged=Count("claim"),
        critical=Count("claim", filter=Q(worst=0)),
        since_visit=Count("claim", filter=Q(last_at__gte=before or now)),
        since_yesterday=Count("claim", filter=Q(last_at__gte=now - DAY)),
    )
    return MyQueue(**counts, **{**flagged, "since_visit": flagged["since_visit"] if before else 0})


class OpenFlags(NamedTuple):
    """How many flags of a severity are open (including those whose waiver has ended), and how many are waived.

    They are limited counts.
    """

    severity: str
    never_waived: int
    lapsed: int
    waived: int


def open_flags(now: datetime) -> list[OpenFlags]:
    """Return how many flags are open, by severity, the most severe first."""
    kinds = (Q(waived_until=None), Q(waived_until__lte=now), waived(now))
    rows = {severity: Flag.objects.filter(cleared_at=None, severity=severity) for severity in Severity.words()}
    counts = iter(limited_counts(*(of_one.filter(kind) for of_one in rows.values() for kind in kinds)))
    return [OpenFlags(severity, next(counts), next(counts), next(counts)) for severity in rows]


def unassigned_critical(now: datetime) -> int:
    """Return how many unassigned claims have an open critical flag, a limited count."""
    critical = standing_flags(now).filter(severity=CRITICAL)
    return limited_counts(Claim.objects.alone().filter(assignee=None, pk__in=critical.values("claim")))[0]


class First(NamedTuple):
    """A claim to look at, and its flags of the severity for which it is listed, the oldest first."""

    claim: Claim
    flags: Sequence[Flag]


def first_claims(now: datetime, limit: int = LOOK_FIRST) -> list[First]:
    """Return the most urgent claims with their most severe flags."""
    found: dict[int, list[Flag]] = {pk: [] for pk in most_urgent(Claim.objects.filter(going_on()), limit, now)}
    rows = standing_flags(now).filter(claim__in=found).order_by(severest_first(), "pk").select_related("claim__assignee")
    for flag in rows:
        flags = found[flag.claim_id]
        if not flags or flags[0].severity == flag.severity:
            flags.append(flag)
    return [First(flags[0].claim, flags) for flags in found.values() if flags]


class Waiting(NamedTuple):
    """How many claims the next verification visits, a limited count, and whether that is because of a new policy."""

    claims: int
    policy_changed: bool


def waiting_now(now: datetime, runs: Iterable[VerificationRun]) -> Waiting:
    """Return what waits for the next verification; ``runs`` are recent ones, which usually show that the policy is not new."""
    version = policy_version(thresholds())
    known = any(run.state == DONE and run.policy_version == version for run in runs)
    marked = Q(marked_at__isnull=False)
    which = marked if known else waiting(version)
    return Waiting(limited_counts(Standing.objects.filter(which | Q(due_at__lte=now)))[0], which != marked)


def recent_runs() -> list[VerificationRun]:
    """Return the last runs over marked and due claims or over all, newest first."""
    return list(VerificationRun.objects.filter(scope__in=(DUE, ALL)).order_by("-started_at", "-id")[:RUNS_READ])


class RunNow(NamedTuple):
    """The progress of a run: how many chunks are done, and the totals so far."""

    report: NightReport  # without its lines: the page of the run lists the claims
    raised: int
    cleared: int
    failed: int

    @property
    def run(self) -> VerificationRun:
        return self.report.run


def runs_to_show(runs: Sequence[VerificationRun], now: datetime) -> list[RunNow]:
    """Return the last of ``runs``, and those of the last week that are running or were abandoned."""
    shown = [run for run in runs if run is runs[0] or (run.state != DONE and run.started_at > now - 7 * DAY)]
    progress = _progress([run.pk for run in shown if run.state != DONE])
    return [_as_far_as_it_is(run, progress.get(run.pk)) for run in shown]


def _progress(ids: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """Return the totals of the chunks of runs: chunks done, all chunks, and the sums of ``_COUNTED``."""
    if not ids:
        return {}
    sums = {f"all_{name}": Sum(name, default=0) for name in _COUNTED}
    chunks = VerificationChunk.objects.filter(run__in=ids).order_by().values_list("run")
    rows = chunks.annotate(done=Count("id", filter=Q(state=DONE)), chunks=Count("id"), **sums)
    return {run: tuple(counts) for run, *counts in rows}


def _as_far_as_it_is(run: VerificationRun, progress: tuple[int, ...] | None) -> RunNow:
    done, chunks, *found = progress or (0, 0, 0, 0, 0, 0, 0)
    if run.state != RUNNING:  # its totals were stored when it ended
        found = [getattr(run, name) for name in _COUNTED]
    verified, changed, *others = found
    return RunNow(NightReport(run, (), (), (), (), done, chunks, verified, changed), *others)
