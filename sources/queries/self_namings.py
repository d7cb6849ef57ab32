"""Reads of bindings of unnamed sources to named ones. All but those confirmed (``bindings_of``) are for senior editors only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.db.models import QuerySet

from factcheck.database.lookups import among
from sources.models import SelfNaming, Source

_SHOWN: Final = (
    *("reason", "proposed_at", "proposed_by", "confirmed_at", "confirmed_by", "struck_at", "struck_by", "struck_reason"),
)
#: The states of a binding.
PROPOSED: Final = "proposed"
BOUND: Final = "confirmed"
DECLINED: Final = "declined"
UNDONE: Final = "undone"


def state_of(naming: SelfNaming) -> str:
    """Return whether a binding is proposed, confirmed, declined or undone."""
    if naming.struck_at is None:
        return PROPOSED if naming.confirmed_at is None else BOUND
    return DECLINED if naming.confirmed_at is None else UNDONE


def namings_of(source: Source) -> QuerySet[SelfNaming]:
    """Return all bindings of an unnamed source, oldest first, those struck out included."""
    rows = SelfNaming.objects.filter(unnamed=source).select_related("unnamed", "named", "document")
    return rows.order_by("id")


def open_namings() -> QuerySet[SelfNaming]:
    """Return the proposals that wait for a second senior editor, oldest first."""
    rows = SelfNaming.objects.filter(confirmed_at=None, struck_at=None).select_related("unnamed", "named", "document")
    return rows.order_by("id")


def unfounded_namings() -> QuerySet[SelfNaming]:
    """Return the confirmed bindings whose document was retracted since, oldest first: a senior editor decides on each."""
    rows = SelfNaming.objects.filter(confirmed_at__isnull=False, struck_at=None, document__withdrawal_recorded_at__isnull=False)
    return rows.select_related("unnamed", "named", "document").order_by("id")


def is_unfounded(naming: SelfNaming) -> bool:
    """Return whether a binding is proposed or confirmed though its document was retracted."""
    return naming.struck_at is None and naming.document.withdrawal_recorded_at is not None


def current_naming(source: Source) -> SelfNaming | None:
    """Return the binding of an unnamed source that is proposed or confirmed."""
    return namings_of(source).filter(struck_at=None).first()


def bindings_of(sources: Iterable[int]) -> dict[int, SelfNaming]:
    """Return the confirmed bindings of some sources, which are public, by the id of the unnamed source."""
    rows: QuerySet[SelfNaming, Any] = SelfNaming.objects.filter(
        among("unnamed", list(sources)), confirmed_at__isnull=False, struck_at=None
    )
    return {row.unnamed_id: row for row in rows.select_related("named", "document")}


def naming_page(source: Source, before: int | None, limit: int) -> list[dict[str, Any]]:
    """Return all bindings of an unnamed source as plain values, newest first, numbered from the oldest."""
    rows = list(namings_of(source))
    end = len(rows) if before is None else min(before - 1, len(rows))
    numbered = list(enumerate(rows, 1))[max(end - limit, 0) : end]
    return [{"number": number, **_shown(row)} for number, row in reversed(numbered)]


def _shown(row: SelfNaming) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in _SHOWN}
    said = {name: value for name, value in values.items() if value not in (None, "")}
    retracted = {"document_retracted": True} if is_unfounded(row) else {}
    return {"named": row.named.key, "document": row.document.key, "state": state_of(row), **retracted, **said}
