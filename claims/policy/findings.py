"""What a rule gets, and what it may return."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from claims.policy.facts import AttributionFact, ClaimFacts, Clock, DecisionFact, Directory, SourceFact, Supporter, Thresholds
from claims.policy.origins.chains import leading_to, originals
from claims.policy.origins.in_time import in_time
from claims.policy.origins.independence import Counts, Side, count
from claims.policy.origins.stakes import Stakes
from claims.vocabulary import VERDICT_CONFIRMED, VERDICT_PUBLISHED, VERDICT_WITHDRAWN
from factcheck.words import name_word

Culprit = tuple[str, str]


class Finding(NamedTuple):
    """A flag to raise: its severity and level, a sentence with the reason, and the records that it rests on."""

    severity: str
    reason: str
    culprits: tuple[Culprit, ...] = ()
    level: str = ""


class Case:
    """One claim under assessment: its facts, the counts, the desk's thresholds and the clock."""

    __slots__ = (
        *(
            "_everyone",
            "_revived",
            "_stakes",
            "clock",
            "counts",
            "denial",
            "directory",
            "facts",
            "findings",
            "in_time",
            "status",
        ),
        *("support", "thresholds"),
    )

    def __init__(self, facts: ClaimFacts, directory: Directory, thresholds: Thresholds, clock: Clock) -> None:
        self._everyone = directory
        self.facts, self.directory = in_time(facts, directory, clock.said_until)
        self.in_time = self.facts is not facts
        self.thresholds = thresholds
        self.clock = clock
        self.counts: Counts = count(self.facts, self.directory, clock.said_until)
        self.support: Side = self.counts.support
        self.denial: Side = self.counts.denial
        # Set before the rules with ``on_findings`` are checked.
        self.findings = ""  # their digest
        self.status = ""
        self._revived: Counts | None = None
        self._stakes: Stakes | None = None

    def source(self, row: AttributionFact) -> SourceFact:
        """Return the source of a row."""
        return self.directory.sources[row.source]

    def label(self, row: AttributionFact) -> str:
        """Return the name of a row's source in sentences."""
        return self.directory.sources[row.source].label

    def same_voice(self, row: AttributionFact, other: AttributionFact) -> str:
        """Return a participle on why a row's source is one voice with that of another row: "speaking for Moscow"."""
        source, label = self.source(row), self.label(other)
        if source.speaks_for == label:
            return f"speaking for {label}"
        if self.source(other).speaks_for == self.label(row):
            return f"for which {label} speaks"
        return f"also speaking for {source.speaks_for}" if source.speaks_for else "recorded as one voice"

    def agree(self, rows: Iterable[AttributionFact], singular: str, plural: str) -> str:
        """Return the form of a verb that agrees with the sources of rows, as a sentence lists them."""
        sources = {self.label(row): self.source(row) for row in rows}
        return plural if len(sources) != 1 or any(one.plural for one in sources.values()) else singular

    def stakeholders(self, row: AttributionFact, side: int) -> list[SourceFact]:
        """Return the sources whose stake on a side a row's source has: its own, or that of a source that it is tied to."""
        if not self.facts.stakes:
            return []
        if self._stakes is None:
            self._stakes = Stakes(self.facts.stakes, self.directory)
        return [self.directory.sources[one] for one in self._stakes.of(self.source(row), side)]

    def behind(self, other: Supporter) -> list[AttributionFact]:
        """Return this claim's support from a supporter of a contradicting claim: of the same voice, or of the same source."""
        rows = (*self.support.origins, *self.support.dark)
        return [row for row in rows if self.source(row).voice == other.voice or self.source(row).id == other.source]

    def revived(self) -> Counts:
        """Return the counts as if nothing had been withdrawn or discredited."""
        if self._revived is None:
            self._revived = count(self.facts, self.directory, self.clock.said_until, revive=True)
        return self._revived

    def without_hedges(self) -> Counts:
        """Return the counts as if nobody had hedged."""
        flat = tuple([row._replace(hedge="") for row in self.facts.attributions])
        return count(self.facts._replace(attributions=flat), self.directory, self.clock.said_until)

    def live(self, rows: Iterable[AttributionFact]) -> list[AttributionFact]:
        """Return those of some rows that are not withdrawn, discredited, superseded or outdated, by key."""
        chains = self.counts.chains
        gone = {row.id for row in (*chains.withdrawn, *chains.discredited)}
        gone |= {row.supersedes for row in self.facts.attributions if row.supersedes is not None}
        gone |= chains.outdated
        return sorted((row for row in rows if row.id not in gone), key=lambda row: row.key)

    def on_a_route(self, gone: Iterable[AttributionFact]) -> list[AttributionFact]:
        """Return those of some withdrawn or discredited rows that would lie between a held row and support if all such counted.

        Copies are returned as themselves.
        """
        counts = self.revived()
        side, chains = counts.support, counts.chains
        support = {row.id for row in (*side.origins, *side.dark)}
        support.update(row.id for circle in side.closed for row in circle.members)
        ends = [index for index, row in enumerate(chains.nodes) if row.id in support]
        reaching = leading_to(ends, enumerate(chains.edges))
        passing = {chains.nodes[index].id for index in reaching if chains.reached[index]}
        original_of = originals(self.facts.attributions)
        return [row for row in sorted(gone, key=lambda row: row.key) if original_of.get(row.id, row.id) in passing]

    def what_is_left(self) -> str:
        """Return a clause on the support that is left after some of it was withdrawn or discredited."""
        if not self.support.at_least and self.revived().support.at_least:
            return "no origin is left"
        return "other support remains" if self.support.at_most else "no support is left"

    def judged_pairs(self) -> int:
        """Return how many pairs of the witnesses of support a person has judged to be independent."""
        judged = self._everyone.independent
        voices = {self._voice(one) for one in self.support.witnesses} if judged else set()
        return sum(1 for low, high in judged if low in voices and high in voices)

    def _voice(self, source: SourceFact) -> int:
        """Return the voice of a source by all its ties, whatever their periods: a judgement applies to that."""
        stored = self._everyone.sources[source.id]
        component = self._everyone.ties.get(stored.family)
        return stored.voice if component is None else component.voice(source.id)

    def reviewed(self, culprits: Collection[Culprit], kind: str) -> bool:
        """Return whether one decision of a kind covers these records, and was made on the current findings."""
        return any(by.findings == self.findings and set(by.about).issuperset(culprits) for by in self.decided(kind))

    def decided(self, *kinds: str) -> list[DecisionFact]:
        """Return the decisions of these kinds that are in force, in the order of recording."""
        return [decision for decision in self.facts.decisions if decision.kind in kinds] if self.facts.decisions else []

    def settled(self, culprits: Iterable[Culprit], *kinds: str) -> bool:
        """Return whether decisions of these kinds cover all the records that a finding rests on."""
        about = {record for decision in self.decided(*kinds) for record in decision.about}
        return bool(about) and about.issuperset(culprits)

    def verdict_findings(self) -> str | None:
        """Return the digest of the findings that the published verdict was made or last confirmed on; None if there is none."""
        last = self.decided(VERDICT_PUBLISHED, VERDICT_CONFIRMED, VERDICT_WITHDRAWN)
        return last[-1].findings if last and last[-1].kind != VERDICT_WITHDRAWN else None


