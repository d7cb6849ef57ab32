"""Records that a body names by key: return them, or report the unknown ones at their place."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from claims.models import Attribution
from claims.queries.attributions.by_key import attributions_by_key
from factcheck.api.problems import Fault, ProblemError
from sources.models import Document, Source
from sources.queries import sources_by_key
from sources.queries.reading import document_of_key

Place = Callable[[int], str]


def sources_named(keys: Sequence[str], place: Place) -> list[Source]:
    """Return the sources with these keys, in their order; ``place`` gives the JSON Pointer of each.

    Raises: ProblemError with each unknown one.
    """
    known = sources_by_key(keys)
    _refuse_missing([(number, f"Unknown source “{key}”.") for number, key in enumerate(keys) if key not in known], place)
    return [known[key] for key in keys]


def attributions_named(claim: int, keys: Sequence[str], place: Place) -> list[Attribution]:
    """Return the attributions of a claim with these keys, in their order. Raises: ProblemError with each unknown one."""
    known = attributions_by_key(claim, keys)
    message = "This claim has no attribution “{}”."
    _refuse_missing([(number, message.format(key)) for number, key in enumerate(keys) if key not in known], place)
    return [known[key] for key in keys]


def document_named(key: str, pointer: str) -> Document:
    """Return the document with a key. Raises: ProblemError at its place if there is none."""
    found = document_of_key(key)
    if found is None:
        raise ProblemError("invalid", errors=[Fault(detail=f"Unknown document “{key}”.", pointer=pointer)])
    return found


def _refuse_missing(missing: Sequence[tuple[int, str]], place: Place) -> None:
    if missing:
        raise ProblemError("invalid", errors=[Fault(detail=detail, pointer=place(number)) for number, detail in missing])
