"""Bodies as outsiders see them: hidden claims are not in them, whoever names them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from claims.models import Claim
from claims.operations.decisions.ledger import link_outcome
from claims.operations.merges.merge import merge
from claims.queries.bodies.outside import outside_batches, outside_bodies, outside_state
from claims.queries.claims.read import Stored, body
from sources.models import Document
from tests.cases import claim, outlet, person, row
from tests.claims.operations.moving import because, pk

Load = Callable[..., Any]
DAY = timedelta(days=1)


def stored(key: str) -> Stored:
    found = body(pk(key))
    assert found is not None
    return found


def outside(key: str, now: datetime) -> dict[str, Any]:
    (seen,) = outside_bodies([stored(key)], now)
    decoded: dict[str, Any] = json.loads(seen.body)
    return decoded


@pytest.fixture
def desk(loaded: Load) -> None:
    """A claim related to a hidden and to an open one, and a document."""
    related = [{"kind": "supersedes", "claim": "secret"}, {"kind": "supersedes", "claim": "open"}]
    loaded(
        sources=[person("ada"), outlet("post")],
        documents=[{"key": "paper", "publisher": "post", "kind": "article", "title": "What came of it"}],
        claims=[claim("secret", public=False), claim("open"), claim("c", row("ada"), relations=related), claim("plain")],
    )


def test_a_body_that_names_nothing_hidden_is_the_stored_one(
    desk: None, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rows = [stored("plain"), stored("open")]
    with django_assert_num_queries(2):  # which of the named claims are hidden; the outside views
        assert outside_bodies(rows, now) == rows
    assert list(outside_batches([rows, []], now)) == [rows, []]


def test_a_hidden_claim_is_left_out_and_the_digest_is_another(
    desk: None, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rows = [stored("c"), stored("open")]
    with django_assert_num_queries(2):  # which of the named claims are hidden; the outside views
        seen, _ = outside_bodies(rows, now)
    assert json.loads(seen.body)["relations"] == [{"kind": "supersedes", "claim": "open"}]
    assert "secret" not in seen.body
    assert (seen.digest != rows[0].digest, seen.revision) == (True, rows[0].revision)


def test_a_decision_that_rests_on_a_hidden_claim_alone_is_left_out_and_any_other_loses_its_name(
    desk: None, now: datetime
) -> None:
    secret, paper = Claim.objects.get(key="secret"), Document.objects.get()
    link_outcome(pk("c"), "did_not", because(now + DAY), other_claim=secret)
    link_outcome(pk("c"), "did_not", because(now + DAY), other_claim=secret, document=paper)

    shown = outside("c", now + DAY)["decisions"]

    assert [(one["document"], "claim" in one) for one in shown] == [("paper", False)]


def test_what_it_was_merged_into_is_shown_once_that_claim_is_published(desk: None, now: datetime) -> None:
    merge(pk("plain"), pk("secret"), because(now))
    assert "merged_into" not in outside("plain", now)

    Claim.objects.filter(key="secret").update(public=True)

    assert outside("plain", now)["merged_into"] == "secret"


def test_a_flag_of_the_desk_alone_is_left_out_of_body_and_state(arms: Claim, now: datetime) -> None:
    assert "unnamed_unapproved" in stored("arms-transfers").body

    state = outside_state(arms.pk, now)

    assert (state.status, "contested" in state.flags, "unnamed_unapproved" in state.flags) == ("contested", True, False)
    assert tuple(flag["code"] for flag in outside("arms-transfers", now)["flags"]) == state.flags


def test_a_claim_that_outsiders_do_not_see_has_no_state_for_them(desk: None, now: datetime) -> None:
    Claim.objects.filter(key="open").update(embargo_until=now + DAY)

    assert outside_state(pk("secret"), now) == outside_state(pk("open"), now) == (None, ())
    assert outside_state(pk("open"), now + DAY).status == "unsourced"
