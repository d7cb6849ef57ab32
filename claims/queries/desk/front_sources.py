"""Sources to review: those without a usable grade, and those that recently retracted something."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple

from django.db.models import CharField, Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from claims.models import Attribution
from claims.vocabulary import BY_OUTLET, BY_SOURCE
from sources.models import Document, Source

#: An older grade is reviewed: once a year, as desks review their style books (a guess).
GRADE_AGES_AFTER: Final = timedelta(days=365)
#: How long a retraction is news to the desk (a guess, the same as the days of the trend).
LATELY: Final = timedelta(days=30)
#: Sources on the front page: their list shows more (a guess).
SOURCES_SHOWN: Final = 10
#: The number of latest attributions that measure how much a source is used: counting all takes longer the more there are (a
#: guess).
RECENTLY_RECORDED: Final = 5_000
#: Admiralty scale: reliability cannot be judged.
CANNOT_BE_JUDGED: Final = "F"

_DOCUMENT: Final = "document"
_DOUBTFUL: Final = ("id", "name", "vouched_by__name", "reliability", "graded_on")


class Doubtful(NamedTuple):
    """A source in use whose grade needs a review."""

    source: int
    name: str
    vouched_by: tuple[str, ...]  # for an unnamed source, the names of its outlets
    grade: str
    graded_on: date | None


class TakenBack(NamedTuple):
    """Recent retractions of one source: by itself, by the outlet that carried it, or of a document that it published."""

    source: int
    name: str
    vouched_by: tuple[str, ...]
    by_source: int
    by_outlet: int
    documents: int
    last_at: datetime


def sources_to_grade(today: date, limit: int = SOURCES_SHOWN) -> list[Doubtful]:
    """Return sources of live attributions with no grade, an F, an old or an undated one; the most used recently first.

    It takes a second query if the latest attributions name fewer than ``limit``, and another for unnamed ones among them.
    """
    oldest = Attribution.objects.order_by("-id").values("id")[RECENTLY_RECORDED - 1 : RECENTLY_RECORDED]
    # With fewer attributions than that, all count.
    rows = _live().filter(_in_doubt(today, "source__"), pk__gte=Coalesce(Subquery(oldest), 0)).order_by()
    used = rows.values_list(*(f"source__{name}" for name in _DOUBTFUL)).annotate(n=Count("*")).order_by("-n", "source__id")
    found = [tuple(row[:-1]) for row in used[:limit]]
    if len(found) == limit:
        return [Doubtful(*row) for row in _with_outlets(found)]
    others = Source.objects.filter(_in_doubt(today), Exists(_live().filter(source=OuterRef("pk"))))
    others = others.exclude(pk__in=[row[0] for row in found]).order_by("-id")
    found += others.values_list(*_DOUBTFUL)[: limit - len(found)]
    return [Doubtful(*row) for row in _with_outlets(found)]


def _with_outlets(rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Return rows that begin with the id and name of a source and its first outlet, with all its outlets in place of that."""
    further: dict[int, list[str]] = {}
    if unnamed := [row[0] for row in rows if row[2] is not None]:
        named = Source.objects.filter(pk__in=unnamed, also_vouched_by__isnull=False).order_by("also_vouched_by")
        for pk, outlet in named.values_list("pk", "also_vouched_by__name"):
            further.setdefault(pk, []).append(outlet)
    return [(*row[:2], (row[2], *further.get(row[0], ())) if row[2] is not None else (), *row[3:]) for row in rows]


def _in_doubt(today: date, path: str = "") -> Q:
    """Return the sources whose grade is missing or not reliable. A second record has the grade of the first."""
    doubts: tuple[dict[str, Any], ...] = (
        {"reliability__in": ("", CANNOT_BE_JUDGED)},
        {"graded_on": None},
        {"graded_on__lt": today - GRADE_AGES_AFTER},
    )
    which = Q()
    for doubt in doubts:
        which |= Q(**{f"{path}{name}": value for name, value in doubt.items()})
    return which & Q(**{f"{path}merged_into": None})


def _live() -> QuerySet[Attribution]:
    """Return the attributions that count: neither withdrawn nor voided, nor superseded by one that was not voided."""
    successor = Attribution.objects.filter(supersedes=OuterRef("pk"), voided_at=None)
    return Attribution.objects.filter(~Exists(successor), voided_at=None, withdrawal_recorded_at=None)


def sources_taken_back(since: datetime, limit: int = SOURCES_SHOWN) -> list[TakenBack]:
    """Return the sources with a withdrawn attribution or retracted document since a date-time; newest first."""
    counts: dict[int, dict[str, int]] = {}
    last: dict[int, datetime] = {}
    for source, kind, count, at in _retractions(since):
        counts.setdefault(source, {})[kind] = count
        last[source] = max(at, last.get(source, at))
    newest = sorted(last, key=lambda one: (last[one], one), reverse=True)[:limit]
    # Only now, and only of those shown: there may be thousands.
    named = {row[0]: row for row in Source.objects.filter(pk__in=newest).values_list("pk", "name", "vouched_by__name")}
    shown = _with_outlets([named[one] for one in newest])
    return [_taken_back(each, counts[each[0]], last[each[0]]) for each in shown]


def _taken_back(shown: tuple[Any, ...], counts: dict[str, int], last_at: datetime) -> TakenBack:
    by_source, by_outlet, documents = (counts.get(kind, 0) for kind in (BY_SOURCE, BY_OUTLET, _DOCUMENT))
    source, name, vouched_by = shown
    return TakenBack(source, name, vouched_by, by_source, by_outlet, documents, last_at)


def _retractions(since: datetime) -> Iterable[Any]:
    """Yield the id of a source, the kind of retraction, how many, and when the last was recorded."""
    withdrawn = Attribution.objects.filter(withdrawal_recorded_at__gte=since, voided_at=None)
    retracted = Document.objects.filter(withdrawal_recorded_at__gte=since)
    document = Value(_DOCUMENT, output_field=CharField())
    of_publishers = _by_source(retracted, "publisher_id", document)
    return _by_source(withdrawn, "source_id", F("withdrawn_by")).union(of_publishers, all=True)


def _by_source(rows: QuerySet[Any], who: str, kind: Any) -> QuerySet[Any, Any]:
    each: QuerySet[Any, Any] = rows.order_by().values_list(who, kind)
    counted: QuerySet[Any, Any] = each.annotate(n=Count("*"), last_at=Max("withdrawal_recorded_at"))
    return counted
