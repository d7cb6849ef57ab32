"""The audit log of one source for the API: keys in place of ids, and only what the caller may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from sources.models import Source
from sources.queries.reading import Shown, numbered

_APPROVAL: Final = frozenset(("anonymity_reason", "approved_by"))
_GRADER: Final = frozenset(("graded_by",))
#: The names in the API of columns that are called otherwise.
_FIELDS: Final = {"organisation_source_id": "organisation_key"}
#: Values that are ids of several sources.
_LISTS: Final = frozenset(("also_vouched_by", "own_vouchers"))


def change_page(source: Source, before: int | None, limit: int, shown: Shown) -> list[dict[str, Any]]:
    """Return the changes of a source, newest first, numbered from the oldest; only those before a number."""
    rows = source.changes.values("at", "actor", "action", "reason", "old", "new", "applied_at")
    found = numbered(rows, before, limit)
    keys = _keys_of(values for _, row in found for values in (row["old"], row["new"]))
    return [{"number": number, **_change(row, keys, shown)} for number, row in found]


def _keys_of(changes: Iterable[Mapping[str, Any]]) -> dict[int, str]:
    """Return the keys of all sources whose ids the values hold."""
    ids = {pk for values in changes for name, value in values.items() for pk in _ids(name, value)}
    return dict(Source.objects.filter(pk__in=ids).values_list("id", "key"))


def _ids(name: str, value: Any) -> list[int]:
    """Return the ids of sources that a value of a change holds."""
    if name in _LISTS:
        return list(value)
    return [value] if _refers(name) and value else []


def _refers(name: str) -> bool:
    """Return whether a column holds the id of a source."""
    return name.endswith("_id") and name != "wikidata_id"


def hidden_values(row: Mapping[str, Any], shown: Shown) -> frozenset[str]:
    """Return the fields of a change that the caller may not see; reason and actor are included where they would reveal them."""
    hidden = (frozenset() if shown.approval else _APPROVAL) | (frozenset() if shown.grader else _GRADER)
    # The reason of an approval, or of a changed reason for anonymity, would reveal it; and the actor is the approver.
    return hidden | {"reason", "actor"} if not shown.approval and _APPROVAL & {*row["old"], *row["new"]} else hidden


def _change(row: Mapping[str, Any], keys: Mapping[int, str], shown: Shown) -> dict[str, Any]:
    hidden = hidden_values(row, shown)
    found = {name: row[name] for name in ("at", "actor", "action", "reason", "applied_at") if row[name] and name not in hidden}
    sides = {side: _values(row[side], keys, hidden) for side in ("old", "new")}
    return found | {side: values for side, values in sides.items() if values}


def _values(values: Mapping[str, Any], keys: Mapping[int, str], hidden: frozenset[str]) -> dict[str, Any]:
    return {
        (_FIELDS.get(name, name.removesuffix("_id")) if _refers(name) else name): _shown(name, value, keys)
        for name, value in values.items()
        # The relation of a merger has no key; the change that recorded it names it in words.
        if name not in hidden and not (name == "relation" and not isinstance(value, str))
    }


def _shown(name: str, value: Any, keys: Mapping[int, str]) -> Any:
    if name in _LISTS:
        return [keys[pk] for pk in value]
    return keys.get(value) if _refers(name) else value
