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
    chain,
    claim_panel,
    copied_from,
    links_of,
    open_flag,
    relations_of,
    sides_of,
    successor_of,
)
from tests.cases import claim, outlet, person, row
from tests.claims.operations.moving import because, pk

Load = Callable[..., Any]


def steps(key: str) -> list[tuple[str, int, str, bool]]:
    rows = list(Attribution.objects.filter(claim__key=key).order_by("id"))
    links = list(Citation.objects.filter(claim__key=key, struck_at=None).order_by("id"))
    return [(step.row.key, step.depth, step.link, step.again) for step in chain(rows, links)]


def test_a_panel_takes_as_many_queries_whatever_its_size(
    arms: Claim, loaded: Load, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    loaded(claims=[claim("bare")])
    bare = Claim.objects.get(key="bare")
    # Standing with assessment; attributions with sources and documents; further outlets of the sources; links; further
    # documents; what is discredited; flags; stakes; relations with their claims.
    with django_assert_num_queries(8):  # no source of which the further outlets could be read
        assert claim_panel(bare).steps == []
    with django_assert_num_queries(9):
        panel = claim_panel(arms)
    assert panel.support is not None
    assert (panel.support.at_least, panel.flags[0].code, panel.more) == (2, "contested", 0)


def test_a_chain_runs_down_to_the_origins_and_repeats_no_branch(loaded: Load) -> None:
    rows = (
        row("ada"),
        row("post", stance="reports", cites=["ada"]),
        row("wire", stance="reports", cites=["post"]),
        row("echo", stance="reports", copies="post"),
    )
    loaded(sources=[person("ada"), *map(outlet, ("post", "wire", "echo"))], claims=[claim("c", *rows)])

    assert steps("c") == [
        ("wire", 0, "", False),
        ("post", 1, "cites", False),
        ("ada", 2, "cites", False),
        ("echo", 0, "", False),
        ("post", 1, "copies", True),
    ]


def test_a_circle_that_nothing_leads_into_is_shown_once_all_the_same(loaded: Load) -> None:
    loaded(sources=[*map(outlet, "ab")], claims=[claim("c", row("a", cites=["b"]), row("b", cites=["a"]))])
    assert steps("c") == [("a", 0, "", False), ("b", 1, "cites", False), ("a", 2, "cites", True)]


def test_a_line_says_what_became_of_it_and_a_voided_successor_replaces_nothing(loaded: Load, now: datetime) -> None:
    rows = row("old", "ada"), row("new", "ada", "denies", supersedes="old")
    loaded(sources=[person("ada")], claims=[claim("c", *rows)])
    old, new = Attribution.objects.order_by("id")
    assert [(step.row.key, step.marks) for step in chain([old, new], [])] == [("old", ("superseded by new",)), ("new", ())]
    assert successor_of(old) == new

    void(new, because(now, reason="typed twice"))
    new.refresh_from_db()

    marks = [(step.marks, step.over) for step in chain([old, new], [])]
    assert marks == [((), False), (("voided, our own error: typed twice",), True)]
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
