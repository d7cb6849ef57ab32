"""Proposals over the API: a newsroom's tool has a capture read, reads what is proposed, and decides."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest

from claims.models import Attribution, Claim, ProposedAttribution, Revision
from claims.operations.desk.roles import EDITOR
from sources.models import Capture
from tests import reviewing
from tests.cases import claim, load, row, unnamed
from tests.claims.api.proposals.proposing import ALL, accepted, faults, one
from tests.claims.api.refusing import refused
from tests.claims.open_transactions import on_own_connection
from tests.factcheck.api.asking import Caller, caller
from tests.factcheck.api.described import described
from tests.reviewing import ACCUSED, ARTICLE, CLOSES, DECLINED, DENIED, HARBOUR, proposal


def test_what_is_accepted_is_recorded_as_on_the_desk_and_what_is_rejected_is_logged(tool: Caller, place: str) -> None:
    sent = {
        "accept": [
            {"proposals": [one(CLOSES)]},
            {"proposals": [one(ACCUSED), one(DENIED)], "new_claim": {"topics": ["steel"]}},
        ],
        "reject": [{"id": proposal(DECLINED).pk, "because": "wrong_words"}],
    }

    done = described(tool.post(place, sent), "decide_proposals")

    bridge = Claim.objects.get(text="The bridge at Rason will close for repairs.")
    rows = {each.source.key: each for each in bridge.attributions.select_related("source")}
    assert {key: each.stance for key, each in rows.items()} == {"gazette": "reports", "transport": "supports"}
    assert [link.cited for link in rows["gazette"].citations.all()] == [rows["transport"]]
    quote = rows["gazette"]
    assert ARTICLE[quote.quote_start : quote.quote_end] == quote.quote_exact
    steel = Claim.objects.get(text="The firm Nordbau of using cheap steel.")
    assert (steel.standing.status, [topic.topic for topic in steel.topics.all()]) == ("contested", ["steel"])
    assert [each["decision"] for each in done["proposals"]] == ["accepted", "accepted", "accepted", "rejected"]
    assert [each.get("claim", "") for each in done["proposals"]] == [bridge.key, steel.key, steel.key, ""]
    assert [(each["key"], each["revision"]) for each in done["claims"]] == [(bridge.key, 1), (steel.key, 1)]
    assert tool.get(f"claims/{bridge.key}/")["ETag"] == done["claims"][0]["etag"]
    made = Revision.objects.get(claim=bridge)
    assert (made.actor[:6], made.action, made.reason) == ("token:", "recorded", "The bridge")
    assert proposal(DENIED).decided_by == made.actor
    assert (proposal(DECLINED).decision, proposal(DECLINED).rejected_because) == ("rejected", "wrong_words")


def test_a_recorded_claim_gets_what_it_has_not_and_its_revision_is_checked(tool: Caller, place: str, now: datetime) -> None:
    aide = unnamed("aide", "west", name="A senior official at the port authority")
    known = [
        row("aide", hedge={"degree": "possible", "words": "may"}, ground_rule="background"),
        row("west", cites=["aide"], stance="reports"),
    ]
    load({"sources": [aide], "claims": [claim("harbour", *known)]}, at=now)

    stale = tool.post(place, accepted(one(HARBOUR), claim={"key": "harbour", "revision": 7}))
    refused(stale, 412, "stale")
    described(tool.post(place, accepted(one(HARBOUR), claim={"key": "harbour", "revision": 1})), "decide_proposals")

    rows = Claim.objects.get(key="harbour").attributions.order_by("id")
    assert list(rows.values_list("source__key", "document__key")) == [("aide", None), ("west", None), ("gazette", "bridge")]
    assert Revision.objects.filter(claim__key="harbour").latest("number").action == "attribution recorded"


def test_a_proposal_is_decided_once_and_a_repeated_request_gets_its_answer(tool: Caller, place: str) -> None:
    sent = accepted(one(CLOSES))

    first = tool.post(place, sent, **{"Idempotency-Key": "one"})
    again = tool.post(place, sent, **{"Idempotency-Key": "one"})
    late = tool.post(place, {**sent, "reject": [{"id": proposal(DECLINED).pk, "because": "no_statement"}]})

    assert (first.status_code, again.content, again["Idempotent-Replayed"]) == (200, first.content, "true")
    assert b"will close" not in first.content
    assert str(proposal(CLOSES).pk) in refused(late, 409, "conflict")
    assert (Claim.objects.count(), proposal(DECLINED).decision) == (1, "")


def test_a_proposal_of_another_capture_is_none_of_this_reading(tool: Caller, place: str, now: datetime) -> None:
    other = reviewing.reading("Jan Oster said that the road is closed.", now)
    [theirs] = ProposedAttribution.objects.filter(reading=other)

    found = faults(tool.post(place, {**accepted({"id": theirs.pk}), "reject": [{"id": theirs.pk, "because": "no_statement"}]}))

    assert set(found) == {"/accept/0/proposals/0/id", "/reject/0/id"}
    theirs.refresh_from_db()
    assert theirs.decision == ""


def test_what_a_retracted_document_said_is_recorded_as_withdrawn(tool: Caller, place: str) -> None:
    assert tool.post("documents/bridge/withdraw/", {"reason": "The publisher retracted it."}).status_code == 200

    described(tool.post(place, accepted(one(CLOSES))), "decide_proposals")

    held = Attribution.objects.get(source__key="gazette")
    assert held.withdrawal_recorded_at is not None
    assert Claim.objects.get().standing.status == "unsourced"


def test_of_an_erased_text_nothing_is_recorded(tool: Caller, place: str) -> None:
    Capture.objects.update(sha256="0" * 64)

    refused(tool.post(place, accepted(one(CLOSES))), 409, "conflict")


@pytest.mark.postgresql
def test_of_two_tools_that_decide_at_once_one_does(transactional_db: None, now: datetime) -> None:
    place = f"readings/{reviewing.reading(now=now).pk}/decisions/"
    sent, tool = accepted(one(CLOSES)), caller(EDITOR, ALL)

    with ThreadPoolExecutor(2) as pool:
        found = [pool.submit(on_own_connection, lambda: tool.post(place, sent).status_code) for _ in range(2)]

    assert sorted(each.result() for each in found) == [200, 409]
    assert Claim.objects.count() == 1
