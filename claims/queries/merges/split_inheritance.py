"""Which attributions of a claim support which of its parts: one that passes on another supports the same parts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from claims.models import Attribution, Citation


class Spread(NamedTuple):
    """Attributions of a claim, by id, assigned to its parts."""

    of_part: Mapping[str, frozenset[int]]  # by the key of the part
    narrower: frozenset[int]  # those that support fewer than all parts


def roots(claim_id: int) -> list[Attribution]:
    """Return the attributions for which an editor says what they support: those that pass on no other.

    Voided and superseded ones are skipped: the latter support what their successors do.
    """
    links = Citation.objects.filter(claim=claim_id, struck_at=None, cited__voided_at=None)
    replaced = Attribution.objects.filter(claim=claim_id, voided_at=None, supersedes__isnull=False)
    rows = Attribution.objects.filter(claim=claim_id, voided_at=None).exclude(pk__in=links.values("citing"))
    rows = rows.exclude(pk__in=replaced.values("supersedes"))
    return list(rows.select_related("source__vouched_by", "document").order_by("id"))


def spread(claim_id: int, parts: Sequence[str], speaks_of: Mapping[str, Collection[str]]) -> Spread:
    """Return which attributions support which parts; ``speaks_of`` says so for roots, by key (default: all parts).

    A superseded one without upstream goes where its successor does: elsewhere it would become current again.
    """
    every, whole = dict(_rows(claim_id)), frozenset(parts)
    upstream: dict[int, list[int]] = {}
    for citing, cited in Citation.objects.filter(claim=claim_id, struck_at=None).values_list("citing_id", "cited_id"):
        if citing in every and cited in every:
            upstream.setdefault(citing, []).append(cited)
    assigned = [pk for pk, key in every.items() if key in speaks_of]
    for before, successor in _succeeded(claim_id):
        if before not in upstream and before not in assigned:
            upstream[before] = [successor]
    found = {pk: frozenset(speaks_of.get(key, whole)) for pk, key in every.items() if pk not in upstream}
    _follow(upstream, found)
    found |= dict.fromkeys(every.keys() - found.keys(), whole)  # closed cycles: no root says what they support
    of_part = {part: frozenset(pk for pk, parts_spoken in found.items() if part in parts_spoken) for part in parts}
    return Spread(of_part, frozenset(pk for pk, spoken in found.items() if spoken != whole))


def _rows(claim_id: int) -> list[tuple[int, str]]:
    return list(Attribution.objects.filter(claim=claim_id, voided_at=None).order_by("id").values_list("id", "key"))


def _succeeded(claim_id: int) -> list[tuple[int, int]]:
    rows = Attribution.objects.filter(claim=claim_id, voided_at=None, supersedes__voided_at=None, supersedes__isnull=False)
    return [(before, pk) for before, pk in rows.order_by("id").values_list("supersedes_id", "id") if before is not None]


def _follow(upstream: Mapping[int, Sequence[int]], found: dict[int, frozenset[str]]) -> None:
    """Add to ``found`` all that directly or indirectly passes on what is in it."""
    # Until nothing changes, because citations may form circles.
    changed = True
    while changed:
        changed = False
        for citing, cited in upstream.items():
            spoken = frozenset(part for pk in cited for part in found.get(pk, ()))
            if spoken and spoken != found.get(citing):
                found[citing], changed = spoken, True
