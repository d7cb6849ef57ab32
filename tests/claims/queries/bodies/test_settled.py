"""What people decided, as readers see it: some decisions, the reasons written for them, and the published verdict."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from claims.models import Attribution, Claim
from claims.operations.attributions.changes import void
from claims.operations.decisions.ledger import reaffirm, request_comment, settle_flag, strike_decision
from claims.operations.verdicts.review import publish_verdict
from claims.queries.bodies.settled import settled
from sources.models import Source
from tests.claims.disputed import dispute
from tests.claims.operations.moving import because
from tests.claims.verdicts import author, change, ensure_words, in_review, reviewer, rumour, seen

HOUR = timedelta(hours=1)


@pytest.fixture
def c(db: None, now: datetime) -> Claim:
    return dispute(now)


def test_a_reason_is_shown_only_where_it_was_written_for_readers(c: Claim, now: datetime) -> None:
    settle_flag(c.pk, "contested", because(now + HOUR, reason="Another shipment."))
    reaffirm(c.pk, because(now + 2 * HOUR, reason="Called the ministry."))

    shown = settled([c.pk]).decisions[c.pk]

    assert [(one.kind, one.note) for one in shown] == [("contest_resolved", "Another shipment."), ("reaffirmed", "")]


def test_what_the_desk_has_seen_or_struck_out_is_not_shown(c: Claim, now: datetime) -> None:
    (asked,) = request_comment(c.pk, Source.objects.get(key="cyd"), because(now + HOUR))
    assert [one.source for one in settled([c.pk]).decisions[c.pk]] == ["cyd"]

    strike_decision(asked, because(now + 2 * HOUR))

    assert settled([c.pk]) == ({}, {}, {})


def test_only_a_published_verdict_is_shown_with_its_evidence(
    db: None, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ensure_words()
    claim, eve, sam = rumour(now), author("eve"), reviewer("sam")
    verdict = in_review(claim, eve, now)
    with django_assert_num_queries(2):  # decisions, published verdicts
        assert settled([claim.pk]).verdicts == {}

    publish_verdict(verdict, sam, change(now + HOUR, sam, "Checked."), expected=seen(claim))

    with django_assert_num_queries(3):  # these, and the evidence of the verdict
        shown = settled([claim.pk]).verdicts[claim.pk]
    assert (shown.rating, shown.evidence) == ("unproven", ("ada",))
    void(Attribution.objects.get(key="ada"), change(now + 2 * HOUR, sam, "Misheard."))
    assert settled([claim.pk]).verdicts[claim.pk].evidence == ()
