"""What the policy reads: frozen values, as they were recorded by one instant. Voided records are not among them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from claims.policy.ties import Component


class SourceFact(NamedTuple):
    """A source, with the voice and family it belongs to (ids; an unnamed source is its own voice and family)."""

    id: int
    key: str
    label: str  # as sentences call it
    identified: bool
    voice: int
    family: int
    voucher_voice: int | None  # the voice that vouches for it, if unnamed
    country: str
    organisation: str
    plural: bool
    publishes: bool  # an outlet or agency: what it puts out is a publication
    lacks: tuple[str, ...]  # what an unnamed source still needs before it may be used
    parties: frozenset[int] | None = None  # whose stakes it has; None: those of its voice

    def speaks_with(self, other: SourceFact) -> bool:
        """Return whether the two are one voice, or the same source in and out of office."""
        return self.voice == other.voice or self.id == other.id


class Member(NamedTuple):
    """One source of a family, as far as an unnamed source is compared with it."""

    id: int
    voice: int
    country: str
    organisation: str


class Directory(NamedTuple):
    """The sources that claims name, and what is known of their families over the whole source graph."""

    sources: Mapping[int, SourceFact]
    families: Mapping[int, tuple[Member, ...]]  # by family id; needed where unnamed sources are compared
    independent: frozenset[tuple[int, int]]  # pairs of voices (lower id first) judged independent, one or both unnamed
    ties: Mapping[int, Component] = {}  # by family id, of those whose voices and families depend on the time


class AttributionFact(NamedTuple):
    """One source's stance on the claim. ``cites`` and ``copies`` hold attribution ids, of voided rows too."""

    id: int
    key: str
    source: int
    stance: str
    scope: str
    basis: str
    said_at: str  # a partial date, "" if unknown
    withdrawn_at: str | None  # None: stands; "": taken back, at an unknown time
    supersedes: int | None
    documented: bool  # the desk holds a document of it
    cites: tuple[int, ...]
    copies: int | None
    withdrawn_by: int | None = None  # the source or publisher that took it back; None: not withdrawn, or by an unknown outlet
    recorded_at: str = ""  # a minute
    published_at: str = ""  # when its document was, a partial date


class Supporter(NamedTuple):
    """Who supports a claim that contradicts this one."""

    source: int
    label: str
    voice: int  # when it said so
    interested: bool = False  # it gains if that claim is believed
    plural: bool = False


class Contradiction(NamedTuple):
    """Live support for a claim that contradicts this one."""

    key: str
    supporters: tuple[Supporter, ...]


class DecisionFact(NamedTuple):
    """What an editor settled, as far as a rule reads it. Struck out ones are not among the facts."""

    kind: str
    attribution: str  # key of the one that it is on; empty: on the claim as a whole
    source: int | None  # who was asked for comment
    about: tuple[tuple[str, str], ...]  # the records that it settles, as culprits are written
    findings: str  # digest of the findings that it was made on
    recorded_at: datetime
    claim: str = ""  # key of the other claim that it rests on, where nothing else shows it
    id: int = 0


class Outside(NamedTuple):
    """What of a claim's facts differs for outsiders, who see nothing of hidden claims."""

    contradictions: tuple[Contradiction, ...]
    decisions: tuple[DecisionFact, ...]
    reveals_at: datetime | None  # when the first embargo on one of the hidden claims ends


class ClaimFacts(NamedTuple):
    """Everything recorded of one claim that a rule may read."""

    key: str
    attributions: tuple[AttributionFact, ...]
    stakes: tuple[tuple[int, int], ...]  # (source id, side)
    contradictions: tuple[Contradiction, ...]
    window_from: str
    window_until: str
    recorded_at: datetime
    last_recorded_at: datetime  # when something last was recorded of it
    decisions: tuple[DecisionFact, ...] = ()  # in the order in which they were recorded
    outside: Outside | None = None  # None: outsiders see the same
    predicts: bool | None = None  # whether it says what will happen, as an editor says; None: as the dates show


class Clock(NamedTuple):
    """The instants that an assessment is made for."""

    now: datetime
    said_until: str  # a day or minute, whichever is later at the desk: later statements do not count


class Thresholds(NamedTuple):
    """What the desk may set. The defaults are the two-source rule; the days are a guess that a desk should revise.

    ``severities`` holds pairs of a flag and the severity that the desk gives it in place of the rule's own.
    """

    min_on_record: int = 2
    min_disinterested: int = 1
    shelf_life_days: int = 90
    outcome_grace_days: int = 7
    version: int = 0
    severities: tuple[tuple[str, str], ...] = ()
    switched_off: frozenset[str] = frozenset()
