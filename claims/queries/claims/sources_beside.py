"""Sources shown alongside the stored bodies of claims, each with the voice and family that it had when it spoke."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final, NamedTuple

from claims.policy.facts import Directory
from claims.policy.origins.in_time import families_of
from claims.queries.facts.current import Sources
from sources.models import Source

Row = dict[str, Any]
_Group = tuple[int, int]  # the ids of a voice and a family

_COLUMNS: Final = ("key", "short_name", "organisation", "organisation_source__key", "plural", "reliability")


class Said(NamedTuple):
    """An attribution of a claim, as far as the voice of its source depends on it; references are keys."""

    key: str
    source: str
    said_at: str


def sources_beside(named: Mapping[int, Sequence[str]], said: Mapping[int, Sequence[Said]]) -> dict[int, list[Row]]:
    """Return for each claim what the desk records of the sources ``named`` in it besides what its body shows.

    ``said`` holds the attributions of each claim that are no copies. The voice and family of a source are those that it had
    when it said these; where they differ, they are those by all its ties, and ``statements`` has each attribution's own.
    """
    rows = Source.objects.filter(key__in=sorted({key for keys in named.values() for key in keys}))
    found = {row["key"]: row for row in rows.values("id", *_COLUMNS, "voice__key", "family__key")}
    directory = Sources().directory([row["id"] for row in found.values()])
    groups = {claim: _groups(of, found, directory) for claim, of in said.items()} if directory.ties else {}
    keys = _keys({pk for of in groups.values() for group in of.values() for pk in group})
    return {
        claim: [_beside(found[key], said.get(claim, ()), groups.get(claim, {}), keys) for key in of if key in found]
        for claim, of in named.items()
    }


def _groups(said: Sequence[Said], found: Mapping[str, Row], directory: Directory) -> dict[str, _Group]:
    """Return the voice and family of each attribution whose source has ties that change with the time, by its key."""
    placed = {}
    for number, one in enumerate(said):
        pk = found[one.source]["id"]
        component = directory.ties.get(directory.sources[pk].family)
        if component is not None:
            placed[number] = component.place(pk, one.said_at)
    families = families_of(placed)
    return {said[number].key: (place.voice, families[number]) for number, place in placed.items()}


def _keys(ids: Collection[int]) -> dict[int, str]:
    return dict(Source.objects.filter(pk__in=sorted(ids)).values_list("pk", "key")) if ids else {}


def _beside(row: Row, said: Sequence[Said], groups: Mapping[str, _Group], keys: Mapping[int, str]) -> Row:
    key = row["key"]
    own = {one.key: groups[one.key] for one in said if one.source == key and one.key in groups}
    shown = {
        "key": key,
        "short_name": row["short_name"],
        "organisation": row["organisation"],
        "organisation_key": row["organisation_source__key"] or "",
        "plural": row["plural"],
        "grade": row["reliability"],
        # By default a source is its own voice and family.
        "voice": row["voice__key"] or key,
        "family": row["family__key"] or key,
        "statements": [],
    }
    if len(set(own.values())) == 1:
        return shown | _named(next(iter(own.values())), keys)
    return shown | {"statements": [{"attribution": one, **_named(group, keys)} for one, group in own.items()]}


def _named(group: _Group, keys: Mapping[int, str]) -> dict[str, str]:
    voice, family = group
    return {"voice": keys[voice], "family": keys[family]}
