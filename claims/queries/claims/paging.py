"""Claims one page at a time. In the order of recording, no page costs more than the first, however deep it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from django.db.models import QuerySet

from claims.models import Claim
from claims.queries.claims.change_list import for_claim_list
from factcheck.paging import cut

#: In other orders the database reads all rows before the page: beyond this, the person must narrow the list.
DEEPEST: Final = 10_000

#: Ordering after this one has no effect: no two claims have the same id.
_NEWEST_FIRST: Final = "-id"
_RECORDING: Final = ("id", _NEWEST_FIRST)

_CURSOR = re.compile(r"(after|before)-([0-9]{1,18})", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,6}", re.ASCII)


class Page(NamedTuple):
    """A page of claims, and the parameters of the previous and next pages: empty if there is none."""

    claims: list[Claim]
    before: str
    after: str
    is_first: bool


def in_order_of_recording(claims: QuerySet[Claim]) -> bool:
    """Return whether claims are in the order of recording, or in its reverse."""
    return next(iter(claims.query.order_by), None) in _RECORDING


def page_of(claims: QuerySet[Claim], asked: str, size: int) -> Page:
    """Return the page of ordered ``claims`` that ``asked`` names, or the first if it names none."""
    if in_order_of_recording(claims):
        return _by_cursor(claims, asked, size, newest_first=claims.query.order_by[0] == _NEWEST_FIRST)
    return _by_number(claims, asked, size)


def lines_of(ids: Sequence[int]) -> list[Claim]:
    """Return claims in the order given, with what a line of the list shows."""
    read = for_claim_list(Claim.objects.filter(pk__in=ids)).in_bulk()
    return [read[pk] for pk in ids if pk in read]


def _by_cursor(claims: QuerySet[Claim], asked: str, size: int, *, newest_first: bool) -> Page:
    found = _CURSOR.fullmatch(asked)
    backwards = found is not None and found[1] == "before"
    rows = claims
    if found is not None:
        rows = claims.filter(**{"pk__lt" if newest_first != backwards else "pk__gt": int(found[2])})
    # Backwards, the rows next to the cursor come first, and are turned round below.
    rows = rows.order_by("pk" if newest_first == backwards else "-pk")
    shown, more = cut(list(for_claim_list(rows)[: size + 1]), size)
    if backwards:
        shown.reverse()
    has_before, has_after = (more, True) if backwards else (found is not None, more)
    if not shown:
        return Page([], "", "", is_first=found is None)
    before = f"before-{shown[0].pk}" if has_before else ""
    return Page(shown, before, f"after-{shown[-1].pk}" if has_after else "", is_first=not before)


def _by_number(claims: QuerySet[Claim], asked: str, size: int) -> Page:
    number = int(asked) if _NUMBER.fullmatch(asked) else 1
    number = min(max(number, 1), DEEPEST // size)
    start = (number - 1) * size
    # Only ids are sorted: what a line shows is read of the few on the page.
    ids, more = cut(list(claims.values_list("pk", flat=True)[start : start + size + 1]), size)
    shown = lines_of(ids)
    before = str(number - 1) if number > 1 else ""
    return Page(shown, before, str(number + 1) if more and number < DEEPEST // size else "", is_first=number == 1)
