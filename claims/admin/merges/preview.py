"""The preview of a merge, split or undo: the claims before and after, and warnings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from claims.admin.help.flag_tags import flag_tag
from claims.admin.refusals import REFUSALS
from claims.models import Flag
from claims.operations.dry_run import Tried
from claims.published import PublicSide
from claims.queries.history.snapshots import Snapshot
from claims.runs.report import interval, proven
from sources.admin.display import tag

Section = tuple[str, list[str]]  # a heading and its lines


def move_preview(found: Tried[Any], lists: Iterable[Section] = (), warnings: Iterable[str] = ()) -> dict[str, Any]:
    """Return the template context of a dry run. Empty lists are left out."""
    return {
        "claims": [compared(found.before.get(pk), after) for pk, after in found.after.items()],
        "lists": [(heading, lines) for heading, lines in lists if lines],
        "warnings": list(warnings),
    }


def preview_again(make: Callable[[], dict[str, Any]]) -> Any:
    """Return a lazy preview, which is computed only if the page is rendered: after a rejected form."""

    def made() -> dict[str, Any]:
        try:
            return make()
        except REFUSALS:
            return {}  # the form shows why

    return SimpleLazyObject(made)


def compared(before: Snapshot | None, after: Snapshot) -> dict[str, Any]:
    """Return a claim before and after. ``before`` is None for a new claim."""
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
    return [(flag_tag(flag.code, flag.severity), flag.reason) for flag in those if flag.code not in known]
