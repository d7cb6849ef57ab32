"""The results of a verification run, for the editor who reads them in the morning."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from django.db.models import Count, Q, Sum

from claims.models import Claim, Standing, VerificationRun
from claims.models.run import DONE, PREVIEW, RUNNING
from claims.policy.assess import implied_by
from claims.queries.facts.current import Ids, of

#: The nightly run is missing if the last run began earlier than this: a day, plus time for a late start (a guess).
NIGHT_MISSED_AFTER: Final = timedelta(hours=26)


def night_missed(last_started_at: datetime, now: datetime) -> bool:
    """Return whether the last run began so long ago that a nightly one is missing."""
    return last_started_at < now - NIGHT_MISSED_AFTER


class Told(NamedTuple):
    """One line of a night report: a claim, and the flag or error that it is about ("" if it only became due)."""

    key: str
    text: str
    about: str
    implies: tuple[str, ...] = ()  # flags raised with it that say the same less exactly


class NightReport(NamedTuple):
    """The claims that a run newly flagged, cleared, found due and failed on, each ordered by key; and its progress.

    ``verified`` and ``changed`` count what is stored so far, also while the run is in progress.
    """

    run: VerificationRun
    raised: tuple[Told, ...]
    cleared: tuple[Told, ...]
    due: tuple[Told, ...]
    failed: tuple[Told, ...]
    chunks_done: int
    chunks: int
    verified: int
    changed: int


def due_keys(ids: Ids, now: datetime) -> list[str]:
    """Return the keys of the claims whose result may have changed by ``now`` because time has passed."""
    due = Standing.objects.filter(of("claim_id", ids), due_at__lte=now)
    return list(due.order_by("claim_id").values_list("claim__key", flat=True))


def last_run() -> VerificationRun | None:
    """Return the verification run that began last, or None if there is none."""
    return VerificationRun.objects.exclude(scope=PREVIEW).order_by("-started_at", "-id").first()


def run_by_id(pk: int) -> VerificationRun | None:
    """Return a run, or None if the id is unknown."""
    return VerificationRun.objects.filter(pk=pk).first()


def night_report(run: VerificationRun) -> NightReport:
    """Return the merged reports of the finished chunks of a run."""
    by_kind: dict[str, list[tuple[str, str]]] = {"raised": [], "cleared": [], "due": [], "failed": []}
    for report in run.chunks.filter(state=DONE).order_by("number").values_list("report", flat=True):
        for name in ("raised", "cleared", "failed"):
            by_kind[name] += [(key, about) for key, about in report.get(name, ())]
        by_kind["due"] += [(key, "") for key in report.get("due", ())]
    texts = _texts({key for pairs in by_kind.values() for key, _ in pairs})
    raised, cleared, due, failed = (_lines(by_kind[name], texts) for name in ("raised", "cleared", "due", "failed"))
    return NightReport(run, _folded(raised), cleared, due, failed, *_counts(run))


def _folded(raised: tuple[Told, ...]) -> tuple[Told, ...]:
    """Return new flags with those that another new flag of the claim says more exactly under that one."""
    of_claim: dict[str, list[str]] = {}
    for line in raised:
        of_claim.setdefault(line.key, []).append(line.about)
    under: dict[tuple[str, str], list[str]] = {}
    for line in raised:
        if other := implied_by(line.about, of_claim[line.key]):
            under.setdefault((line.key, other), []).append(line.about)
    folded = {(key, code) for (key, _), codes in under.items() for code in codes}
    return tuple(
        line._replace(implies=tuple(under.get((line.key, line.about), ())))
        for line in raised
        if (line.key, line.about) not in folded
    )


def _counts(run: VerificationRun) -> tuple[int, int, int, int]:
    """Return the chunks done, all chunks, the claims verified and the claims changed."""
    found = run.chunks.aggregate(
        done=Count("id", filter=Q(state=DONE)), total=Count("id"), verified=Sum("verified"), changed=Sum("changed")
    )
    if run.state != RUNNING:  # totals are stored with a finished run; a run over selected claims has no chunks
        return found["done"], found["total"], run.verified, run.changed
    return found["done"], found["total"], found["verified"] or 0, found["changed"] or 0


def lines(pairs: Iterable[tuple[str, str]]) -> tuple[Told, ...]:
    """Return pairs (key of the claim, detail) with the claim's text, ordered by key."""
    listed = list(pairs)
    return _lines(listed, _texts({key for key, _ in listed}))


def _lines(pairs: Iterable[tuple[str, str]], texts: dict[str, str]) -> tuple[Told, ...]:
    return tuple(Told(key, texts.get(key, ""), about) for key, about in sorted(pairs))


def _texts(keys: set[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    wanted = sorted(keys)
    for start in range(0, len(wanted), 500):
        found.update(Claim.objects.filter(key__in=wanted[start : start + 500]).values_list("key", "text"))
    return found
