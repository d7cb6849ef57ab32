"""Graph algorithms that several parts of the policy use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence


def strong_components(
    starts: Iterable[int], edges: Mapping[int, Sequence[int]] | Sequence[Sequence[int]]
) -> list[tuple[int, ...]]:
    """Return the strongly connected components that ``edges`` lead to from ``starts``, each after all those that it leads to.

    Source: R. E. Tarjan, "Depth-first search and linear graph algorithms", SIAM J. Comput. 1 (1972), without recursion.
    """
    index_of: dict[int, int] = {}
    low: dict[int, int] = {}
    on_stack: set[int] = set()
    stack: list[int] = []
    found: list[tuple[int, ...]] = []
    for start in starts:
        if start in index_of:
            continue
        work = [(start, iter(edges[start]))]
        index_of[start] = low[start] = len(index_of)
        stack.append(start)
        on_stack.add(start)
        while work:
            node, rest = work[-1]
            for further in rest:
                if further not in index_of:
                    index_of[further] = low[further] = len(index_of)
                    stack.append(further)
                    on_stack.add(further)
                    work.append((further, iter(edges[further])))
                    break
                if further in on_stack:
                    low[node] = min(low[node], index_of[further])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index_of[node]:
                    found.append(_component(node, stack, on_stack))
    return found


def _component(root: int, stack: list[int], on_stack: set[int]) -> tuple[int, ...]:
    members: list[int] = []
    while not members or members[-1] != root:
        members.append(stack.pop())
        on_stack.discard(members[-1])
    return tuple(sorted(members))


def reachable(starts: Iterable[int], following: Callable[[int], Iterable[int]]) -> set[int]:
    """Return ``starts`` and everything that they lead to; ``following`` returns what one node leads to directly."""
    seen = set(starts)
    waiting = list(seen)
    while waiting:
        for further in following(waiting.pop()):
            if further not in seen:
                seen.add(further)
                waiting.append(further)
    return seen
