"""Properties of the counts that hold for every claim: docs/independence.md lists them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from claims.policy.assess import Assessment, RaisedFlag, assess
from claims.policy.facts import Clock, Thresholds
from claims.policy.origins import independence
from claims.policy.origins.cuts import LIMIT, Cut, Graph
from claims.policy.origins.independence import Side
from factcheck.dates.partial_dates import from_instant
from tests.claims.policy.build import CLOCK, NOW, Facts
from tests.claims.policy.random_claims import (
    FROM,
    SAID,
    UNTIL,
    Shape,
    claims_of_each_shape,
    claims_with_ties,
    random_claims,
    with_family_link,
    with_fields,
    with_row,
)
from tests.examples import tried

EXAMPLES = 150
NEW = "row-new"


def sides(facts: Facts) -> tuple[Side, Side]:
    case = facts.case()
    return case.support, case.denial


def proven(side: Side) -> tuple[int, int, int]:
    return side.at_least, side.on_record, side.disinterested


def none_higher(after: tuple[int, ...], before: tuple[int, ...]) -> bool:
    return all(now <= then for now, then in zip(after, before, strict=True))


@settings(max_examples=tried(EXAMPLES), deadline=None)
@given(claims_of_each_shape(), st.data())
def test_the_order_of_rows_and_stakes_never_matters(facts: Facts, data: st.DataObject) -> None:
    before = facts.assess()
    claim = facts.claim(data.draw(st.permutations(list(facts.rows))))
    claim = claim._replace(stakes=tuple(data.draw(st.permutations(claim.stakes))))
    assert assess(claim, facts.directory(), Thresholds(), CLOCK) == before


@settings(max_examples=tried(EXAMPLES), deadline=None)
@given(claims_of_each_shape(), st.data())
def test_the_order_of_citations_and_of_record_numbers_never_matters(facts: Facts, data: st.DataObject) -> None:
    before = _by_key(facts.assess())
    facts.rows = {key: facts.rows[key] for key in data.draw(st.permutations(list(facts.rows)))}
    for fields in facts.rows.values():
        if "cites" in fields:
            fields["cites"] = data.draw(st.permutations(fields["cites"]))
    assert _by_key(facts.assess()) == before


def _by_key(value: Any) -> Any:
    """Return a value of the policy with rows identified by key: another order gives them other ids."""
    if hasattr(value, "_asdict"):
        fields = value._asdict()
        return value.key if "cites" in fields else {name: _by_key(field) for name, field in fields.items()}
    return tuple(_by_key(item) for item in value) if isinstance(value, tuple) else value


@settings(max_examples=tried(EXAMPLES), deadline=None)
@given(claims_of_each_shape(), st.data())
def test_the_order_in_which_sources_were_recorded_never_matters(facts: Facts, data: st.DataObject) -> None:
    before = [_numbers(side) for side in sides(facts)]
    facts.sources = {key: facts.sources[key] for key in data.draw(st.permutations(list(facts.sources)))}
    assert [_numbers(side) for side in sides(facts)] == before


def _numbers(side: Side) -> tuple[Any, ...]:
    keys = [source.key for source in side.gateways], [source.key for source in side.witnesses]
    return (*side[:6], *keys, [row.key for row in side.origins])


@settings(max_examples=tried(EXAMPLES), deadline=None)
@given(claims_of_each_shape(), st.data())
def test_a_copy_of_a_held_row_changes_nothing(facts: Facts, data: st.DataObject) -> None:
    case = facts.case()
    held = [case.counts.chains.nodes[index].key for index in case.counts.chains.held]
    assume(held)
    publisher, documented = data.draw(st.sampled_from(list(facts.sources))), data.draw(st.booleans())
    before = facts.assess()
    after = with_row(facts, NEW, publisher, "reports", copies=data.draw(st.sampled_from(held)), held=documented).assess()
    assert after._replace(flags=_not_of_documents(after)) == before._replace(flags=_not_of_documents(before))


def _not_of_documents(assessment: Assessment) -> tuple[RaisedFlag, ...]:
    """Return the flags except those that a document of the copy may clear."""
    return tuple(flag for flag in assessment.flags if flag.code not in {"undocumented", "upstream_not_seen"})


@settings(max_examples=tried(EXAMPLES), deadline=None)
@given(claims_of_each_shape(), st.sampled_from(("statement", "evidence", "unstated")), st.sampled_from(SAID), st.data())
def test_another_statement_of_a_voice_already_counted_never_raises_a_or_b(
    facts: Facts, basis: str, said_at: str, data: st.DataObject
) -> None:
    for index, stance in enumerate(("supports", "denies")):
        before = sides(facts)[index]
        if not before.origins or not before.exact:
            continue
        row = facts.rows[data.draw(st.sampled_from([row.key for row in before.origins]))]
        again = with_row(facts, NEW, row["source"], stance, basis=basis, said_at=said_at, held=True)
        after = sides(again)[index]
        # if it overtakes the voice's other position, a circle that rested on that one closes, and a closed circle counts
        assume(again.case().counts.chains.outdated == facts.case().counts.chains.outdated)
        assert none_higher((after.at_least, after.at_most), (before.at_least, before.at_most))


@settings(max_examples=tried(2 * EXAMPLES), deadline=None)
@given(claims_of_each_shape() | claims_with_ties(), st.sampled_from(("", "2024-06-11", "2024-06-12T12:00Z")), st.data())
def test_withdrawing_a_row_never_raises_a_r_or_d_of_any_side(facts: Facts, at: str, data: st.DataObject) -> None:
    current = [key for key, fields in facts.rows.items() if fields.get("withdrawn_at") is None]
    assume(current)
    row = data.draw(st.sampled_from(current))
    for before, after in zip(sides(facts), sides(with_fields(facts, row, withdrawn_at=at)), strict=True):
        assert none_higher(proven(after), proven(before)) or not before.exact


@settings(max_examples=tried(EXAMPLES), deadline=None)
@given(claims_of_each_shape() | claims_with_ties(), st.sampled_from(("", "2024-06-11")), st.data())
def test_discrediting_a_row_never_raises_a_r_or_d_of_any_side(facts: Facts, at: str, data: st.DataObject) -> None:
    row = data.draw(st.sampled_from(list(facts.rows)))
    before = sides(facts)
    facts.decided("discredited", ("attribution", row), claim="the-findings", happened_at=at)
    for then, after in zip(before, sides(facts), strict=True):
        assert none_higher(proven(after), proven(then)) or not then.exact


@settings(max_examples=tried(EXAMPLES), deadline=None)
@given(claims_of_each_shape() | claims_with_ties(), st.sampled_from(("probable", "possible")), st.data())
def test_hedging_a_row_never_raises_r_or_d(facts: Facts, hedge: str, data: st.DataObject) -> None:
    flat = [key for key, fields in facts.rows.items() if not fields.get("hedge")]
    assume(flat)
    hedged = with_fields(facts, data.draw(st.sampled_from(flat)), hedge=hedge)
    for before, after in zip(sides(facts), sides(hedged), strict=True):
        assert none_higher(proven(after)[1:], proven(before)[1:]) or not before.exact


@settings(max_examples=tried(EXAMPLES), deadline=None)
@given(random_claims(Shape(named=6, origins=6)), st.data())
def test_adding_a_family_link_never_raises_a_r_or_d(facts: Facts, data: st.DataObject) -> None:
    named = [key for key, fields in facts.sources.items() if fields["identified"]]
    assume(len(named) > 1)
    one, other = data.draw(st.permutations(named))[:2]
    for before, after in zip(sides(facts), sides(with_family_link(facts, one, other)), strict=True):
        assert none_higher(proven(after), proven(before)) or not before.exact
        assert after.routes <= before.routes or not before.exact


@settings(max_examples=tried(EXAMPLES), deadline=None)
@given(claims_with_ties(), st.sampled_from(("owned_by", "shares_reporting_with")), st.data())
def test_adding_a_family_tie_of_any_period_never_raises_a_r_or_d(facts: Facts, kind: str, data: st.DataObject) -> None:
    named = [key for key, fields in facts.sources.items() if fields["identified"]]
    assume(len(named) > 1)
    one, other = data.draw(st.permutations(named))[:2]
    before = sides(facts)
    facts.tie(one, kind, other, data.draw(st.sampled_from(FROM)), data.draw(st.sampled_from(UNTIL)))
    for then, after in zip(before, sides(facts), strict=True):
        assert none_higher(proven(after), proven(then)) or not then.exact
        assert after.routes <= then.routes or not then.exact


@settings(max_examples=tried(EXAMPLES), deadline=None)
@given(claims_with_ties(), st.data())
def test_the_order_of_rows_never_matters_under_ties(facts: Facts, data: st.DataObject) -> None:
    before = facts.assess()
    claim = facts.claim(data.draw(st.permutations(list(facts.rows))))
    assert assess(claim, facts.directory(), Thresholds(), CLOCK) == before
    assert all(in_order(side) for side in sides(facts))


@settings(max_examples=tried(EXAMPLES), deadline=None)
@given(random_claims(Shape(named=7, origins=7)))
def test_d_r_a_b_are_in_order_and_r_is_within_g(facts: Facts) -> None:
    for side in sides(facts):
        assert in_order(side)


def in_order(side: Side) -> bool:
    return side.disinterested <= side.on_record <= min(side.at_least, side.routes, LIMIT) and side.at_least <= side.at_most


@settings(max_examples=tried(EXAMPLES), deadline=None)
@given(random_claims(Shape(named=7, origins=7)), st.integers(0, 40))
def test_counts_that_are_given_up_are_in_order_and_no_higher_than_exact_ones(facts: Facts, steps: int) -> None:
    class Hasty(Graph):
        def cut(self, ends: Iterable[int], most_steps: int = steps) -> Cut:
            return super().cut(ends, most_steps)

    exact = sides(facts)
    with patch.object(independence, "Graph", Hasty):
        hasty = sides(facts)
    for given_up, whole in zip(hasty, exact, strict=True):
        assert in_order(given_up)
        assert none_higher(given_up[:6], whole[:6])
        assert given_up == whole or not given_up.exact
        assert bool(given_up.on_record) == bool(whole.on_record)


@settings(max_examples=tried(EXAMPLES), deadline=None)
@given(random_claims())
def test_an_assessment_is_the_same_each_time_and_its_flags_are_distinct(facts: Facts) -> None:
    first = facts.assess()
    assert facts.assess() == first
    codes = [flag.code for flag in first.flags]
    assert len(set(codes)) == len(codes)
    assert first.explanation.endswith(".")


@settings(max_examples=tried(EXAMPLES), deadline=None)
@given(random_claims())
def test_every_culprit_is_a_record_of_the_claim(facts: Facts) -> None:
    known = {("attribution", key) for key in facts.rows} | {("source", key) for key in facts.sources}
    for flag in facts.assess().flags:
        assert set(flag.culprits) <= known, flag.code


@settings(max_examples=tried(EXAMPLES), deadline=None)
@given(
    claims_of_each_shape(),
    st.sampled_from(("", "2024-05", "2024-06-10", "2024-06-20")),
    st.sampled_from((0, 80, 95)),
    st.data(),
)
def test_time_alone_changes_nothing_before_an_assessment_is_due(
    facts: Facts, window: str, age: int, data: st.DataObject
) -> None:
    facts.window = ("", window)
    facts.recorded_at = facts.last_recorded_at = NOW - timedelta(days=age)
    before = facts.assess()
    assert before.due_at is None or before.due_at > NOW
    ends = before.due_at or NOW + timedelta(days=400)
    then = NOW + (ends - NOW) * data.draw(st.sampled_from((0.01, 0.5, 0.99)))
    assert facts.assess(clock=Clock(then, from_instant(then))) == before
