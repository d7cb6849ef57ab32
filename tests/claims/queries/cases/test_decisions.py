"""From stored decisions to a case file: who made them, what they refer to, and what is left out with a claim."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from msgspec import UNSET

from claims.models import Claim, Decision
from claims.operations.decisions.comments import record_silence
from claims.operations.decisions.ledger import link_outcome, request_comment, settle_flag, strike_decision
from claims.queries.cases.decisions import claims_named, exchanged, records, source_keys
from sources.models import Document, Source
from tests.cases import claim, load, person, row
from tests.claims.disputed import dispute
from tests.claims.operations.moving import because, pk

HOUR = timedelta(hours=1)


@pytest.fixture
def c(db: None, now: datetime) -> Claim:
    return dispute(now)


def test_requests_are_numbered_and_answers_refer_to_them(c: Claim, now: datetime) -> None:
    cyd, kim = (Source.objects.get(key=key) for key in ("cyd", "kim"))
    _, second = request_comment(c.pk, cyd, because(now + HOUR), kim)
    record_silence(second, because(now + 2 * HOUR))

    found = records(exchanged([c.pk]), {"c"})[c.pk]

    assert [(one.kind, one.key, one.source, one.request) for one in found] == [
        ("comment_requested", "request-1", "cyd", UNSET),
        ("comment_requested", "request-2", "kim", UNSET),
        ("comment_answered", UNSET, UNSET, "request-2"),
    ]
    assert source_keys(exchanged([c.pk])) == {"cyd", "kim"}


def test_a_decision_that_rests_on_a_claim_left_out_is_left_out_but_not_where_a_document_shows_it(
    c: Claim, now: datetime
) -> None:
    other = Claim.objects.get(key="other")
    link_outcome(c.pk, "did_not", because(now + HOUR), other_claim=other)
    link_outcome(c.pk, "did_not", because(now + HOUR), other_claim=other, document=Document.objects.get())
    decisions = exchanged([c.pk])

    assert claims_named(decisions) == {pk("other")}
    assert [one.claim for one in records(decisions, {"c", "other"})[c.pk]] == ["other", "other"]
    assert [(one.claim, one.document) for one in records(decisions, {"c"})[c.pk]] == [(UNSET, "paper")]


def test_a_decision_that_settled_claims_left_out_alone_is_left_out(db: None, now: datetime) -> None:
    against = [{"kind": "contradicts", "claim": "c"}]
    rivals = [claim(key, row("ben"), relations=against) for key in ("rival", "other")]
    load({"sources": [person("ada"), person("ben")], "claims": [claim("c", row("ada")), *rivals]}, at=now)
    settle_flag(pk("c"), "contested", because(now + HOUR))
    decisions = exchanged([pk("c")])

    assert claims_named(decisions) == {pk("rival"), pk("other")}
    assert [[one.key for one in each.about] for each in records(decisions, {"c", "rival"})[pk("c")]] == [["rival"]]
    assert records(decisions, {"c"}) == {}


def test_a_decision_struck_out_is_exchanged_with_its_reason_and_a_name_from_a_file_as_it_was_given(
    c: Claim, now: datetime
) -> None:
    done = settle_flag(c.pk, "contested", because(now + HOUR))
    strike_decision(done, because(now + 2 * HOUR, reason="I was wrong."))
    Decision.objects.update(actor="file:Ada of the other desk")

    found: Any = records(exchanged([c.pk]), {"c"})[c.pk]
    (shown,) = found

    assert (shown.by, shown.struck.reason) == ("Ada of the other desk", "I was wrong.")
    assert [(one.kind, one.key) for one in shown.about] == [("attribution", "ben"), ("attribution", "no")]


def test_of_claims_without_decisions_there_is_nothing(c: Claim) -> None:
    assert (exchanged([c.pk]), records([], {"c"}), claims_named([])) == ([], {}, set())
