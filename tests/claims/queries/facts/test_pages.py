"""Problems of pages as facts: those that have not ended, or all that were ever recorded."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.queries.claims.selection import ids_of_all
from claims.queries.facts.current import load_facts
from claims.queries.facts.pages import open_problems, problems_ever
from tests.claims.page_desk import TEXT, PageDesk

UNTIL = "2024-12-31T00:00Z"


@pytest.fixture
def desk(db: None, now: datetime) -> PageDesk:
    return PageDesk(now)


def test_what_has_ended_is_no_fact_but_was_recorded(desk: PageDesk) -> None:
    desk.check(TEXT.replace("No", "A"))
    missing_at, ids = desk.now, ids_of_all()
    (fact,) = open_problems(ids)[desk.row().claim_id]
    assert (fact.attribution, fact.missing_since, fact.last_failed_at) == (desk.row().pk, missing_at, None)
    desk.check(TEXT)
    assert open_problems(ids) == {}
    assert [(claim, span) for claim, _fact, *span in problems_ever([desk.row().claim_id])] == [
        (desk.row().claim_id, [missing_at, desk.now])
    ]


def test_claims_without_problems_cost_no_query(desk: PageDesk) -> None:
    ids = ids_of_all()
    with CaptureQueriesContext(connection) as before:
        load_facts(ids, UNTIL)
    desk.check(outcome="not_found")
    with CaptureQueriesContext(connection) as after:
        facts = load_facts(ids, UNTIL).claims
    assert len(after) == len(before) + 1
    assert [bool(one.pages) for one in facts.values()] == [True, True, True, False]
