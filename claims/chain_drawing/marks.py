"""Gateways: rows through which all support, or all denial, passes."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from claims.chain_drawing.rows import Chain
from claims.chains import Link
from claims.vocabulary import DENIES, SUPPORTS


def gateways(chain: Chain) -> dict[int, list[str]]:
    """Return the rows that are gateways (see docs/independence.md), each with its sides: SUPPORTS, DENIES."""
    found: dict[int, list[str]] = {}
    live = [row for row in chain.rows if not row.fates]
    relays = {link.citing for link in chain.links if not link.copies}
    for stance, side in ((SUPPORTS, chain.support), (DENIES, chain.denial)):
        # A gateway is a whole family of sources, but the counts name only one source of it.
        sources = frozenset(side.gateways if side else ())
        families = {row.family for row in live if row.source in sources}
        towards = _leading_to([row.number for row in live if row.stance == stance], chain.links) if families else frozenset()
        for row in live:
            if row.number in relays and row.number in towards and row.family in families:
                found.setdefault(row.number, []).append(stance)
    return found


def _leading_to(ends: Iterable[int], links: Iterable[Link]) -> Collection[int]:
    citing: dict[int, list[int]] = {}
    for link in links:
        citing.setdefault(link.cited, []).append(link.citing)
    waiting = list(ends)
    seen = set(waiting)
    while waiting:
        new = [number for number in citing.get(waiting.pop(), ()) if number not in seen]
        seen.update(new)
        waiting += new
    return seen
