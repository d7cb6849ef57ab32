"""Which attributions are discredited, by the decisions that say so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from claims.models import Attribution, Claim, Decision
from claims.operations.decisions.discrediting import Evidence, discredit
from claims.operations.decisions.ledger import strike_decision
from claims.queries.decisions.discrediting import discredited, discreditings_in, discreditings_with, in_force
from sources.models import Document
from tests.cases import claim, outlet, person, row
from tests.claims.operations.moving import because, pk


@pytest.fixture
def made(loaded: Callable[..., Any], now: datetime) -> Decision:
    """Ada's statement is discredited by a report; Ben's is not."""
    report = {"key": "report", "publisher": "lab", "kind": "report", "title": "On it"}
    people = [person("ada"), person("ben"), outlet("lab")]
    loaded(sources=people, documents=[report], claims=[claim("c", row("ada"), row("ben")), claim("d", row("ada"))])
    said = Attribution.objects.get(claim=pk("c"), key="ada")
    return discredit([said], Evidence(document=Document.objects.get()), because(now))


def test_they_are_found_by_claim_and_key_and_forgotten_once_struck_out(made: Decision, now: datetime) -> None:
    assert discredited([pk("c"), pk("d")]) == {(pk("c"), "ada"): made}
    assert in_force(discreditings_in(Claim.objects.get(key="c"))) == {"ada": made}
    strike_decision(made, because(now))
    assert discredited([pk("c")]) == {}
    assert discreditings_in(Claim.objects.get(key="c")) == [made]
    assert in_force(discreditings_in(Claim.objects.get(key="c"))) == {}


def test_of_no_claims_nothing_is_read(db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert discredited([]) == {}


def test_a_report_that_shows_it_is_not_what_is_discredited(made: Decision) -> None:
    assert discreditings_with([Document.objects.get()]) == {}
