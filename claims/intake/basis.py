"""The basis of an attribution that nobody entered."""

from __future__ import annotations

from claims.vocabulary import DENIES, STATEMENT, SUPPORTS, UNSTATED
from sources.vocabulary import PUBLISHERS


def proposed_basis(kind: str, stance: str) -> str:
    """Return the basis to propose for an attribution that cites nothing, based on the kind of its source.

    An outlet or agency that supports or denies in its own voice names no source, so it is not an origin on the record.
    """
    return UNSTATED if kind in PUBLISHERS and stance in (SUPPORTS, DENIES) else STATEMENT