Check = Callable[[Case], Finding | None]
Due = Callable[[Case], datetime | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A flag: its code (also its file's name), the check that raises it, and when time alone may change the check's result.

    ``label`` is the desk's name for it, marked for translation. ``severity``, ``cleared`` (when it is cleared) and ``example``
    (a reason that its twin test expects) are for docs/flags.md, which takes from the docstring of the check when it is raised.
    ``ask`` is the one question whose answer would settle it: ``{names}`` is replaced by all sources that it rests on,
    ``{first}`` by the first of them; ``asks`` returns another question if another one settles it. With ``judges``, an editor's
    judgement of the independence of two sources may settle it; ``settles`` names the kinds of decisions that do.
    ``implies`` names the flags that say the same thing less exactly: they are stored, and shown folded under this one. With
    ``on_findings``, the check reads the findings: it runs last, and the status does not follow from it. A ``desk_only`` flag
    rests on private fields: outsiders do not see it.
    """

    code: str
    check: Check
    due: Due | None = None
    label: str = ""
    severity: str = ""
    cleared: str = ""
    example: str = ""
    ask: str = ""
    asks: Callable[[Case], str | None] | None = None
    judges: bool = False
    implies: tuple[str, ...] = ()
    settles: tuple[str, ...] = ()
    on_findings: bool = False
    desk_only: bool = False

    def __post_init__(self) -> None:
        name_word(self.code, self.label or self.code.replace("_", " "))


def attribution(row: AttributionFact) -> Culprit:
    """Return an attribution as a culprit."""
    return ("attribution", row.key)


def source(fact: SourceFact) -> Culprit:
    """Return a source as a culprit."""
    return ("source", fact.key)
