"""Update the prints of sources, by which the fingerprint of a claim's rows covers the sources that it names."""

from __future__ import annotations

from hashlib import blake2b
from itertools import islice

import msgspec

from claims.models import SourcePrint
from claims.policy.facts import Directory
from claims.queries.facts.current import Sources
from sources.queries import all_ids

_BATCH = 2_000


def refresh_prints() -> int:
    """Update the print of every source to what the policy reads of it; return how many differed.

    It finds sources that were changed outside the service, and through them every claim that names such a source.
    """
    stored = dict(SourcePrint.objects.values_list("source_id", "print"))
    ids, differing = iter(all_ids()), 0
    while batch := list(islice(ids, _BATCH)):
        found = _prints(Sources().directory(batch), batch)
        rows = [SourcePrint(source_id=pk, print=new) for pk, new in found.items() if stored.get(pk) != new]
        SourcePrint.objects.bulk_create(rows, update_conflicts=True, update_fields=("print",), unique_fields=("source",))
        differing += len(rows)
    return differing


def _prints(directory: Directory, ids: list[int]) -> dict[int, int]:
    judged: dict[int, list[int]] = {}
    for one, other in sorted(directory.independent):
        judged.setdefault(one, []).append(other)
        judged.setdefault(other, []).append(one)
    found = {}
    for pk in ids:
        fact = directory.sources[pk]
        family = sorted(directory.families.get(fact.family, ())) if fact.known else ()
        component = directory.ties.get(fact.family)
        voice = fact.voice if component is None else component.voice(pk)
        read = msgspec.json.encode((fact, family, judged.get(voice, ()), component.read if component is not None else ()))
        found[pk] = int.from_bytes(blake2b(read, digest_size=8).digest(), "big", signed=True)
    return found
