"""What the page of a claim shows: its chain from what reached the desk down to the origins, and what became of each line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from pytest_django import DjangoAssertNumQueries

from claims.models import Assessment, Attribution, Citation, Claim, Standing
from claims.operations.attributions.changes import strike_link, void
from claims.queries.claims.admin_lists import (
    assessment_before,
    chain_panel,
    claim_panel,
    copied_from,
    links_of,
    open_flag,
    relations_of,
    sides_of,
    standing_of,
    successor_of,
)
from tests.cases import claim, outlet, person, row
from tests.claims.operations.moving import because, pk

Load = Callable[..., Any]


def test_a_panel_takes_as_many_queries_whatever_its_size(
    arms: Claim, loaded: Load, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    loaded(claims=[claim("bare")])
    bare = Claim.objects.get(key="bare")
    # Standing with assessment; attributions with sources and documents; further outlets of the sources; flags; stakes;
    # relations with their claims.
    with django_assert_num_queries(5):  # no source of which the further outlets could be read
        assert claim_panel(bare).rows == []
    with django_assert_num_queries(6):
        panel = claim_panel(arms)
    assert panel.support is not None
    assert (panel.support.at_least, panel.flags[0].code) == (2, "contested")


def test_a_chain_takes_as_many_queries_whatever_its_size(
    arms: Claim, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    # Standing with assessment; links; attributions with sources and documents; further outlets; what is discredited.
    with django_assert_num_queries(5):
        panel = chain_panel(arms)
    assert (len(panel.rows), len(panel.links)) == (9, 8)
    assert panel.standing == standing_of(arms)


def test_a_later_attribution_replaces_an_earlier_one_unless_it_is_voided(loaded: Load, now: datetime) -> None:
    rows = row("old", "ada"), row("new", "ada", "denies", supersedes="old")
    loaded(sources=[person("ada")], claims=[claim("c", *rows)])
    old, new = Attribution.objects.order_by("id")
    assert successor_of(old) == new

    void(new, because(now, reason="typed twice"))

    assert successor_of(old) is None


def test_links_up_include_struck_ones_and_links_down_only_current_ones(loaded: Load, now: datetime) -> None:
    rows = row("ada"), row("ben"), row("echo", stance="reports", copies="ada"), row("post", cites=["ada", "ben"])
    loaded(sources=[*map(person, ("ada", "ben")), *map(outlet, ("echo", "post"))], claims=[claim("c", *rows)])
    ada, post, echo = (Attribution.objects.get(key=key) for key in ("ada", "post", "echo"))
    strike_link(Citation.objects.get(citing=post, cited=ada), because(now))

    assert [link.cited.key for link in links_of(post)[0]] == ["ada", "ben"]
    assert [link.citing.key for link in links_of(ada)[1]] == ["echo"]
    assert (copied_from(links_of(echo)[0]), copied_from(links_of(post)[0])) == ("ada", "")


def test_relations_are_shown_in_both_directions_and_assessments_one_before_the_other(loaded: Load) -> None:
    loaded(claims=[claim("d"), claim("c", relations=[{"kind": "contradicts", "claim": "d"}])])
    loaded(sources=[person("ada")], claims=[claim("d", row("ada"))])
    d = Claim.objects.get(key="d")

    assert relations_of(d) == relations_of(Claim.objects.get(key="c")) != []
    first, last = Assessment.objects.filter(claim=d).order_by("id")
    assert (assessment_before(last), assessment_before(first)) == (first, None)
    assert open_flag(d, "unverified") is not None
    assert open_flag(d, "unsourced") is None  # it was cleared


def test_a_claim_that_was_never_assessed_has_no_sides(loaded: Load) -> None:
    loaded(claims=[claim("c")])
    Standing.objects.all().delete()
    panel = claim_panel(Claim.objects.get(pk=pk("c")))
    assert (panel.standing, panel.support, panel.denial) == (None, None, None)
    assert sides_of(None) is sides_of({}) is None
