"""Blocs: how many of some origins are certainly different from one another, and which may be the same.

Design: sections "Classes", "Blocs" and "May be the same" of docs/independence.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

from claims.policy.facts import Directory, SourceFact

#: Up to this many unnamed blocs, the largest set of certainly different blocs is found exhaustively; beyond it, greedily.
EXHAUSTIVE_UP_TO = 12
#: The most comparisons of unnamed blocs with others and with members of families; the remaining ones prove nothing.
MOST_COMPARISONS = 20_000


class Bloc(NamedTuple):
    """Origins that count as one: the named voices of a family, or one unnamed source. Sentences name its ``source``."""

    family: int
    known: bool
    source: SourceFact


class Different(NamedTuple):
    """The largest set found of blocs no two of which may be the same; ``exact`` if no larger one exists."""

    blocs: tuple[Bloc, ...]
    exact: bool


def blocs(sources: Iterable[SourceFact]) -> tuple[Bloc, ...]:
    """Return the blocs that the sources of some origins form, ordered by key."""
    by_family: dict[int, SourceFact] = {}
    for source in sources:
        known = by_family.get(source.family)
        if known is None or source.key < known.key:
            by_family[source.family] = source
    found = [Bloc(source.family, source.known, source) for source in by_family.values()]
    return tuple(sorted(found, key=lambda bloc: bloc.source.key))


def certainly_different(candidates: Sequence[Bloc], directory: Directory) -> Different:
    """Return a largest set of blocs no two of which may be the same (named blocs never may).

    Each unnamed bloc in the set may exclude others. With at most EXHAUSTIVE_UP_TO of them, all combinations are tried. With
    very many, or very large families, only the first ones that MOST_COMPARISONS allows are compared.
    """
    every = [bloc for bloc in candidates if not bloc.known]
    if not every:
        return Different(tuple(candidates), exact=True)
    named = [bloc for bloc in candidates if bloc.known]
    unnamed = every[: _affordable(len(every), named, directory)]
    clashes = _clashes(unnamed, named, directory)
    exact = len(every) <= EXHAUSTIVE_UP_TO and len(unnamed) == len(every)
    choose = _best_choice if len(unnamed) <= EXHAUSTIVE_UP_TO else _greedy_choice
    chosen = choose(clashes, len(unnamed), len(named))
    everyone = unnamed + named
    picked = [bloc for index, bloc in enumerate(everyone) if chosen >> index & 1]
    return Different(tuple(sorted(picked, key=lambda bloc: bloc.source.key)), exact)


def _affordable(unnamed: int, named: Iterable[Bloc], directory: Directory) -> int:
    members = sum([len(directory.families[bloc.family]) for bloc in named])
    return max(1, MOST_COMPARISONS // (unnamed + members))


def may_be_same(one: Bloc, other: Bloc, directory: Directory) -> bool:
    """Return whether two blocs, at least one of them unnamed, may be the same origin.

    A different role never separates two blocs. A contradiction of country or organisation with *every* voice of a family does,
    and so does an editor's judgement of independence. Two unnamed sources that one voice vouches for may always be the same.
    """
    if not one.known and not other.known:
        if _judged_independent(one.source.voice, other.source.voice, directory):
            return False
        same_voucher = not set(one.source.vouchers).isdisjoint(other.source.vouchers)
        return same_voucher or not _contradict(one.source, other.source.country, other.source.organisation)
    unnamed, named = (other, one) if one.known else (one, other)
    return any(
        not _judged_independent(unnamed.source.voice, member.voice, directory)
        and not _contradict(unnamed.source, member.country, member.organisation)
        for member in directory.families[named.family]
    )


def _judged_independent(one: int, other: int, directory: Directory) -> bool:
    return (min(one, other), max(one, other)) in directory.independent


def _contradict(source: SourceFact, country: str, organisation: tuple[int, ...]) -> bool:
    """Return whether traits differ. An organisation above the other is none: an official of the Pentagon is one of the U.S."""
    if source.country and country and source.country != country:
        return True
    own = source.organisation
    return bool(own and organisation) and own[0] not in organisation and organisation[0] not in own


def _clashes(unnamed: Sequence[Bloc], named: Sequence[Bloc], directory: Directory) -> list[int]:
    """Return for each unnamed bloc, as bits, the blocs (unnamed first, then named) that it may be the same as."""
    clashes = [0] * len(unnamed)
    for one, other in combinations(range(len(unnamed)), 2):
        if may_be_same(unnamed[one], unnamed[other], directory):
            clashes[one] |= 1 << other
            clashes[other] |= 1 << one
    for index, bloc in enumerate(unnamed):
        for position, other_bloc in enumerate(named, start=len(unnamed)):
            if may_be_same(bloc, other_bloc, directory):
                clashes[index] |= 1 << position
    return clashes


def _best_choice(clashes: Sequence[int], unnamed: int, named: int) -> int:
    """Return the bits of a largest clash-free set; among equals, that with the fewest unnamed blocs, then the first one."""
    all_named = (1 << named) - 1 << unnamed
    best, best_size = all_named, named
    pending = [(0, 0, 0)]  # next unnamed bloc to decide on, chosen so far, excluded by those chosen
    while pending:
        index, chosen, shut = pending.pop()
        if index == unnamed:
            whole = chosen | all_named & ~shut
            if whole.bit_count() > best_size:
                best, best_size = whole, whole.bit_count()
            continue
        if chosen.bit_count() + (unnamed - index) + (all_named & ~shut).bit_count() <= best_size:
            continue
        pending.append((index + 1, chosen, shut))
        if not shut >> index & 1:
            pending.append((index + 1, chosen | 1 << index, shut | clashes[index]))
    return best


def _greedy_choice(clashes: Sequence[int], unnamed: int, named: int) -> int:
    """Return a clash-free set that is no smaller than the set of all named blocs.

    Unnamed blocs are added in ascending order of the number of their clashes.
    """
    all_named = (1 << named) - 1 << unnamed
    chosen = shut = 0
    for index in sorted(range(unnamed), key=lambda i: (clashes[i].bit_count(), i)):
        if not shut >> index & 1:
            chosen |= 1 << index
            shut |= clashes[index]
    whole = chosen | all_named & ~shut
    kept_named = all_named
    for index in sorted(range(unnamed), key=lambda i: (clashes[i].bit_count(), i)):
        if not clashes[index] & kept_named:
            kept_named |= 1 << index
    return max(whole, kept_named, key=int.bit_count)
