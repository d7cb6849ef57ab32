"""The refusal to record anything in a claim that was merged, split or deleted: it says what replaced the claim."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from claims.operations.writing import OperationError
from claims.queries.merges.retired import REMOVED, Retired, retired_among
from claims.vocabulary import MERGED, SPLIT

_TOLD: Final = {
    MERGED: "“{key}” was merged into {into}: work on that one, or undo the merge on the page of “{key}” first.",
    SPLIT: "“{key}” was split into {into}: work on those, or undo the split on the page of “{key}” first.",
    REMOVED: "“{key}” was deleted: nothing can be recorded in it, and its key is not reused.",
}


def refusal(retired: Retired) -> str:
    """Return why nothing can be recorded in a retired claim, and what to use instead."""
    return _TOLD[retired.how].format(key=retired.key, into=", ".join(f"“{key}”" for key in retired.into))


def refuse_retired(ids: Iterable[int]) -> None:
    """Refuse claims if one of them was merged, split or deleted.

    Raises: OperationError, which says what replaced it.
    """
    for _, retired in sorted(retired_among(ids).items()):
        raise OperationError(refusal(retired))
