"""What the preview of a policy found, as far as it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db.models import Count, Q, Sum

from claims.models import DeskPolicy, VerificationRun
from claims.models.run import DONE, PREVIEW, RUNNING
from claims.queries.history.night import Told, lines


class Difference(NamedTuple):
    """One kind of what would differ: how many, of what, and the first of them in the order of the claims' keys."""

    kind: str  # raised, cleared, regraded, restated or failed
    number: int
    by_about: tuple[tuple[str, int], ...]  # most frequent first
    first: tuple[Told, ...]


class PreviewReport(NamedTuple):
    """The differences that a preview has found by now, and how far it is."""

    run: VerificationRun
    differences: tuple[Difference, ...]
    chunks_done: int
    chunks: int
    verified: int
    changed: int

    @property
    def done(self) -> bool:
        return self.run.state == DONE

    @property
    def under_way(self) -> bool:
        return self.run.state == RUNNING


_KINDS = ("raised", "cleared", "regraded", "restated", "failed")


def last_preview(draft: DeskPolicy) -> VerificationRun | None:
    """Return the last preview of a draft, or None before the first."""
    return VerificationRun.objects.filter(scope=PREVIEW, draft=draft).order_by("-id").first()


def preview_report(run: VerificationRun, most: int) -> PreviewReport:
    """Return what a preview found, with at most ``most`` lines of each kind."""
    told: dict[str, list[tuple[str, str]]] = {kind: [] for kind in _KINDS}
    for report in run.chunks.filter(state=DONE).order_by("number").values_list("report", flat=True).iterator(chunk_size=100):
        for kind in _KINDS:
            told[kind] += [(key, about) for key, about in report.get(kind, ())]
    counts = run.chunks.aggregate(
        done=Count("id", filter=Q(state=DONE)), total=Count("id"), verified=Sum("verified"), changed=Sum("changed")
    )
    return PreviewReport(
        run,
        tuple(_differences(told, most)),
        counts["done"],
        counts["total"],
        counts["verified"] or 0,
        counts["changed"] or 0,
    )


def _differences(told: Mapping[str, list[tuple[str, str]]], most: int) -> Iterable[Difference]:
    for kind in _KINDS:
        found = sorted(told[kind])
        by_about = Counter(about for _, about in found).most_common()
        yield Difference(kind, len(found), tuple(by_about), lines(found[:most]))
