"""What a rule is given, and what it may say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from claims.policy.facts import AttributionFact, ClaimFacts, Clock, Directory, SourceFact, Thresholds
from claims.policy.independence import Counts, Side, count

Culprit = tuple[str, str]


class Finding(NamedTuple):
    """A flag to raise: its severity and level, the sentence that says why, and the records that it rests on."""

    severity: str
    reason: str
    culprits: tuple[Culprit, ...] = ()
    level: str = ""


class Case:
    """One claim under assessment: its facts, the counts, the desk's thresholds and the clock."""

    __slots__ = ("_revived", "clock", "counts", "denial", "directory", "facts", "support", "thresholds")

    def __init__(self, facts: ClaimFacts, directory: Directory, thresholds: Thresholds, clock: Clock) -> None:
        self.facts = facts
        self.directory = directory
        self.thresholds = thresholds
        self.clock = clock
        self.counts: Counts = count(facts, directory, clock.said_until)
        self.support: Side = self.counts.support
        self.denial: Side = self.counts.denial
        self._revived: Counts | None = None

    def source(self, row: AttributionFact) -> SourceFact:
        """Return the source of a row."""
        return self.directory.sources[row.source]

    def label(self, row: AttributionFact) -> str:
        """Return how sentences call the source of a row."""
        return self.directory.sources[row.source].label

    def stake(self, voice: int) -> frozenset[int]:
        """Return the sides on which a voice has a stake; two sides is an error in the records and counts as both."""
        sources = self.directory.sources
        return frozenset(side for source, side in self.facts.stakes if sources[source].voice == voice)

    def revived(self) -> Counts:
        """Return the counts as if nothing had been withdrawn."""
        if self._revived is None:
            self._revived = count(self.facts, self.directory, self.clock.said_until, revive=True)
        return self._revived


Check = Callable[[Case], Finding | None]
Due = Callable[[Case], datetime | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A flag: its code (also its file's name), the check that raises it, and when time alone may change its answer.

    ``ask`` is the one question whose answer would settle it: ``{names}`` stands for all that it rests on, ``{first}`` for the
    first of them. With ``judges``, an editor's word on the independence of two sources may settle it.
    """

    code: str
    check: Check
    due: Due | None = None
    ask: str = ""
    judges: bool = False


def attribution(row: AttributionFact) -> Culprit:
    """Return an attribution as a culprit."""
    return ("attribution", row.key)


def source(fact: SourceFact) -> Culprit:
    """Return a source as a culprit."""
    return ("source", fact.key)
