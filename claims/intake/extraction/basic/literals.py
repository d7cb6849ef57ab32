"""Letters without which a pattern is in no text: most patterns of a lexicon need not be searched for in a sentence. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from re import _parser  # type: ignore[attr-defined]  # no public name; a test compares what is found with and without
from typing import Any, Final

#: Fewest letters: shorter ones are in most sentences (a guess).
_FEWEST: Final = 2
_REPEATS: Final = {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}


def literals_of(pattern: str) -> tuple[str, ...]:
    """Return words in lower case one of which is in every match of a pattern; none if there are none of any length."""
    return tuple(sorted(_shortest(_best(_needed(_parser.parse(pattern))))))


def _needed(items: Iterable[tuple[Any, Any]]) -> Iterator[frozenset[str]]:
    """Yield sets of literals, of each of which one is in every match of a sequence."""
    run = ""
    for operator, argument in items:
        name = str(operator)
        if name == "LITERAL":
            run += chr(argument).lower()
            continue
        yield frozenset((run,))
        run = ""
        yield from _within(name, argument)
    yield frozenset((run,))


def _within(name: str, argument: Any) -> Iterator[frozenset[str]]:
    """Yield those of one part of a pattern. What is looked at, ahead or behind, may be outside of the part that is searched."""
    if name == "SUBPATTERN":
        yield from _needed(argument[-1])
    elif name == "ATOMIC_GROUP":
        yield from _needed(argument)
    elif name in _REPEATS and argument[0] > 0:
        yield from _needed(argument[-1])
    elif name == "BRANCH":
        branches = [_best(_needed(branch)) for branch in argument[-1]]
        if all(branches):
            yield frozenset().union(*branches)


def _best(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    """Return the set whose shortest literal is the longest, and of several the smallest; empty if all are too short."""
    long = [each for each in sets if each and min(map(len, each)) >= _FEWEST]
    return max(long, key=lambda each: (min(map(len, each)), -len(each)), default=frozenset())


def _shortest(literals: Sequence[str] | frozenset[str]) -> set[str]:
    """Leave out literals that have another one within them."""
    return {each for each in literals if not any(other in each for other in literals if other != each)}
