"""The sources of a claim as they were when each row was said: their voices, families and stakes at that time.

Nothing is changed if the stored voices and families are enough: see ``Component.needs_time``.

Design: sections "Ties in time", "Voice of a row" and "Family of a row" of docs/independence.md.
"""

from __future__ import annotations

from collections.abc import Mapping

from claims.policy.facts import ClaimFacts, Directory, Member, SourceFact
from claims.policy.origins.ties import Place

_Placed = dict[int, Place]  # by the id of the row


def in_time(facts: ClaimFacts, directory: Directory, said_until: str) -> tuple[ClaimFacts, Directory]:
    """Return the facts with a separate source for each source and time that ties distinguish, and the directory of these.

    Such a source has its own id in the directory and in its rows; its ``SourceFact.id`` is still that of the record.
    """
    if not directory.ties:
        return facts, directory
    sources = directory.sources
    placed: _Placed = {}
    for row in facts.attributions:
        if row.said_at <= said_until and row.copies is None:  # a copy counts as what it copies
            component = directory.ties.get(sources[row.source].family)
            if component is not None:
                placed[row.id] = component.place(row.source, row.said_at)
    return _with_places(facts, directory, placed) if placed else (facts, directory)


def _with_places(facts: ClaimFacts, directory: Directory, placed: _Placed) -> tuple[ClaimFacts, Directory]:
    family = families_of(placed)
    known = {source: _timeless(directory.sources[source], directory) for source in _named(facts)}
    ids: dict[SourceFact, int] = {}
    then: dict[int, int] = {}  # the id of each row's source at the time, by the id of the row
    free = min(known, default=0)
    # In the order of keys, so that the order of the input does not matter.
    for row in sorted((row for row in facts.attributions if row.id in placed), key=lambda row: row.key):
        source, parties = directory.sources[row.source], None
        if facts.stakes:
            parties = directory.ties[source.family].parties(row.source, row.said_at)
        speaker = source._replace(voice=placed[row.id].voice, family=family[row.id], parties=parties)
        then[row.id] = ids.setdefault(speaker, free - len(ids) - 1)
        known[then[row.id]] = speaker
    rows = tuple([row._replace(source=then[row.id]) if row.id in then else row for row in facts.attributions])
    families = {} if all(source.known for source in known.values()) else _members(facts, directory, placed, family)
    return facts._replace(attributions=rows), Directory(known, families, directory.independent)


def _named(facts: ClaimFacts) -> set[int]:
    """Return the ids of the sources that the facts name."""
    named = {row.source for row in facts.attributions}
    named.update(row.withdrawn_by for row in facts.attributions if row.withdrawn_by is not None)
    named.update(source for source, _ in facts.stakes)
    return named | {decision.source for decision in facts.decisions if decision.source is not None}


def _timeless(source: SourceFact, directory: Directory) -> SourceFact:
    """Return a source that is named without a time: it has a stake, withdrew a page or was asked for comment."""
    component = directory.ties.get(source.family)
    return source if component is None else source._replace(voice=component.voice(source.id))


def families_of(placed: Mapping[int, Place]) -> dict[int, int]:
    """Return the family of each row, by the smallest id that it touches: rows that touch one source are of one family."""
    root: dict[int, int] = {}

    def find(source: int) -> int:
        while root.setdefault(source, source) != source:
            root[source] = root[root[source]]
            source = root[source]
        return source

    for place in placed.values():
        first = min(map(find, place.touches))
        for source in place.touches:
            root[find(source)] = first
    return {row: find(min(place.touches)) for row, place in placed.items()}


def _members(
    facts: ClaimFacts, directory: Directory, placed: _Placed, family: Mapping[int, int]
) -> dict[int, tuple[Member, ...]]:
    """Return what unnamed sources are compared with: all that a family touches, and all from which ties ever led up to it."""
    touched: dict[int, set[int]] = {}
    stored: dict[int, int] = {}
    found: dict[int, tuple[Member, ...]] = {}
    for row in facts.attributions:
        source = directory.sources[row.source]
        if row.id in placed:
            touched.setdefault(family[row.id], set()).update(placed[row.id].touches)
            stored[family[row.id]] = source.family
        elif source.known:
            found[source.family] = directory.families[source.family]
    return found | {head: _compared(directory, stored[head], of_all) for head, of_all in touched.items()}


def _compared(directory: Directory, stored: int, touched: set[int]) -> tuple[Member, ...]:
    component = directory.ties[stored]
    records = component.below(touched)
    everyone = directory.families[stored]
    return tuple([member._replace(voice=component.voice(member.id)) for member in everyone if member.id in records])
