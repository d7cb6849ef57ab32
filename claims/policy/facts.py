"""What the policy reads: frozen values, as recorded by one date-time. Voided records are left out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from claims.policy.origins.ties import Component


class SourceFact(NamedTuple):
    """A source, with the voice and family it belongs to (ids; an unnamed source is its own voice and family)."""

    id: int
    key: str
    label: str  # its name in sentences
    identified: bool
    voice: int
    family: int
    vouchers: tuple[int, ...]  # the voices that vouch for it, if unnamed
    country: str
    organisation: tuple[int, ...]  # the source that is its organisation, then all above that at any time; empty: none
    plural: bool
    publishes: bool  # an outlet or agency: its statements are publications
    lacks: tuple[str, ...]  # what an unnamed source still needs before it may be used
    parties: frozenset[int] | None = None  # the sources whose stakes it has; None: those of its voice
    speaks_for: str = ""  # the label of the source at the top of its voice, if it speaks for another one
    named_since: bool = False  # unnamed when it spoke, it has since said in public who it is: its voice is that of the name

    @property
    def known(self) -> bool:
        """Whether the desk knows who it is: it is named, or has named itself since."""
        return self.identified or self.named_since

    def speaks_with(self, other: SourceFact) -> bool:
        """Return whether the two are one voice, or the same source in and out of office."""
        return self.voice == other.voice or self.id == other.id


class Member(NamedTuple):
    """One source of a family, with the traits that an unnamed source is compared by."""

    id: int
    voice: int
    country: str
    organisation: tuple[int, ...]


class Directory(NamedTuple):
    """The sources that claims name, and their families over the whole source graph."""

    sources: Mapping[int, SourceFact]
    families: Mapping[int, tuple[Member, ...]]  # by family id; needed where unnamed sources are compared
    independent: frozenset[tuple[int, int]]  # pairs of voices (lower id first) judged independent
    ties: Mapping[int, Component] = {}  # by family id, for families whose voices depend on the time


class AttributionFact(NamedTuple):
    """One source's stance on the claim. ``cites`` and ``copies`` hold attribution ids, which may be those of voided rows."""

    id: int
    key: str
    source: int
    stance: str
    scope: str
    basis: str
    said_at: str  # a partial date, "" if unknown
    withdrawn_at: str | None  # None: not withdrawn; "": withdrawn, at an unknown time
    supersedes: int | None
    documented: bool  # the desk holds a document of it
    cites: tuple[int, ...]
    copies: int | None
    withdrawn_by: int | None = None  # the source or publisher that withdrew it; None: not withdrawn, or by an unknown outlet
    recorded_at: str = ""  # precise to the minute
    published_at: str = ""  # when its document was published, a partial date
    hedge: str = ""  # how certain it says it is; empty: flat
    doubted_at: datetime | None = None  # when the last concern about a document of it was recorded; None: no concern


class PageFact(NamedTuple):
    """What is wrong with a page that an attribution was taken from, as the last check found it; None: not that."""

    attribution: int
    missing_since: datetime | None = None  # when a check first found the page without the quote
    gone_since: datetime | None = None  # the first of the last checks whose answer was that there is no such page
    gone_checks: int = 0  # how many these are
    failing_since: datetime | None = None  # the first of the last checks that had no page at all, without a success since
    last_failed_at: datetime | None = None
    archived: bool = False  # a copy of it is kept: an archive's, or our own


class Supporter(NamedTuple):
    """A source that supports a claim which contradicts this one."""

    source: int
    label: str
    voice: int  # at the time of the statement
    interested: bool = False  # it benefits if that claim is believed
    plural: bool = False


class Contradiction(NamedTuple):
    """Live support for a claim that contradicts this one."""

    key: str
    supporters: tuple[Supporter, ...]


class Quantity(NamedTuple):
    """The figure that a claim states; ``low`` and ``high`` are decimal digits, empty where it is open on that side."""

    low: str
    high: str
    unit: str = ""
    as_of: str = ""  # a partial date


class NewerClaim(NamedTuple):
    """A claim that supersedes this one, and was not itself merged, split or deleted."""

    key: str
    quantity: Quantity | None = None


class DecisionFact(NamedTuple):
    """An editor's decision, as far as rules read it. Decisions that were struck out are left out."""

    kind: str
    attribution: str  # key of the attribution that it is about; empty: about the claim as a whole
    source: int | None  # who was asked for comment, or who showed something to be false
    about: tuple[tuple[str, str], ...]  # the records that it settles, in the form of culprits
    findings: str  # digest of the findings that it was based on
    recorded_at: datetime
    claim: str = ""  # key of the other claim that it rests on, if no other field shows it
    id: int = 0
    happened_at: str = ""  # when what it says happened, a partial date


class Outside(NamedTuple):
    """What is different in a claim's facts for outsiders, who see nothing of hidden claims."""

    contradictions: tuple[Contradiction, ...]
    decisions: tuple[DecisionFact, ...]
    reveals_at: datetime | None  # when the first embargo on one of the hidden claims ends
    newer: tuple[NewerClaim, ...] = ()


class ClaimFacts(NamedTuple):
    """Everything recorded of one claim that a rule may read."""

    key: str
    attributions: tuple[AttributionFact, ...]
    stakes: tuple[tuple[int, int], ...]  # (source id, side)
    contradictions: tuple[Contradiction, ...]
    window_from: str
    window_until: str
    recorded_at: datetime
    last_recorded_at: datetime  # when something was last recorded about it
    decisions: tuple[DecisionFact, ...] = ()  # in the order of recording
    outside: Outside | None = None  # None: outsiders see the same
    predicts: bool | None = None  # an editor's word on whether it predicts; None: the dates decide
    quantity: Quantity | None = None
    newer: tuple[NewerClaim, ...] = ()  # the claims that supersede it, by key
    pages: tuple[PageFact, ...] = ()  # in the order of attributions


class Clock(NamedTuple):
    """The times that an assessment is made for."""

    now: datetime
    said_until: str  # a day or minute, whichever is later at the desk: later statements do not count


class Thresholds(NamedTuple):
    """What the desk may set. The defaults are the two-source rule; the numbers of days are guesses that a desk should revise.

    ``severities`` holds pairs of a flag and the severity that the desk sets instead of the rule's own.
    """

    min_on_record: int = 2
    min_disinterested: int = 1
    shelf_life_days: int = 90
    outcome_grace_days: int = 7
    version: int = 0
    severities: tuple[tuple[str, str], ...] = ()
    switched_off: frozenset[str] = frozenset()
    dead_link_checks: int = 3
    dead_link_hours: int = 72
    unreachable_days: int = 7
