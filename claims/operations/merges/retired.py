"""Nothing is recorded of a claim that goes on elsewhere: the refusal says where."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from claims.operations.writing import OperationError
from claims.queries.merges.retired import REMOVED, Retired, retired_among
from claims.vocabulary import MERGED, SPLIT

_TOLD: Final = {
    MERGED: "“{key}” was merged into {into}: work on that one, or undo the merge on the page of “{key}” first.",
    SPLIT: "“{key}” was split into {into}: work on those, or undo the split on the page of “{key}” first.",
    REMOVED: "“{key}” was deleted: nothing is recorded of it any more, and its key is not used again.",
}


def told(retired: Retired) -> str:
    """Return why nothing is recorded of a retired claim, and where to go instead."""
    return _TOLD[retired.how].format(key=retired.key, into=", ".join(f"“{key}”" for key in retired.into))


def refuse_retired(ids: Iterable[int]) -> None:
    """Refuse to go on with claims of which one goes on elsewhere, or not at all.

    Raises: OperationError, which says where it went.
    """
    for _, retired in sorted(retired_among(ids).items()):
        raise OperationError(told(retired))
