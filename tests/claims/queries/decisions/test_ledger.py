"""The decisions on a claim as a numbered ledger: a number never changes, and no request is lost sight of."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from claims.models import Claim
from claims.operations.decisions.comments import record_answer, record_silence
from claims.operations.decisions.ledger import reaffirm, request_comment, strike_decision
from claims.queries.decisions.ledger import (
    decision_numbered,
    ledger,
    number_of,
    open_requests,
    request_of,
    standing_decisions,
)
from sources.models import Source
from tests.claims.disputed import dispute
from tests.claims.operations.moving import because, pk

HOUR = timedelta(hours=1)


@pytest.fixture
def c(db: None, now: datetime) -> Claim:
    return dispute(now)


def test_struck_out_decisions_keep_their_numbers_and_leave_the_current_ones(c: Claim, now: datetime) -> None:
    first, second, third = (reaffirm(c.pk, because(now + n * HOUR)) for n in range(3))
    strike_decision(second, because(now + 3 * HOUR))

    assert [line["number"] for line in ledger(c.pk, None, 9)] == [3, 2, 1]
    assert [number_of(one) for one in (first, second, third)] == [1, 2, 3]
    assert decision_numbered(c.pk, 2) == second
    assert standing_decisions(c) == [third, first]


def test_pages_of_the_ledger_follow_one_another_in_two_queries(
    c: Claim, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(5):
        reaffirm(c.pk, because(now + n * HOUR))
    with django_assert_num_queries(2):  # the ids of all, which number them, and the page
        assert [line["number"] for line in ledger(c.pk, None, 2)] == [5, 4]
    assert [line["number"] for line in ledger(c.pk, 4, 2)] == [3, 2]
    assert [line["number"] for line in ledger(c.pk, 2, 2)] == [1]
    assert [line["number"] for line in ledger(c.pk, 99, 1)] == [5]
    assert ledger(c.pk, 1, 2) == ledger(pk("other"), None, 2) == []


def test_an_answer_refers_to_its_request_by_number(c: Claim, now: datetime) -> None:
    (asked,) = request_comment(c.pk, Source.objects.get(key="cyd"), because(now + HOUR))
    record_answer(asked, "denies", because(now + 2 * HOUR))

    answer, request = ledger(c.pk, None, 2)

    assert (answer["request"], answer["attribution"], answer["source"]) == (1, "cyd", "cyd")
    assert (request["request"], request["number"]) == (None, 1)


def test_a_request_stays_open_after_silence_and_ends_with_an_answer(c: Claim, now: datetime) -> None:
    cyd, ben = (Source.objects.get(key=key) for key in ("cyd", "ben"))
    of_cyd, of_ben = request_comment(c.pk, cyd, because(now + HOUR), ben)
    record_silence(of_cyd, because(now + 2 * HOUR))
    assert open_requests(standing_decisions(c)) == [(of_ben, False), (of_cyd, True)]

    record_answer(of_cyd, "denies", because(now + 3 * HOUR))

    assert open_requests(standing_decisions(c)) == [(of_ben, False)]
    assert open_requests([]) == []


@pytest.mark.parametrize("number", [0, -1, 2, 2**31, 10**30])
def test_a_number_that_no_decision_has_finds_none(c: Claim, now: datetime, number: int) -> None:
    reaffirm(c.pk, because(now))
    assert decision_numbered(c.pk, number) is None


def test_a_request_is_found_on_its_own_claim_until_it_is_struck_out(c: Claim, now: datetime) -> None:
    (asked,) = request_comment(c.pk, Source.objects.get(key="cyd"), because(now + HOUR))
    number = str(asked.pk)
    assert request_of(c, number) == asked
    assert [request_of(c, typed) for typed in ("", "x", "-1", "9" * 40)] == [None] * 4
    assert request_of(Claim.objects.get(key="other"), number) is None
    strike_decision(asked, because(now + 2 * HOUR))
    assert request_of(c, number) is None
