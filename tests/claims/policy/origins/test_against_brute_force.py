"""The counts equal those of a slow reading of the design, on random claims."""

from __future__ import annotations

from hypothesis import given, settings

from claims.policy.origins.independence import Side
from tests.claims.policy.build import CLOCK, Facts
from tests.claims.policy.origins.brute_force import BruteForce, Expected, SlowTies
from tests.claims.policy.random_claims import claims_of_each_shape, claims_with_ties
from tests.examples import tried

EXAMPLES = 450


def brute(facts: Facts, ties: SlowTies | None = None) -> BruteForce:
    return BruteForce(facts.claim(), facts.directory(), CLOCK.said_until, ties)


def slow_ties(facts: Facts) -> SlowTies:
    return SlowTies(facts.recorded_ties(), *facts.judged())


def as_expected(side: Side) -> Expected:
    return Expected(
        *(side.at_least, side.at_most, side.open, side.on_record, side.disinterested, side.routes),
        gateways=frozenset(source.family for source in side.gateways),
        origins=frozenset(row.id for row in side.origins),
        dark=frozenset(row.id for row in side.dark),
        partial=frozenset(row.id for row in side.partial),
        closed=frozenset(frozenset(row.id for row in circle.members) for circle in side.closed),
    )


def by_rows(expected: Expected, family: dict[int, int]) -> Expected:
    """Return the same with each gateway named by the first row of its family: a source without a row may name a family."""
    first = {head: min(pk for pk, of in family.items() if of == head) for head in expected.gateways}
    return expected._replace(gateways=frozenset(first.values()))


@settings(max_examples=tried(EXAMPLES), deadline=None)
@given(claims_of_each_shape())
def test_counts_of_both_sides_equal_brute_force(facts: Facts) -> None:
    case, expected = facts.case(), brute(facts)
    assert as_expected(case.support) == expected.side("supports")
    assert as_expected(case.denial) == expected.side("denies")
    assert case.support.exact
    assert case.denial.exact


@settings(max_examples=tried(EXAMPLES), deadline=None)
@given(claims_with_ties())
def test_counts_with_ties_in_time_equal_brute_force(facts: Facts) -> None:
    case, slow = facts.case(), brute(facts, slow_ties(facts))
    found = {row.id: case.source(row).family for row in case.counts.chains.nodes}
    expected = {pk: slow.family(pk) for pk in slow.nodes}
    assert by_rows(as_expected(case.support), found) == by_rows(slow.side("supports"), expected)
    assert by_rows(as_expected(case.denial), found) == by_rows(slow.side("denies"), expected)


@settings(max_examples=tried(EXAMPLES // 2), deadline=None)
@given(claims_of_each_shape())
def test_witnesses_are_origins_of_which_no_two_may_be_the_same(facts: Facts) -> None:
    case, expected = facts.case(), brute(facts)
    for side in (case.support, case.denial):
        blocs = {(source.identified, source.family) for source in side.witnesses}
        assert len(blocs) == len(side.witnesses) == side.at_least
        assert {source.id for source in side.witnesses} <= {row.source for row in side.origins}
        assert expected.all_different(side.witnesses)


@settings(max_examples=tried(EXAMPLES // 2), deadline=None)
@given(claims_of_each_shape())
def test_gateways_are_relays_one_for_each_family(facts: Facts) -> None:
    case = facts.case()
    for side in (case.support, case.denial):
        relays = {row.source for row in case.counts.chains.nodes if row.cites}
        assert {source.id for source in side.gateways} <= relays
        assert len({source.family for source in side.gateways}) == len(side.gateways)


@settings(max_examples=tried(EXAMPLES // 2), deadline=None)
@given(claims_of_each_shape())
def test_circles_and_orphans_equal_brute_force(facts: Facts) -> None:
    counts, expected = facts.case().counts, brute(facts)
    assert {frozenset(row.id for row in circle.members) for circle in counts.circles} == expected.circles()
    closed = {frozenset(row.id for row in circle.members) for circle in counts.circles if circle.closed}
    assert closed == expected.circles(closed=True)
    assert {row.id for row in counts.chains.orphans} == expected.orphans()
    assert {counts.chains.nodes[index].id for index in counts.chains.held} == expected.held
