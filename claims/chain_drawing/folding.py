"""Folds the rows of a chain that a drawing would repeat: many rows behind or before one relay, and many rows of one relay.

A drawing of sixty boxes that differ in their names alone shows less than one of six. The list of attributions has each row.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Final

from claims.chain_drawing.rows import Chain, Row
from claims.chains import Link
from claims.vocabulary import REPORTS

#: So many alike are drawn as one (a guess: five are still read one by one).
_MANY: Final = 6

Links = Mapping[int, tuple[Link, ...]]


def folded(chain: Chain) -> Chain:
    """Return a chain to draw: a relay of many rows once, and the rows alike behind it, and before it, once."""
    for step in (_relays, _behind, _before):
        chain = step(chain)
    return chain


def _relays(chain: Chain) -> Chain:
    """Fold the rows of one source that only pass others on."""
    up = _by(chain.links, lambda link: link.citing)

    def alike(row: Row) -> Hashable:
        # What copies is drawn in another way than what cites.
        relays = row.stance == REPORTS and row.number in up and not row.fates
        return (row.source, up[row.number][0].copies, row.hedge) if relays else None

    return _fold(chain, alike, lambda first, rows: first._replace(folds=len(rows), said_at=""))


def _behind(chain: Chain) -> Chain:
    """Fold the origins alike that one relay carries."""
    up, down = _by(chain.links, lambda link: link.citing), _by(chain.links, lambda link: link.cited)
    labels = {row.number: row.label for row in chain.rows}

    def alike(row: Row) -> Hashable:
        by = down.get(row.number, ())
        if len(by) != 1 or row.number in up or row.fates:
            return None
        return by[0].citing, by[0].copies, *_look(row)

    def one(first: Row, rows: list[Row]) -> Row:
        return _group(first, rows)._replace(carrier=labels[down[first.number][0].citing])

    return _fold(chain, alike, one)


def _before(chain: Chain) -> Chain:
    """Fold the relays alike that nobody passes on, and that pass on the same rows."""
    up, cited = _by(chain.links, lambda link: link.citing), {link.cited for link in chain.links}

    def alike(row: Row) -> Hashable:
        if row.stance != REPORTS or row.number in cited or row.number not in up or row.fates:
            return None
        return frozenset((link.cited, link.copies) for link in up[row.number]), *_look(row)

    return _fold(chain, alike, _group)


def _look(row: Row) -> tuple[Hashable, ...]:
    return row.stance, row.scope, row.basis, row.hedge, row.identified, row.held


def _group(first: Row, rows: list[Row]) -> Row:
    count = sum(row.folds for row in rows)
    return first._replace(folds=count, members=tuple(row.label for row in rows), said_at="", vouched_by=(), named_as="")


def _fold(chain: Chain, alike: Callable[[Row], Hashable], one: Callable[[Row, list[Row]], Row]) -> Chain:
    """Return the chain with the rows of which ``alike`` returns the same key as ``one``, if they are many."""
    groups: dict[Hashable, list[Row]] = {}
    for row in chain.rows:
        if (key := alike(row)) is not None:
            groups.setdefault(key, []).append(row)
    many = [rows for rows in groups.values() if len(rows) >= _MANY]
    ends = {row.number: rows[0].number for rows in many for row in rows}
    firsts = {rows[0].number: one(rows[0], rows) for rows in many}
    kept = [firsts.get(row.number, row) for row in chain.rows if ends.get(row.number, row.number) == row.number]
    moved = (Link(ends.get(a, a), ends.get(b, b), copies) for a, b, copies in chain.links)
    return chain._replace(rows=kept, links=list(dict.fromkeys(link for link in moved if link.citing != link.cited)))


def _by(links: Iterable[Link], end: Callable[[Link], int]) -> Links:
    found: dict[int, tuple[Link, ...]] = {}
    for link in links:
        found[end(link)] = (*found.get(end(link), ()), link)
    return found
