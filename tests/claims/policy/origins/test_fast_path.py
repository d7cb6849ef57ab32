"""The fast paths, for a single line of rows and for origins that are all held, equal the general count."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from hypothesis import given, settings
from hypothesis import strategies as st

from claims.policy.origins import independence
from claims.policy.origins.independence import Counts
from tests.claims.policy.build import Facts
from tests.claims.policy.random_claims import SAID, WITHDRAWN, Shape, random_claims
from tests.examples import tried


@contextmanager
def without_the_fast_path() -> Iterator[None]:
    # not pytest's monkeypatch: hypothesis runs all examples within one use of a fixture
    line, held = independence._only_way, independence._all_held
    independence._only_way, independence._all_held = lambda *_: None, lambda *_: False
    try:
        yield
    finally:
        independence._only_way, independence._all_held = line, held


def both_ways(facts: Facts) -> tuple[Counts, Counts]:
    fast = facts.case().counts
    with without_the_fast_path():
        return fast, facts.case().counts


def fast_path_takes(facts: Facts) -> bool:
    counts = facts.case().counts
    origins = counts.support.origins
    return len(origins) == 1 and independence._only_way(counts.chains, counts.chains.nodes.index(origins[0])) is not None


@st.composite
def lines(draw: st.DrawFn) -> Facts:
    """Return an origin and a line of relays in few families, with an occasional second citation, copy, circle or withdrawal."""
    facts = Facts().source("a").source("b", family="a").source("c", voice="b", family="a").source("d").unnamed("u", "d")
    speakers = st.sampled_from(("a", "b", "c", "d", "u"))
    facts.says("row-0", draw(speakers), draw(st.sampled_from(("supports", "denies"))), held=draw(st.integers(0, 5)) == 5)
    for number in range(1, draw(st.integers(1, 6))):
        upstream = [f"row-{number - 1}", *draw(st.lists(st.integers(0, 6).map("row-{}".format), max_size=1))]
        dead = {"said_at": draw(st.sampled_from(SAID)), "withdrawn_at": draw(st.sampled_from(WITHDRAWN))}
        facts.reports(f"row-{number}", draw(speakers), cites=upstream, held=draw(st.integers(0, 3)) == 3, **dead)
    if draw(st.booleans()):
        facts.reports("copy", draw(speakers), copies=draw(st.sampled_from(list(facts.rows))), held=draw(st.booleans()))
    facts.stakes = draw(st.lists(st.tuples(speakers, st.sampled_from((1, -1))), max_size=2, unique=True))
    return facts


@settings(max_examples=tried(300), deadline=None)
@given(lines())
def test_counts_of_a_line_are_the_same_without_the_fast_path(facts: Facts) -> None:
    fast, general = both_ways(facts)
    assert fast == general


@settings(max_examples=tried(200), deadline=None)
@given(random_claims(Shape(origins=2)))
def test_counts_of_any_claim_are_the_same_without_the_fast_path(facts: Facts) -> None:
    fast, general = both_ways(facts)
    assert fast == general


@settings(max_examples=tried(200), deadline=None)
@given(random_claims(Shape(origins=8)), st.data())
def test_counts_of_held_origins_are_the_same_without_the_fast_path(facts: Facts, data: st.DataObject) -> None:
    for row in facts.rows.values():
        if row["stance"] != "reports":
            row.update(held=True, hedge=data.draw(st.sampled_from(("", "", "probable"))))
    fast, general = both_ways(facts)
    assert fast == general


def test_a_line_of_relays_takes_the_fast_path() -> None:
    facts = Facts().says("chief").reports("ap", cites="chief").reports("paper", cites="ap", held=True)
    assert fast_path_takes(facts)
    fast, general = both_ways(facts)
    assert fast == general
    assert [gateway.key for gateway in fast.support.gateways] == ["ap", "paper"]


def test_a_relay_cited_twice_does_not() -> None:
    facts = Facts().says("chief").reports("ap", cites="chief")
    assert not fast_path_takes(facts.reports("paper", cites="ap").reports("post", cites="ap"))


def test_an_origin_that_is_held_and_cited_does_not() -> None:
    facts = Facts().says("chief", held=True).reports("ap", cites="chief")
    assert not fast_path_takes(facts)
    assert both_ways(facts)[0].support.gateways == ()


def test_a_circle_of_relays_before_the_origin_does_not() -> None:
    facts = Facts().says("chief").reports("ap", cites=["chief", "post"]).reports("post", cites="ap", held=True)
    assert not fast_path_takes(facts)
    fast, general = both_ways(facts)
    assert fast == general
