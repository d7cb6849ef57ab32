"""How many attributions and links one claim may have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import UNSET

from claims.casefile.attribution_records import AttributionRecord
from claims.casefile.checks.case_context import Scope, StoredAttribution, cited, copied
from claims.casefile.problem import Draft

#: The most that one claim may have, voided rows not counted: four times the attributions of the largest claim known (a guess),
#: and five links for each. They bound every search and loop of an assessment, which runs while the claim is locked.
MOST_ATTRIBUTIONS: Final = 2_000
MOST_LINKS: Final = 10_000


def too_many(scope: Scope, path: str) -> Iterator[Draft]:
    """Yield a problem where the file would give a claim more attributions or links than the limit.

    A claim that is over the limit already may be loaded again unchanged.
    """
    stored = [row for row in scope.stored.values() if not row.voided]
    if (size := _attributions(scope)) > max(MOST_ATTRIBUTIONS, len(stored)):
        yield Draft(path, _too_large(size, MOST_ATTRIBUTIONS, "attributions"))
    if (size := _links(scope)) > max(MOST_LINKS, sum(map(_stored_links, stored))):
        yield Draft(path, _too_large(size, MOST_LINKS, "links"))


def _too_large(size: int, most: int, what: str) -> str:
    """Return what is wrong with a claim of that size, and how to fix it."""
    return (
        f"the claim would have {size:,} {what}; the limit is {most:,}, voided ones not counted: leave out"
        " reprints that add nothing, or split the claim"
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
