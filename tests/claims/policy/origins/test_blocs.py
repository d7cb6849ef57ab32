"""The largest set of origins that are certainly different."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.policy.facts import Directory
from claims.policy.origins.blocs import EXHAUSTIVE_UP_TO, Bloc, blocs, certainly_different, may_be_same
from tests.claims.policy.build import CLOCK, Facts
from tests.claims.policy.origins.brute_force import BruteForce
from tests.examples import tried

COUNTRIES = st.sampled_from(("", "", "KP", "RU", "US"))
ORGANISATIONS = st.sampled_from(("", "", "army", "ministry"))


@st.composite
def sources(draw: st.DrawFn, named: tuple[int, int], unnamed: tuple[int, int]) -> Facts:
    facts = Facts()
    names = [f"n{number}" for number in range(draw(st.integers(*named)))]
    for number, key in enumerate(names):
        family = draw(st.sampled_from([key, key, key, *(facts.sources[other]["family"] for other in names[:number])]))
        facts.source(key, family=family, country=draw(COUNTRIES), organisation=draw(ORGANISATIONS))
    for number in range(draw(st.integers(*unnamed))):
        voucher = draw(st.sampled_from(["voucher-a", "voucher-b", "voucher-c", *names]))
        facts.unnamed(f"u{number:02}", voucher, country=draw(COUNTRIES), organisation=draw(ORGANISATIONS))
    hidden = [key for key in facts.sources if not facts.sources[key]["identified"]]
    if hidden:
        pairs = st.tuples(st.sampled_from(hidden), st.sampled_from(list(facts.sources))).filter(lambda pair: pair[0] != pair[1])
        facts.independent = draw(st.lists(pairs, max_size=12))
    return facts


def found(facts: Facts) -> tuple[Sequence[Bloc], Directory]:
    directory = facts.directory()
    return blocs(source for source in directory.sources.values() if not source.key.startswith("voucher")), directory


def clash_free(chosen: Sequence[Bloc], directory: Directory) -> bool:
    return not any(
        may_be_same(one, other, directory) for one, other in combinations(chosen, 2) if not (one.known and other.known)
    )


@settings(max_examples=tried(300), deadline=None)
@given(sources((0, 4), (0, 5)))
def test_the_largest_set_equals_brute_force(facts: Facts) -> None:
    candidates, directory = found(facts)
    brute = BruteForce(facts.claim(), directory, CLOCK.said_until)
    sizes = range(len(candidates) + 1)
    different = (len(s) for n in sizes for s in combinations(candidates, n) if brute.all_different([b.source for b in s]))
    result = certainly_different(candidates, directory)
    assert result.exact
    assert len(result.blocs) == max(different)
    assert clash_free(result.blocs, directory)
    assert set(result.blocs) <= set(candidates)


@settings(max_examples=tried(200), deadline=None)
@given(sources((0, 4), (1, 4)))
def test_whether_two_blocs_may_be_the_same_equals_brute_force_both_ways(facts: Facts) -> None:
    candidates, directory = found(facts)
    brute = BruteForce(facts.claim(), directory, CLOCK.said_until)
    for one, other in combinations(candidates, 2):
        if not (one.known and other.known):
            expected = brute.may_be_same(one.source, other.source)
            assert may_be_same(one, other, directory) == may_be_same(other, one, directory) == expected


@settings(max_examples=tried(60), deadline=None)
@given(sources((0, 5), (EXHAUSTIVE_UP_TO + 1, EXHAUSTIVE_UP_TO + 6)))
def test_beyond_the_limit_the_set_is_a_lower_bound_that_holds(facts: Facts) -> None:
    candidates, directory = found(facts)
    result = certainly_different(candidates, directory)
    assert not result.exact
    assert len(result.blocs) >= sum(bloc.known for bloc in candidates)
    assert result.blocs
    assert clash_free(result.blocs, directory)
    assert list(result.blocs) == sorted(result.blocs, key=lambda bloc: bloc.source.key)


@pytest.mark.parametrize(("unnamed", "exact"), [(12, True), (13, False)])
def test_all_choices_are_tried_up_to_twelve_unnamed_blocs(unnamed: int, exact: bool) -> None:
    facts = Facts()
    for number in range(unnamed):
        facts.unnamed(f"u{number:02}", f"voucher-{number}", country=f"C{number}")
    candidates, directory = found(facts)
    result = certainly_different(candidates, directory)
    assert (len(result.blocs), result.exact) == (unnamed, exact)


def test_named_sources_of_one_family_are_one_bloc_shown_by_its_first_key() -> None:
    facts = Facts().source("paper", family="owner").source("owner").source("channel", family="owner")
    directory = facts.directory()
    (bloc,) = blocs(directory.sources.values())
    assert bloc.source.key == "channel"


def test_a_role_never_separates_an_unnamed_source_from_a_named_one() -> None:
    facts = Facts().source("general").unnamed("official", "voucher-a", organisation=(90,))
    candidates, directory = found(facts)
    assert len(certainly_different(candidates, directory).blocs) == 1


@pytest.mark.parametrize(("trait", "one", "other"), [("country", "US", "RU"), ("organisation", (90,), (91,))])
def test_a_contradicting_trait_separates_and_an_unknown_one_does_not(trait: str, one: Any, other: Any) -> None:
    facts = Facts().source("n0", **{trait: one}).unnamed("u0", "voucher-a", **{trait: other}).unnamed("u1", "voucher-b")
    candidates, directory = found(facts)
    assert [bloc.source.key for bloc in certainly_different(candidates, directory).blocs] == ["n0", "u0"]


def test_an_organisation_does_not_separate_from_one_that_is_above_it() -> None:
    facts = Facts().source("n0", organisation=(90,)).unnamed("u0", "voucher-a", organisation=(91, 90))
    candidates, directory = found(facts)
    assert len(certainly_different(candidates, directory).blocs) == 1


def test_two_vouched_for_by_one_outlet_among_others_may_be_the_same() -> None:
    facts = Facts().unnamed("u0", "voucher-a", "voucher-b", country="US").unnamed("u1", "voucher-b", country="CN")
    candidates, directory = found(facts)
    assert len(certainly_different(candidates, directory).blocs) == 1


def test_one_that_has_named_itself_since_is_compared_as_the_name() -> None:
    facts = Facts().source("n0", country="US").unnamed("u0", "voucher-a").named_since("u0", "n0")
    facts.unnamed("u1", "voucher-b", country="CN")
    candidates, directory = found(facts)
    assert [bloc.source.key for bloc in certainly_different(candidates, directory).blocs] == ["n0", "u1"]


def test_an_unnamed_source_is_compared_with_family_members_that_have_no_row() -> None:
    facts = Facts().source("n0", country="US").source("parent", family="n0", country="RU").unnamed("u0", "v", country="RU")
    directory = facts.directory()
    candidates = blocs([directory.sources[1], directory.sources[4]])
    assert [bloc.source.key for bloc in candidates] == ["n0", "u0"]
    assert len(certainly_different(candidates, directory).blocs) == 1


def test_unnamed_sources_of_one_voucher_may_be_the_same_whatever_their_traits() -> None:
    facts = Facts().unnamed("u0", "voucher-a", country="US").unnamed("u1", "voucher-a", country="CN")
    candidates, directory = found(facts)
    assert len(certainly_different(candidates, directory).blocs) == 1


def test_vouchers_of_one_voice_are_one_voucher() -> None:
    facts = Facts().source("voucher-a").source("voucher-b", voice="voucher-a")
    facts.unnamed("u0", "voucher-a", country="US").unnamed("u1", "voucher-b", country="CN")
    candidates, directory = found(facts)
    assert len(certainly_different(candidates, directory).blocs) == 1


def test_a_judgement_of_independence_separates_unnamed_sources_of_one_voucher() -> None:
    facts = Facts().unnamed("u0", "voucher-a").unnamed("u1", "voucher-a").judged_independent("u1", "u0")
    candidates, directory = found(facts)
    assert len(certainly_different(candidates, directory).blocs) == 2


def test_a_judgement_on_one_voice_of_a_family_leaves_the_others_in_doubt() -> None:
    facts = Facts().source("n0").source("n1", family="n0").unnamed("u0", "voucher-a").judged_independent("u0", "n0")
    candidates, directory = found(facts)
    assert len(certainly_different(candidates, directory).blocs) == 1
