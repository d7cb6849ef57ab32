"""What a page shows before claims are moved as a whole: how they would stand, and what an editor should think of first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from claims.admin.refusals import REFUSALS
from claims.models import Flag
from claims.operations.dry_run import Tried
from claims.published import PublicSide
from claims.queries.history.snapshots import Snapshot
from claims.runs.report import interval, proven
from sources.admin.display import tag

Told = tuple[str, list[str]]  # a heading, and lines under it


def move_preview(found: Tried[Any], lists: Iterable[Told] = (), warnings: Iterable[str] = ()) -> dict[str, Any]:
    """Return what the template shows of an operation that was tried; empty lists are left out."""
    return {
        "claims": [compared(found.before.get(pk), after) for pk, after in found.after.items()],
        "lists": [(heading, lines) for heading, lines in lists if lines],
        "warnings": list(warnings),
    }


def preview_again(make: Callable[[], dict[str, Any]]) -> Any:
    """Return a preview that is made only if the page is shown: of a form that was refused, as things stand then."""

    def made() -> dict[str, Any]:
        try:
            return make()
        except REFUSALS:
            return {}  # the form itself says why

    return SimpleLazyObject(made)


def compared(before: Snapshot | None, after: Snapshot) -> dict[str, Any]:
    """Return how a claim stands and would stand; ``before`` is None of one that is still to be recorded."""
    was = before or Snapshot(after.key, after.text)
    return {
        "key": after.key,
        "text": after.text or was.text,
        "is_new": before is None,
        "status": (_status(was), _status(after), was.status != after.status),
        "sides": [
            (_("Support"), _rows(was.support, after.support)),
            (_("Denial"), _rows(was.denial, after.denial)),
        ],
        "raised": _flags(after.flags, was.flags),
        "cleared": _flags(was.flags, after.flags),
        "explanation": after.explanation,
    }


def _status(picture: Snapshot) -> str:
    return tag(picture.status, picture.status) if picture.status else ""


def _rows(before: PublicSide | None, after: PublicSide | None) -> list[tuple[str, str, str, bool]]:
    pairs = [(name, _count(before, which), _count(after, which)) for name, which in _counts().items()]
    return [(name, was, would_be, was != would_be) for name, was, would_be in pairs]


def _counts() -> Mapping[str, str]:
    return {
        _("independent origins"): "",
        _("independent on-record routes"): "on_record",
        _("from disinterested sources"): "disinterested",
        _("separate routes to us"): "routes",
    }


def _count(side: PublicSide | None, which: str) -> str:
    if side is None:
        return "–"
    return proven(side, getattr(side, which)) if which else interval(side)


def _flags(those: Iterable[Flag], not_these: Iterable[Flag]) -> list[tuple[str, str]]:
    known = {flag.code for flag in not_these}
    return [(tag(flag.code, flag.severity), flag.reason) for flag in those if flag.code not in known]
