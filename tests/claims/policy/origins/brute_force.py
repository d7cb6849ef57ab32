"""Independent origins, counted slowly from the text of docs/independence.md: it tries all subsets and all removals.

Nothing here uses the policy's own code, only its facts. Where the text is open, the reading is the policy's: rows with basis
``unstated`` are positions too; a row whose successor is not yet said is not superseded; a relay that cites only missing rows is
still a relay, and an orphan; so is a copy whose original died; a closed component is a strongly connected one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Set
from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import NamedTuple, TypeVar

from claims.policy.facts import AttributionFact, ClaimFacts, Directory, Member, SourceFact
from sources.families import Tie, Ties

MOST_REPORTED = 5
#: A calendar day and a minute in UTC are compared with a day of slack.
SLACK = timedelta(days=1)
POSITIONS = {"supports", "denies", "questions", "could_not_confirm"}
Ids = frozenset[int]
T = TypeVar("T")


class Expected(NamedTuple):
    """The expected values of one side, by the text. Rows are ids, gateways are families."""

    at_least: int
    at_most: int
    open: bool
    on_record: int
    disinterested: int
    routes: int
    gateways: frozenset[int]
    origins: Ids
    dark: Ids
    partial: Ids
    closed: frozenset[Ids]


class BruteForce:
    """One claim at one said time, evaluated step by step in the order of the text."""

    def __init__(self, facts: ClaimFacts, directory: Directory, said_until: str, ties: SlowTies | None = None) -> None:
        self.directory = directory
        self.facts = facts
        self.recorded = {row.id: row for row in facts.attributions}
        self.ties = ties
        self.families = ties.families([row for row in self.recorded.values() if _said(row, said_until)]) if ties else {}
        self.live = self._live(said_until)
        self.nodes = {pk: row for pk, row in self.live.items() if row.copies is None}
        self.stands_for = {pk: original for pk in self.live if (original := self._original(pk)) is not None}
        self.cited = {pk: self._cited(row) for pk, row in self.nodes.items()}
        self.said = [row for row in self.recorded.values() if _said(row, said_until)]
        self.held = self._held()
        self.entered = self._held_as_a_whole()
        self.reached = self._reachable({*self.held, *(pk for circle in self.entered for pk in circle)})

    def source(self, pk: int) -> SourceFact:
        return self.directory.sources[self.recorded[pk].source]

    def voice(self, pk: int) -> int:
        row = self.recorded[pk]
        return self.ties.voice(row.source, row.said_at) if self.ties else self.source(pk).voice

    def family(self, pk: int) -> int:
        return self.families[pk] if self.ties and pk in self.families else self.source(pk).family

    # 1. Live rows

    def _live(self, said_until: str) -> dict[int, AttributionFact]:
        said = [row for row in self.recorded.values() if _said(row, said_until)]
        superseded = {row.supersedes for row in said}
        withdrawn = {row.id for row in said if row.withdrawn_at is not None and _by(row.withdrawn_at, said_until)}
        overtaken = self._overtaken([row for row in said if row.id not in superseded])
        dead = superseded | withdrawn | overtaken | self._discredited(said_until)
        return {row.id: row for row in said if row.id not in dead}

    def _discredited(self, said_until: str) -> set[int]:
        made = [by for by in self.facts.decisions if by.kind == "discredited" and _by(by.happened_at, said_until)]
        about = {key for by in made for _, key in by.about}
        return {row.id for row in self.recorded.values() if row.key in about}

    def _overtaken(self, rows: Iterable[AttributionFact]) -> set[int]:
        positions = [row for row in rows if self._is_position(row)]
        return {
            row.id
            for row in positions
            for other in positions
            if self.voice(row.id) == self.voice(other.id)
            and (row.stance != other.stance or (bool(other.hedge) and not row.hedge))
            and row.said_at
            and other.said_at
            and certainly_before(row.said_at, other.said_at)
        }

    def _is_position(self, row: AttributionFact) -> bool:
        no_relay = not row.cites and row.copies is None
        return no_relay and row.scope == "full" and row.stance in POSITIONS and self.source(row.id).known

    # 2. Copies

    def _original(self, pk: int) -> int | None:
        row = self.live.get(pk)
        if row is None:
            return None
        return pk if row.copies is None else self._original(row.copies)

    def _cited(self, row: AttributionFact) -> set[int]:
        return {self.stands_for[pk] for pk in row.cites if pk in self.stands_for}

    # 3. Held

    def _held(self) -> set[int]:
        passed_on = {pk for row in self.said for pk in (*row.cites, row.copies)}
        return {original for pk, original in self.stands_for.items() if self.recorded[pk].documented or pk not in passed_on}

    def _held_as_a_whole(self) -> set[Ids]:
        """Return the circles that nothing held leads to and no row outside passes on."""
        reached = self._reachable(self.held)
        return {circle for circle in self._circles_among(self.nodes) if not circle & reached and not self._from_outside(circle)}

    def _from_outside(self, circle: Ids) -> bool:
        within = {pk for pk, node in self.stands_for.items() if node in circle}
        return any(within.intersection((*row.cites, row.copies)) for row in self.said if row.id not in within)

    def _reachable(
        self, starts: Iterable[int], removed: Set[object] = frozenset(), avoided: Set[int] = frozenset()
    ) -> set[int]:
        """Return the rows that citations lead to, including the starts, without passing a removed family or an avoided row."""
        found: set[int] = set()
        for start in starts:
            self._walk(start, removed, avoided, found)
        return found

    def _walk(self, pk: int, removed: Set[object], avoided: Set[int], found: set[int]) -> None:
        if pk in found or pk in avoided or self.family(pk) in removed:
            return
        found.add(pk)
        for cited in self.cited[pk]:
            self._walk(cited, removed, avoided, found)

    # 4. Origins

    def side(self, stance: str) -> Expected:
        """Return the values of ``stance``, by the text."""
        ends = {pk for pk in self.reached if self.nodes[pk].stance == stance and not self.nodes[pk].cites}
        full = {pk for pk in ends if self.nodes[pk].scope == "full"}
        dark = {pk for pk in full if self.nodes[pk].basis == "unstated"}
        origins = full - dark
        closed = {circle for circle in self.circles(closed=True) if self._takes(circle, stance)}
        blocs = self._blocs(origins)
        named = {pk for pk in origins if self.source(pk).identified}
        return Expected(
            at_least=max(len(some) for some in _subsets(blocs) if self._all_differ(some)),
            at_most=len({self.voice(pk) for pk in origins | dark}) + len(closed),
            open=any(self.source(pk).plural for pk in origins),
            on_record=self.cut(named, self.hedged),
            disinterested=self.cut({pk for pk in named if not self._served(pk, stance)}, self.hedged),
            routes=self.cut(origins),
            gateways=frozenset(self._gateways(origins)),
            origins=frozenset(origins),
            dark=frozenset(dark),
            partial=frozenset(ends - full),
            closed=frozenset(closed),
        )

    def circles(self, *, closed: bool | None = None) -> set[Ids]:
        """Return the strongly connected components with a cycle among the reached rows."""
        return {circle for circle in self._circles_among(self.reached) if closed in (None, self._is_closed(circle))}

    def _circles_among(self, rows: Iterable[int]) -> set[Ids]:
        behind = {pk: {further for cited in self.cited[pk] for further in self._reachable([cited])} for pk in rows}
        circling = {pk for pk in behind if pk in behind[pk]}
        return {frozenset(other for other in circling if other in behind[pk] and pk in behind[other]) for pk in circling}

    def _is_closed(self, circle: Ids) -> bool:
        """Return whether it has neither an origin of either side nor a dark row behind it."""
        rows = [self.nodes[pk] for pk in self._reachable(circle)]
        return not any(not row.cites and row.scope == "full" and row.stance in {"supports", "denies"} for row in rows)

    def _takes(self, circle: Ids, stance: str) -> bool:
        return any(self.nodes[pk].stance == stance and self.nodes[pk].scope == "full" for pk in circle)

    def orphans(self) -> set[int]:
        """Return the relays and copies whose whole upstream died."""
        found: set[int] = set()
        while True:
            more = {pk for pk, row in self.live.items() if pk not in found and self._lost(row, found)}
            if not more:
                return found
            found |= more

    def _lost(self, row: AttributionFact, orphans: set[int]) -> bool:
        """Return whether a relay has no upstream left; a copy is lost with its own upstream only if that died."""
        if row.copies is not None:
            return row.id not in self.stands_for
        return bool(row.cites) and self.cited[row.id] <= orphans

    # 5 to 8. Classes, blocs, at_least

    def _blocs(self, origins: Iterable[int]) -> list[int]:
        """Return one row for each bloc: a family of named sources, or one unnamed source."""
        return list({(self.source(pk).known, self.family(pk)): pk for pk in origins}.values())

    def _all_differ(self, some: Collection[int]) -> bool:
        return not any(self._may_be_same(one, other) for one, other in combinations(some, 2))

    def _may_be_same(self, one: int, other: int) -> bool:
        both = self.source(one), self.source(other)
        if self.ties is None or both[0].known == both[1].known:
            return self.may_be_same(*both)
        unnamed, named = (other, one) if both[0].known else (one, other)
        rows = [self.recorded[pk] for pk, family in self.families.items() if family == self.family(named)]
        compared = [fact for pk in self.ties.compared(rows) if (fact := self.directory.sources[pk]).identified]
        fact = self.source(unnamed)
        return any(not self._judged(fact, member) and not traits_contradict(fact, member) for member in compared)

    def _judged(self, unnamed: SourceFact, member: SourceFact) -> bool:
        assert self.ties
        voice = self.ties.voice(member.id, "")
        return any(unnamed.id in pair and voice in {self.ties.voice(pk, "") for pk in pair} for pair in self.ties.judged)

    def all_different(self, some: Collection[SourceFact]) -> bool:
        return not any(self.may_be_same(one, other) for one, other in combinations(some, 2))

    def may_be_same(self, one: SourceFact, other: SourceFact) -> bool:
        """Return whether two blocs may be one origin."""
        if one.known and other.known:
            return False
        if not one.known and not other.known:
            vouched_alike = bool(set(one.vouchers) & set(other.vouchers))
            return not self._independent(one, other) and (vouched_alike or not traits_contradict(one, other))
        unnamed, named = (other, one) if one.known else (one, other)
        everyone = [fact for fact in self.directory.sources.values() if fact.identified and fact.family == named.family]
        return any(not self._independent(unnamed, fact) and not traits_contradict(unnamed, fact) for fact in everyone)

    def _independent(self, one: SourceFact, other: SourceFact) -> bool:
        return any({one.voice, other.voice} == set(pair) for pair in self.directory.independent)

    # 9. Cuts

    def _served(self, pk: int, stance: str) -> bool:
        sign = {"supports": 1, "denies": -1}[stance]
        row = self.recorded[pk]
        if self.ties:
            parties = self.ties.parties(row.source, row.said_at)
        else:
            parties = {fact.id for fact in self.directory.sources.values() if fact.voice == self.source(pk).voice}
        stakes = [side for source, side in self.facts.stakes if source in parties]
        return any(side * sign > 0 for side in stakes)

    @property
    def hedged(self) -> set[int]:
        """The rows that hedge what they say."""
        return {pk for pk, row in self.recorded.items() if row.hedge}

    def cut(self, ends: Set[int], avoided: Set[int] = frozenset()) -> int:
        """Return the size of the smallest set of families that cuts every path to ``ends`` that avoids some rows.

        More than MOST_REPORTED are not told apart.
        """
        families: set[object] = {self.family(pk) for pk in self.reached} | self.entered
        for some in _subsets(families):
            if len(some) == MOST_REPORTED or not ends & self._without(set(some), avoided):
                return len(some)
        raise AssertionError("removing every family leaves no way")

    def _without(self, removed: Set[object], avoided: Set[int] = frozenset()) -> set[int]:
        """Return what is reached without some families and rows; the entry to a circle that is held as a whole is a family."""
        starts = {*self.held, *(pk for circle in self.entered - removed for pk in circle)}
        return self._reachable(starts, removed, avoided)

    def _gateways(self, origins: Set[int]) -> Iterator[int]:
        """Yield the families of relays on paths to the origins whose removal alone leaves no path; none if there is no path."""
        for pk in self.reached:
            relays = bool(self.nodes[pk].cites) and bool(origins & self._reachable([pk]))
            if relays and not origins & self._without({self.family(pk)}):
                yield self.family(pk)


class SlowTies:
    """Ties in time, evaluated slowly by the text: ``judged`` are pairs with an unnamed source judged independent."""

    def __init__(self, ties: Ties, sources: Iterable[int], judged: Iterable[tuple[int, int]] = ()) -> None:
        self.sources = set(sources)
        self.judged = list(judged)
        self.same = {source: self._closure({source}, self._same_pairs(ties)) for source in self.sources}
        apart = [{frozenset((a, b)) for a in self.same[one] for b in self.same[other]} for one, other in ties.independent]
        self.ties = [
            tie
            for tie in ties.ties
            if tie.kind in {"speaks_for", "part_of"} or not any(frozenset((tie.lower, tie.upper)) in pairs for pairs in apart)
        ]

    @staticmethod
    def _same_pairs(ties: Ties) -> set[tuple[int, int]]:
        pairs = {(tie.lower, tie.upper) for tie in ties.ties if tie.kind == "same_as"}
        return pairs | {(upper, lower) for lower, upper in pairs}

    def _closure(self, start: set[int], pairs: Set[tuple[int, int]]) -> frozenset[int]:
        found = set(start)
        while more := {there for here, there in pairs if here in found} - found:
            found |= more
        return frozenset(found)

    def _pairs(self, said_at: str, kinds: Collection[str]) -> set[tuple[int, int]]:
        """Return the ties of some kinds that hold, between all records of their ends; records of one source are joined."""
        holding = [tie for tie in self.ties if tie.kind in kinds and self._holds(tie, said_at)]
        pairs = {(a, b) for tie in holding for a in self.same[tie.lower] for b in self.same[tie.upper]}
        return pairs | {(a, b) for a in self.sources for b in self.same[a]}

    @staticmethod
    def _holds(tie: Tie, said_at: str) -> bool:
        if not said_at:
            return True
        begins_later = bool(tie.from_on) and certainly_before(said_at, tie.from_on)
        return not begins_later and not (bool(tie.until_on) and certainly_before(tie.until_on, said_at))

    def voice(self, source: int, said_at: str) -> int:
        """Return the last source that every path upwards passes through: without it, no path ends at the top."""
        pairs = self._pairs(said_at, {"speaks_for", "part_of"})
        up = {one: self._closure({one}, pairs) for one in self.sources}
        circle = {one: frozenset(other for other in up[one] if one in up[other]) for one in self.sources}
        tops = {circle[one] for one in up[source] if up[one] <= circle[one]}
        passed = []
        for gate in {circle[one] for one in up[source]} - {circle[source]}:
            without = {(a, b) for a, b in pairs if a not in gate and b not in gate}
            left = self._closure({source}, without)
            if not any(top <= left for top in tops if top != gate):
                passed.append(gate)
        last = min(passed or [circle[source]], key=lambda gate: len(up[min(gate)]))
        return min(last)

    def touches(self, source: int, said_at: str) -> frozenset[int]:
        up = self._pairs(said_at, {"speaks_for", "part_of", "owned_by"})
        beside = self._pairs(said_at, {"shares_reporting_with", "dependent"})
        return self._closure({source}, up | beside | {(b, a) for a, b in beside})

    def families(self, rows: Iterable[AttributionFact]) -> dict[int, int]:
        """Return the family of each row except copies: the smallest source that it, or rows joined with it, touch."""
        touched = {row.id: self.touches(row.source, row.said_at) for row in rows if row.copies is None}
        joined = {(one, other) for one in touched for other in touched if touched[one] & touched[other]}
        return {pk: min(source for other in self._closure({pk}, joined) for source in touched[other]) for pk in touched}

    def parties(self, source: int, said_at: str) -> set[int]:
        pairs = self._pairs(said_at, {"speaks_for", "part_of", "owned_by"})
        down = self._closure({source, self.voice(source, said_at)}, {(b, a) for a, b in pairs})
        return self._closure({source}, pairs) | down

    def compared(self, rows: Iterable[AttributionFact]) -> frozenset[int]:
        """Return what rows touch, and every source from which ties ever led up to that."""
        touched = {source for row in rows for source in self.touches(row.source, row.said_at)}
        return self._closure(touched, {(b, a) for a, b in self._pairs("", {"speaks_for", "part_of", "owned_by"})})


def _said(row: AttributionFact, said_until: str) -> bool:
    return not row.said_at or span(row.said_at)[0] <= span(said_until)[0]


def traits_contradict(one: SourceFact | Member, other: SourceFact | Member) -> bool:
    """Return whether both have a country, and these differ, or both an organisation, and neither leads up to the other."""
    countries = {one.country, other.country} - {""}
    apart = False
    if one.organisation and other.organisation:
        (own, *above), (others, *above_other) = one.organisation, other.organisation
        apart = own != others and own not in above_other and others not in above
    return len(countries) == 2 or apart


def span(text: str) -> tuple[datetime, datetime]:
    """Return the first time that a partial date may mean, and the end of the last."""
    match len(text):
        case 4:
            return datetime(int(text), 1, 1, tzinfo=UTC), datetime(int(text) + 1, 1, 1, tzinfo=UTC)
        case 7:
            year, month = int(text[:4]), int(text[5:])
            return datetime(year, month, 1, tzinfo=UTC), datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)
        case 10:
            day = datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
            return day, day + timedelta(days=1)
        case _:
            minute = datetime.strptime(text, "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC)
            return minute, minute + timedelta(minutes=1)


def certainly_before(sooner: str, later: str) -> bool:
    """Return whether ``sooner`` is over before ``later`` begins, whatever place's calendar a date is of."""
    one_is_a_minute = (len(sooner) > 10) != (len(later) > 10)
    return span(later)[0] - span(sooner)[1] >= (SLACK if one_is_a_minute else timedelta())


def _by(withdrawn_at: str, said_until: str) -> bool:
    return not withdrawn_at or span(withdrawn_at)[0] <= span(said_until)[0]


def _subsets(items: Iterable[T]) -> Iterator[tuple[T, ...]]:
    pool = list(items)
    for size in range(len(pool) + 1):
        yield from combinations(pool, size)
