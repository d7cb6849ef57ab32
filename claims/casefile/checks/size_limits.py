"""How many attributions and links one claim may have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import UNSET

from claims.casefile.checks.known import Scope, StoredAttribution, cited, copied
from claims.casefile.problem import Draft
from claims.casefile.records import AttributionRecord

#: What one claim may have, voided rows left out: four times the attributions of the largest that we know of (a guess), and five
#: links for each. Every search and every loop of an assessment is bounded by these, and it runs while the claim is locked.
MOST_ATTRIBUTIONS: Final = 2_000
MOST_LINKS: Final = 10_000


def too_many(scope: Scope, path: str) -> Iterator[Draft]:
    """Yield a problem where the file would give the claim more attributions or links than one claim may have.

    A claim that has more already may be loaded again as it is.
    """
    stored = [row for row in scope.stored.values() if not row.voided]
    if (size := _attributions(scope)) > max(MOST_ATTRIBUTIONS, len(stored)):
        yield Draft(path, _too_large(size, MOST_ATTRIBUTIONS, "attributions"))
    if (size := _links(scope)) > max(MOST_LINKS, sum(map(_stored_links, stored))):
        yield Draft(path, _too_large(size, MOST_LINKS, "links"))


def _too_large(size: int, most: int, what: str) -> str:
    """Return what is wrong with a claim of that size, and how to mend it."""
    return (
        f"the claim would have {size:,} {what}, and one claim may have {most:,} at most, voided ones not counted: leave out"
        " reprints that add nothing, or record parts of it as claims of their own"
    )


def _attributions(scope: Scope) -> int:
    return sum(1 for _ in _counted_in_file(scope)) + sum(1 for _ in _left_as_stored(scope))


def _links(scope: Scope) -> int:
    in_file = ((row, scope.stored.get(row.key)) for row in _counted_in_file(scope))
    new = sum(len(cited(row, before)) + bool(copied(row, before)) for row, before in in_file)
    return new + sum(map(_stored_links, _left_as_stored(scope)))


def _counted_in_file(scope: Scope) -> Iterator[AttributionRecord]:
    voided = {key for key, row in scope.stored.items() if row.voided}
    return (row for key, row in scope.in_file.items() if row.voided is UNSET and key not in voided)


def _left_as_stored(scope: Scope) -> Iterator[StoredAttribution]:
    return (row for key, row in scope.stored.items() if key not in scope.in_file and not row.voided)


def _stored_links(row: StoredAttribution) -> int:
    return len(row.cites) + bool(row.copies)
