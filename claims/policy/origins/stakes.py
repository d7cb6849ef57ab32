"""Who has a stake in a claim: the recorded parties, those who speak for them, and what they own or belong to."""

from __future__ import annotations

from collections.abc import Iterable

from claims.policy.facts import Directory, SourceFact


class Stakes:
    """The stakes recorded in one claim, by side: 1 benefits if the claim is believed, -1 if it is not.

    A source has its own stakes, and those of the sources that ties join it with when it speaks. Opposite stakes are a stake on
    both sides.
    """

    __slots__ = ("_by_side", "_by_voice")

    def __init__(self, stakes: Iterable[tuple[int, int]], directory: Directory) -> None:
        self._by_side: dict[int, dict[int, int]] = {1: {}, -1: {}}  # sources, with the order of their stakes
        self._by_voice: dict[tuple[int, int], list[int]] = {}
        for source, side in stakes:
            self._by_side[side][source] = len(self._by_side[side])
            self._by_voice.setdefault((directory.sources[source].voice, side), []).append(source)

    def of(self, source: SourceFact, side: int) -> list[int]:
        """Return the sources whose stake on a side a source has, in the order of recording."""
        if source.parties is None:
            return self._by_voice.get((source.voice, side), [])
        having = self._by_side[side]
        return sorted(source.parties & having.keys(), key=having.__getitem__)
