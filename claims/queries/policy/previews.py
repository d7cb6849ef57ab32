"""The result of a policy preview, so far as it is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db.models import Count, Q, Sum

from claims.models import DeskPolicy, VerificationRun
from claims.models.run import DONE, PREVIEW, RUNNING
from claims.queries.history.night import Told, lines


class Difference(NamedTuple):
    """One kind of difference: how many, by what, and the first of them in the order of the claims' keys."""

    kind: str  # raised, cleared, regraded, restated or failed
    number: int
    by_about: tuple[tuple[str, int], ...]  # most frequent first
    first: tuple[Told, ...]


class PreviewReport(NamedTuple):
    """The differences that a preview has found so far, and its progress."""

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
    """Return the result of a preview, with at most ``most`` lines of each kind."""
    by_kind: dict[str, list[tuple[str, str]]] = {kind: [] for kind in _KINDS}
    for report in run.chunks.filter(state=DONE).order_by("number").values_list("report", flat=True).iterator(chunk_size=100):
        for kind in _KINDS:
            by_kind[kind] += [(key, about) for key, about in report.get(kind, ())]
    counts = run.chunks.aggregate(
        done=Count("id", filter=Q(state=DONE)), total=Count("id"), verified=Sum("verified"), changed=Sum("changed")
    )
    return PreviewReport(
        run,
        tuple(_differences(by_kind, most)),
        counts["done"],
        counts["total"],
        counts["verified"] or 0,
        counts["changed"] or 0,
    )


def _differences(by_kind: Mapping[str, list[tuple[str, str]]], most: int) -> Iterable[Difference]:
    for kind in _KINDS:
        found = sorted(by_kind[kind])
        by_about = Counter(about for _, about in found).most_common()
        yield Difference(kind, len(found), tuple(by_about), lines(found[:most]))
