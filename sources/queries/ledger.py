"""The audit of one source, as it is read from outside: keys for ids, and no more than who asks may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from sources.models import Source
from sources.queries.reading import Shown, numbered

_APPROVAL: Final = frozenset(("anonymity_reason", "approved_by"))
_GRADER: Final = frozenset(("graded_by",))


def change_page(source: Source, before: int | None, limit: int, shown: Shown) -> list[dict[str, Any]]:
    """Return what changed of a source, newest first, numbered from the first; only changes before a number."""
    rows = source.changes.values("at", "actor", "action", "reason", "old", "new", "applied_at")
    found = numbered(rows, before, limit)
    keys = _keys_of(values for _, row in found for values in (row["old"], row["new"]))
    return [{"number": number, **_told(row, keys, shown)} for number, row in found]


def _keys_of(told: Iterable[Mapping[str, Any]]) -> dict[int, str]:
    """Return the keys of all sources that the values name by their ids."""
    ids = {value for values in told for name, value in values.items() if name.endswith("_id") and value}
    return dict(Source.objects.filter(pk__in=ids).values_list("id", "key"))


def hidden_values(row: Mapping[str, Any], shown: Shown) -> frozenset[str]:
    """Return the names of values of a change that who asks may not see; reason and actor are two where they would tell."""
    hidden = (frozenset() if shown.approval else _APPROVAL) | (frozenset() if shown.grader else _GRADER)
    # Why an approval was given, or a reason changed, would tell of it; and who did it is who approved.
    return hidden | {"reason", "actor"} if not shown.approval and _APPROVAL & {*row["old"], *row["new"]} else hidden


def _told(row: Mapping[str, Any], keys: Mapping[int, str], shown: Shown) -> dict[str, Any]:
    hidden = hidden_values(row, shown)
    found = {name: row[name] for name in ("at", "actor", "action", "reason", "applied_at") if row[name] and name not in hidden}
    sides = {side: _values(row[side], keys, hidden) for side in ("old", "new")}
    return found | {side: values for side, values in sides.items() if values}


def _values(values: Mapping[str, Any], keys: Mapping[int, str], hidden: frozenset[str]) -> dict[str, Any]:
    return {
        name.removesuffix("_id"): keys.get(value) if name.endswith("_id") else value
        for name, value in values.items()
        # The relation that a merger brought has no key; the change that recorded it tells of it in words.
        if name not in hidden and not (name == "relation" and not isinstance(value, str))
    }
