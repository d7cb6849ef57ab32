"""A short notation for the facts of a claim in policy tests."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from claims.policy.assess import Assessment, RaisedFlag, assess, case_at
from claims.policy.facts import (
    AttributionFact,
    ClaimFacts,
    Clock,
    Contradiction,
    DecisionFact,
    Directory,
    Member,
    NewerClaim,
    PageFact,
    Quantity,
    SourceFact,
    Supporter,
    Thresholds,
)
from claims.policy.findings import Case
from claims.policy.origins.ties import components, independent_voices
from sources.families import Groups, Judged, Tie, Ties, group, spoken_for

NOW = datetime(2024, 6, 12, 12, 0, tzinfo=UTC)
CLOCK = Clock(now=NOW, said_until="2024-06-12T12:00Z")


class Facts:
    """Collects sources, family ties and rows by key, and builds the input of the policy."""

    def __init__(self) -> None:
        self.sources: dict[str, dict[str, Any]] = {}
        self.rows: dict[str, dict[str, Any]] = {}
        self.stakes: list[tuple[str, int]] = []
        self.independent: list[tuple[str, str]] = []
        self.contradictions: tuple[Contradiction, ...] = ()
        self.window = ("", "")
        self.predicts: bool | None = None
        self.quantity: Quantity | None = None
        self.newer: tuple[NewerClaim, ...] = ()
        self.pages: list[tuple[str, dict[str, Any]]] = []
        self.recorded_at = self.last_recorded_at = NOW
        self.decisions: list[tuple[str, dict[str, Any]]] = []
        self.ties: list[tuple[str, str, str, str, str]] = []
        self.apart: list[tuple[str, str]] = []

    def source(self, key: str, **fields: Any) -> Facts:
        """Add a named source. ``voice`` and ``family`` name the key of another source; other fields are as in SourceFact."""
        self.sources[key] = {"identified": True, **fields}
        return self

    def unnamed(self, key: str, *vouched_by: str, **fields: Any) -> Facts:
        """Add an unnamed source for which named sources vouch."""
        for voucher in vouched_by:
            self._known(voucher)
        self.sources[key] = {"identified": False, "vouchers": vouched_by, **fields}
        return self

    def named_since(self, key: str, named: str) -> Facts:
        """Bind an unnamed source to the named one that it has said in public to be."""
        self._known(named)
        self.sources[key]["named_as"] = named
        return self

    def says(self, key: str, source: str = "", stance: str = "supports", **fields: Any) -> Facts:
        """Add a row; its source is the row's key by default. ``cites`` is one or more keys; ``held``: we have a document."""
        self._known(source or key)
        self.rows[key] = {"source": source or key, "stance": stance, **fields}
        return self

    def denies(self, key: str, source: str = "", **fields: Any) -> Facts:
        """Add a denial."""
        return self.says(key, source, "denies", **fields)

    def reports(self, key: str, source: str = "", **fields: Any) -> Facts:
        """Add a relay."""
        return self.says(key, source, "reports", **fields)

    def tie(self, lower: str, kind: str, upper: str, from_on: str = "", until_on: str = "") -> Facts:
        """Tie two named sources, from and until a day if given; ``kind`` may be ``dependent``."""
        for key in (lower, upper):
            self._known(key)
        self.ties.append((lower, upper, kind, from_on, until_on))
        return self

    def judged_apart(self, one: str, other: str) -> Facts:
        """Record an editor's judgement that two named sources are independent."""
        self.apart.append((one, other))
        return self

    def stake(self, source: str, side: int) -> Facts:
        """Give a source a stake: 1 benefits if the claim is believed, -1 if it is not."""
        self.stakes.append((source, side))
        return self

    def judged_independent(self, one: str, other: str) -> Facts:
        """Record an editor's judgement that two sources are independent, for comparing them and for counting judged pairs."""
        self.independent.append((one, other))
        return self

    def decided(self, kind: str, *about: tuple[str, str], **fields: Any) -> Facts:
        """Record a decision about some records; ``source`` names a source by its key, other fields are as in DecisionFact."""
        if "source" in fields:
            self._known(fields["source"])
        self.decisions.append((kind, {"about": about, **fields}))
        return self

    def page(self, row: str, **fields: Any) -> Facts:
        """Record what is wrong with the page of a row; the fields are as in PageFact."""
        self.pages.append((row, fields))
        return self

    def _known(self, key: str) -> None:
        self.sources.setdefault(key, {"identified": True})

    def _ids(self) -> dict[str, int]:
        return {key: number for number, key in enumerate(self.sources, start=1)}

    def directory(self) -> Directory:
        """Return the directory of the sources added so far."""
        ids = self._ids()
        ties = self.recorded_ties()
        groups = group(ids.values(), ties)
        spokesmen = self._spokesmen(ids, ties)
        facts = {ids[key]: self._source_fact(key, ids, groups) for key in self.sources}
        facts |= {pk: facts[pk]._replace(speaks_for=label) for pk, label in spokesmen.items()}
        families: dict[int, list[Member]] = {}
        for fact in facts.values():
            if fact.identified:
                families.setdefault(fact.family, []).append(Member(fact.id, fact.voice, fact.country, fact.organisation))
        in_time = components({fact.id: fact.family for fact in facts.values() if fact.known}, ties)
        every = {key: Judged(ids[key], facts[ids[key]].voice, facts[ids[key]].family) for key in self.sources}
        pairs = independent_voices([(every[one], every[other]) for one, other in self.independent], in_time)
        return Directory(facts, {family: tuple(members) for family, members in families.items()}, pairs, in_time)

    def recorded_ties(self) -> Ties:
        """Return the ties added so far, with ids instead of keys."""
        ids = self._ids()
        ties = [Tie(ids[lower], ids[upper], *more) for lower, upper, *more in self.ties]
        named = {key: fields["named_as"] for key, fields in self.sources.items() if "named_as" in fields}
        ties += [Tie(ids[key], ids[name], "same_as") for key, name in named.items()]
        return Ties(tuple(sorted(ties)), tuple((ids[one], ids[other]) for one, other in self.apart))

    def judged(self) -> tuple[list[int], list[tuple[int, int]]]:
        """Return the ids of all sources, and the pairs with an unnamed one that are judged independent."""
        ids = self._ids()
        return list(ids.values()), [(ids[one], ids[other]) for one, other in self.independent]

    def _source_fact(self, key: str, ids: dict[str, int], groups: Groups) -> SourceFact:
        fields = self.sources[key]
        voice = self._voice(key, ids, groups)
        head = self.sources[fields["named_as"]] if "named_as" in fields else fields
        return SourceFact(
            id=ids[key],
            key=key,
            label=fields.get("label", key),
            identified=fields["identified"],
            voice=voice,
            family=ids[head["family"]] if "family" in head else voice if "voice" in head else groups.family[ids[key]],
            vouchers=tuple(self._voice(voucher, ids, groups) for voucher in fields.get("vouchers", ())),
            country=fields.get("country", ""),
            organisation=tuple(fields.get("organisation", ())),
            plural=fields.get("plural", False),
            publishes=fields.get("publishes", False),
            lacks=tuple(fields.get("lacks", ())),
            named_since="named_as" in fields,
        )

    def _spokesmen(self, ids: dict[str, int], ties: Ties) -> dict[int, str]:
        keys = {number: name for name, number in ids.items()}
        return {one: str(self.sources[keys[top]].get("label", keys[top])) for one, top in spoken_for(ties).items()}

    def _voice(self, key: str, ids: dict[str, int], groups: Groups) -> int:
        fields = self.sources[key]
        if "named_as" in fields:
            return self._voice(fields["named_as"], ids, groups)
        return ids[fields["voice"]] if "voice" in fields else groups.voice[ids[key]]

    def claim(self, order: Iterable[str] | None = None) -> ClaimFacts:
        """Return the facts of the claim, rows in the given order of keys (as added, by default)."""
        ids = self._ids()
        row_ids = {key: number for number, key in enumerate(self.rows, start=1)}
        rows = tuple(self._row(key, ids, row_ids) for key in (order or self.rows))
        stakes = tuple((ids[source], side) for source, side in self.stakes)
        decisions = tuple(self._decision(kind, fields, ids) for kind, fields in self.decisions)
        times = (self.recorded_at, self.last_recorded_at)
        facts = ClaimFacts("claim", rows, stakes, self.contradictions, *self.window, *times, decisions)
        pages = tuple(PageFact(row_ids[key], **fields) for key, fields in self.pages)
        return facts._replace(predicts=self.predicts, quantity=self.quantity, newer=self.newer, pages=pages)

    def _decision(self, kind: str, fields: dict[str, Any], ids: dict[str, int]) -> DecisionFact:
        return DecisionFact(
            kind=kind,
            attribution=fields.get("attribution", ""),
            source=ids[fields["source"]] if "source" in fields else None,
            about=tuple(fields["about"]),
            findings=fields.get("findings", ""),
            recorded_at=fields.get("recorded_at", NOW),
            claim=fields.get("claim", ""),
            happened_at=fields.get("happened_at", ""),
        )

    def _row(self, key: str, ids: dict[str, int], row_ids: dict[str, int]) -> AttributionFact:
        fields = self.rows[key]
        cites = fields.get("cites", ())
        return AttributionFact(
            id=row_ids[key],
            key=key,
            source=ids[fields["source"]],
            stance=fields["stance"],
            scope=fields.get("scope", "full"),
            basis=fields.get("basis", "statement"),
            said_at=fields.get("said_at", ""),
            withdrawn_at=fields.get("withdrawn_at"),
            supersedes=row_ids[fields["supersedes"]] if "supersedes" in fields else None,
            documented=fields.get("held", False),
            cites=tuple(row_ids.get(upstream, 9999) for upstream in ([cites] if isinstance(cites, str) else cites)),
            copies=row_ids.get(fields["copies"], 9999) if "copies" in fields else None,
            withdrawn_by=ids[fields.get("withdrawn_by", fields["source"])] if fields.get("withdrawn_at") is not None else None,
            recorded_at=fields.get("recorded_at", ""),
            published_at=fields.get("published_at", ""),
            hedge=fields.get("hedge", ""),
            doubted_at=fields.get("doubted_at"),
        )

    def case(self, thresholds: Thresholds = Thresholds(), clock: Clock = CLOCK) -> Case:  # noqa: B008 - both are frozen
        """Return the case that a rule gets."""
        return case_at(self.claim(), self.directory(), thresholds, clock)

    def assess(self, thresholds: Thresholds = Thresholds(), clock: Clock = CLOCK) -> Assessment:  # noqa: B008
        """Return the assessment."""
        return assess(self.claim(), self.directory(), thresholds, clock)


def rival(key: str, *labels: str, interested: bool = False, plural: bool = False) -> Contradiction:
    """Return a claim that contradicts this one, with its supporters: sources that are not in these facts."""
    who = [Supporter(10_000 + number, label, 10_000 + number, interested, plural) for number, label in enumerate(labels)]
    return Contradiction(key, tuple(who))


def flag(facts: Facts, code: str, thresholds: Thresholds = Thresholds(), clock: Clock = CLOCK) -> RaisedFlag | None:  # noqa: B008
    """Return the flag of that code as the assessment raises it, or None."""
    return next((raised for raised in facts.assess(thresholds, clock).flags if raised.code == code), None)


def raised(facts: Facts, code: str) -> RaisedFlag:
    """Return a flag that is raised."""
    found = flag(facts, code)
    assert found is not None, f"{code} is not raised"
    return found
