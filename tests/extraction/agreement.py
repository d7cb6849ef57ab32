"""How well two sets of marks agree: matching of spans and of proposals, F1, and Cohen's kappa. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple, TypeVar

from claims.intake.extraction.proposals import Proposal, Span

T = TypeVar("T")

#: Least overlap with which two spans match; 1 is an exact match.
EXACT: Final = 1.0
OVERLAPS: Final = (EXACT, 0.8, 0.3)


class Tally(NamedTuple):
    """How many of the first set and of the second are matched to one of the other."""

    matched: int = 0
    first: int = 0
    second: int = 0

    def plus(self, other: Tally) -> Tally:
        """Return the tally of both together."""
        return Tally(self.matched + other.matched, self.first + other.first, self.second + other.second)

    @property
    def precision(self) -> float:
        """Return the share of the second set that is matched; 1 of an empty one."""
        return self.matched / self.second if self.second else 1.0

    @property
    def recall(self) -> float:
        """Return the share of the first set that is matched; 1 of an empty one."""
        return self.matched / self.first if self.first else 1.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall; 1 where both sets are empty."""
        return 2 * self.matched / (self.first + self.second) if self.first + self.second else 1.0


def overlap(one: Span | None, other: Span | None) -> float:
    """Return the shared characters of two spans, divided by those of either (Jaccard); 1 where neither exists."""
    if one is None or other is None:
        return float(one is other)
    shared = max(min(one.end, other.end) - max(one.start, other.start), 0)
    return shared / (one.end - one.start + other.end - other.start - shared)


def pair(
    first: Sequence[T], second: Sequence[T], alike: Callable[[T, T], float], rank: Callable[[T, T], float], least: float
) -> list[tuple[T, T]]:
    """Return pairs that are alike by at least ``least``, highest rank first, each item at most once (greedy)."""
    candidates = [
        (-rank(one, other), i, j) for i, one in enumerate(first) for j, other in enumerate(second) if alike(one, other) >= least
    ]
    taken_first: set[int] = set()
    taken_second: set[int] = set()
    pairs = []
    for _, i, j in sorted(candidates):
        if i not in taken_first and j not in taken_second:
            taken_first.add(i)
            taken_second.add(j)
            pairs.append((first[i], second[j]))
    return pairs


def pair_spans(first: Sequence[Span], second: Sequence[Span], least: float) -> list[tuple[Span, Span]]:
    """Return the spans of two sets that match."""
    return pair(first, second, overlap, overlap, least)


def pair_proposals(first: Sequence[Proposal], second: Sequence[Proposal], least: float) -> list[tuple[Proposal, Proposal]]:
    """Return the proposals whose contents match; of those of one content, the ones with the same source and cue go together."""

    def alike(one: Proposal, other: Proposal) -> float:
        return overlap(one.content, other.content)

    def rank(one: Proposal, other: Proposal) -> float:
        return alike(one, other) + overlap(one.source, other.source) + overlap(one.cue, other.cue)

    return pair(first, second, alike, rank, least)


def share(same: Iterable[bool]) -> float:
    """Return the share of true values; 1 of none."""
    values = list(same)
    return sum(values) / len(values) if values else 1.0


def kappa(pairs: Sequence[tuple[str, str]]) -> float:
    """Return Cohen's kappa of pairs of labels (Cohen 1960): 1 is full agreement, 0 what chance gives.

    Where both always give one and the same label, chance explains everything and the quotient is undefined: 1 is returned.
    """
    if not pairs:
        return 1.0
    observed = share(one == other for one, other in pairs)
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    by_chance = sum(first[label] * second[label] for label in first) / len(pairs) ** 2
    return 1.0 if by_chance == 1 else (observed - by_chance) / (1 - by_chance)
