"""Claims by urgency: the most severe open flag first, of these the one that has waited longest; then claims without flags."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Final, NamedTuple

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet, Subquery

from claims.models import Claim
from claims.models.assessment import severest_first
from claims.queries.claims.open_flags import standing_flags
from claims.queries.claims.paging import Page, lines_of
from claims.vocabulary import Severity
from factcheck.paging import cut

#: The rank of claims without an open flag: after those of all severities.
_UNFLAGGED: Final = len(Severity.words())
#: One number orders flags by rank and then by id, which is their age: no desk has flags beyond this.
_PER_RANK: Final = 10**17
_CURSOR: Final = re.compile(rf"(after|before)-([0-{_UNFLAGGED}])-([0-9]{{1,18}})", re.ASCII)


def by_urgency(claims: QuerySet[Claim], now: datetime) -> QuerySet[Claim]:
    """Return claims in the order of urgency. Each is read for that: of very many, use ``urgent_page``."""
    flags = standing_flags(now).filter(claim=OuterRef("pk")).order_by().values("claim")
    place = Subquery(flags.annotate(place=Min(severest_first() * _PER_RANK + F("pk"))).values("place"))
    return claims.alias(urgency=place).order_by(F("urgency").asc(nulls_last=True), "-id")


def urgent_page(claims: QuerySet[Claim], asked: str, size: int, now: datetime) -> Page:
    """Return the page of ``claims`` in the order of urgency that ``asked`` names, or the first if it names none.

    It walks along the index of open flags, so that no page reads more than the first; a filter which few of the most urgent
    claims pass makes it walk far.
    """
    found = _CURSOR.fullmatch(asked)
    backwards = found is not None and found[1] == "before"
    start = _Place(int(found[2]), int(found[3]), 0) if found else None
    places, more = cut(_walk(claims, start, size + 1, now, backwards=backwards), size)
    if backwards:
        places.reverse()
    has_before, has_after = (more, True) if backwards else (found is not None, more)
    if not places:
        return Page([], "", "", is_first=found is None)
    before = f"before-{places[0].named}" if has_before else ""
    after = f"after-{places[-1].named}" if has_after else ""
    return Page(lines_of([place.claim for place in places]), before, after, is_first=not before)


def most_urgent(claims: QuerySet[Claim], size: int, now: datetime) -> list[int]:
    """Return the ids of the ``size`` most urgent claims with open flags; fewer if there are no more."""
    return [place.claim for place in _flagged(claims, Q(), size, now)]


class _Place(NamedTuple):
    """The place of a claim in the order: its rank, and the id of its flag; without an open flag, its own id."""

    rank: int
    number: int
    claim: int

    @property
    def named(self) -> str:
        return f"{self.rank}-{self.number}"


def _walk(claims: QuerySet[Claim], start: _Place | None, size: int, now: datetime, *, backwards: bool) -> list[_Place]:
    """Return the next ``size`` places after ``start``, or, backwards, those before it, the nearest first."""
    found: list[_Place] = []
    for read, part in _stretches(start, backwards=backwards):
        if len(found) < size:
            found += read(claims, part, size - len(found), now, backwards=backwards)
    return found


def _stretches(start: _Place | None, *, backwards: bool) -> list[tuple[Callable[..., list[_Place]], Q]]:
    """Return what to read one after the other: each is one stretch of an index."""
    flagged, unflagged = [Q()], [Q()]
    if start is not None and start.rank == _UNFLAGGED:
        flagged = [Q()] if backwards else []
        unflagged = [Q(pk__gt=start.number) if backwards else Q(pk__lt=start.number)]
    elif start is not None:
        beyond = "lt" if backwards else "gt"
        flagged = [Q(rank=start.rank, **{f"pk__{beyond}": start.number}), Q(**{f"rank__{beyond}": start.rank})]
        unflagged = [] if backwards else [Q()]
    one, other = [(_flagged, part) for part in flagged], [(_unflagged, part) for part in unflagged]
    return other + one if backwards else one + other


def _flagged(claims: QuerySet[Claim], part: Q, size: int, now: datetime, *, backwards: bool = False) -> list[_Place]:
    flags = standing_flags(now).annotate(rank=severest_first())
    earlier = Q(rank__lt=OuterRef("rank")) | Q(rank=OuterRef("rank"), pk__lt=OuterRef("pk"))
    # A claim stands in one place: that of its most severe flag that has waited longest.
    first = flags.filter(~Exists(flags.filter(earlier, claim=OuterRef("claim"))))
    rows = first.filter(part, claim__in=claims.order_by().values("pk"))
    ordered = rows.order_by("-rank", "-pk") if backwards else rows.order_by("rank", "pk")
    return [_Place(*row) for row in ordered.values_list("rank", "pk", "claim")[:size]]


def _unflagged(claims: QuerySet[Claim], part: Q, size: int, now: datetime, *, backwards: bool) -> list[_Place]:
    rows = claims.filter(~Exists(standing_flags(now).filter(claim=OuterRef("pk"))), part)
    ids = rows.order_by("pk" if backwards else "-pk").values_list("pk", flat=True)[:size]
    return [_Place(_UNFLAGGED, pk, pk) for pk in ids]
