"""Proposals over the API: a newsroom's tool has a capture read, reads what is proposed, and decides."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest

from claims.models import Attribution, Claim, ProposedAttribution, Revision
from claims.operations.desk.roles import EDITOR
from factcheck.access.scopes import CLAIMS_READ, CLAIMS_WRITE, SOURCES_WRITE
from sources.models import Capture, Source
from tests import reviewing
from tests.cases import claim, load, row, unnamed
from tests.claims.api.refusing import refused
from tests.claims.open_transactions import on_own_connection
from tests.factcheck.api.asking import Caller, caller
from tests.factcheck.api.described import described
from tests.reviewing import ACCUSED, ARTICLE, CLOSES, DECLINED, DENIED, HARBOUR, HEARSAY, NEITHER, proposal

ALL = (CLAIMS_READ, CLAIMS_WRITE, SOURCES_WRITE)
AIDE = {"key": "west-official", "name": "A senior official", "kind": "person", "identified": False, "vouched_by": "west"}


@pytest.fixture
def place(db: None, now: datetime) -> str:
    return f"readings/{reviewing.reading(now=now).pk}/decisions/"


@pytest.fixture
def tool(place: str) -> Caller:
    return caller(EDITOR, ALL)


def one(number: int, **edits: Any) -> dict[str, Any]:
    return {"id": proposal(number).pk, **edits}


def accepted(*proposals: dict[str, Any], **as_claim: Any) -> dict[str, Any]:
    return {"accept": [{"proposals": list(proposals), **as_claim}]}


def faults(answer: Any) -> dict[str, str]:
    refused(answer, 422, "invalid")
    return {fault.get("pointer", ""): fault["detail"] for fault in answer.json()["errors"]}


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


def test_a_new_unnamed_source_is_sent_with_the_chain_and_its_reason_is_the_editors(tool: Caller, place: str) -> None:
    chain = ["west", "west-official"]
    missing = faults(tool.post(place, accepted(one(HARBOUR))))

    done = described(
        tool.post(place, {**accepted(one(HARBOUR, chain=chain, said_at="2024-06-10")), "sources": [AIDE]}), "decide_proposals"
    )

    assert list(missing) == ["/accept/0/proposals/0/chain"]
    assert done["sources"] == ["west-official"]
    said = Attribution.objects.get(source__key="west-official")
    assert (said.hedge, said.hedge_words, said.ground_rule, said.said_at) == ("possible", "may", "background", "2024-06-10")
    assert {each.source.key for each in proposal(HARBOUR).attributions.all()} == {"gazette", "west", "west-official"}
    # Who is meant by a description is no error of the rule.
    assert (proposal(HARBOUR).decision, proposal(HARBOUR).changed) == ("accepted", "")


def test_an_edit_of_stance_hedge_or_chain_is_logged_as_one(tool: Caller, place: str) -> None:
    edited = one(CLOSES, stance="questions", hedge={"degree": "probable"}, chain=["gazette", "west", "transport"])
    hearsay = one(HEARSAY, stance="supports", chain=["gazette"], quote="It is said that two workers were hurt.")

    as_claim = {"proposals": [hearsay], "new_claim": {"text": "Two were hurt.", "public": False}}
    sent = {"accept": [{"proposals": [edited]}, as_claim]}
    described(tool.post(place, sent), "decide_proposals")

    assert (proposal(CLOSES).decision, proposal(CLOSES).changed) == ("edited", "stance hedge chain")
    assert (proposal(HEARSAY).decision, proposal(HEARSAY).changed) == ("edited", "stance chain text")
    hurt = Claim.objects.get(text="Two were hurt.")
    assert (hurt.public, hurt.attributions.get().basis) == (False, "unstated")


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


def test_what_cannot_be_recorded_as_it_is_needs_an_edit(tool: Caller, place: str) -> None:
    found = faults(tool.post(place, accepted(one(NEITHER), one(HEARSAY))))

    # “The ministry” may be several.
    assert set(found) == {f"/accept/0/proposals/{at}" for at in ("0/stance", "0/chain", "1/stance", "1/chain")}
    assert not Claim.objects.exists()


@pytest.mark.parametrize(
    ("edits", "pointer"),
    [
        ({"quote": "words that nobody wrote"}, "/accept/0/proposals/0/quote"),
        ({"chain": ["nobody"]}, "/accept/0/proposals/0/chain/0"),
        ({"chain": ["transport", "transport"]}, "/accept/0/proposals/0/chain/1"),
        ({"stance": "reports"}, "/accept/0/proposals/0/stance"),
        ({"quote": {"exact": "x", "start": 0, "end": 999_999}}, "/accept/0/proposals/0/quote"),
        ({"start": 0}, "/accept/0/proposals/0/start"),
        ({"said_at": "31 June"}, "/accept/0/proposals/0/said_at"),
        ({"id": 0}, "/accept/0/proposals/0/id"),
        ({"id": 999_999_999}, "/accept/0/proposals/0/id"),
        ({"id": "1"}, "/accept/0/proposals/0/id"),
    ],
)
def test_a_fault_is_reported_at_its_place_and_nothing_is_recorded(
    tool: Caller, place: str, edits: dict[str, Any], pointer: str
) -> None:
    also = {"reject": [{"id": proposal(DECLINED).pk, "because": "no_statement"}]}
    found = faults(tool.post(place, {**accepted({**one(CLOSES), **edits}), **also}))

    assert [each for each in found if each == pointer or each.startswith(pointer.rpartition("/")[0])], found
    assert not Claim.objects.exists()
    assert not ProposedAttribution.objects.exclude(decision="").exists()


def test_bodies_that_decide_nothing_or_twice_are_refused(tool: Caller, place: str, now: datetime) -> None:
    load({"claims": [claim("harbour")]}, at=now)
    twice = {"accept": [{"proposals": [one(CLOSES)]}], "reject": [{"id": proposal(CLOSES).pk, "because": "no_statement"}]}
    two = {
        "accept": [
            {"proposals": [one(CLOSES)], "claim": {"key": "harbour"}},
            {"proposals": [one(ACCUSED)], "claim": {"key": "harbour"}},
        ]
    }
    both = accepted(one(CLOSES), claim={"key": "harbour"}, new_claim={"text": "It closes."})

    assert faults(tool.post(place, {})) == {"": "Accept or reject at least one proposal."}
    assert list(faults(tool.post(place, twice))) == ["/reject/0/id"]
    assert list(faults(tool.post(place, two))) == ["/accept/1"]
    assert list(faults(tool.post(place, both))) == ["/accept/0/new_claim"]
    assert list(faults(tool.post(place, accepted(one(CLOSES), claim={"key": "none"})))) == ["/accept/0/claim/key"]
    assert not ProposedAttribution.objects.exclude(decision="").exists()


def test_sources_are_new_used_and_checked_as_in_a_case_file(tool: Caller, place: str) -> None:
    def sent(*sources: dict[str, Any], chain: str = "works") -> dict[str, str]:
        return faults(tool.post(place, {**accepted(one(CLOSES, chain=[chain])), "sources": list(sources)}))

    works = {"key": "works", "name": "Hungnam Works", "kind": "organisation"}
    assert list(sent({**works, "key": "west"}, works)) == ["/sources/0/key"]
    assert list(sent(works, {**works, "key": "idle"})) == ["/sources/1/key"]
    assert list(sent({**AIDE, "vouched_by": "nobody"}, chain="west-official")) == ["/sources/0/vouched_by"]
    assert list(sent({**AIDE, "aliases": ["Jan Roe"]}, chain="west-official")) == ["/sources/0/aliases"]
    assert not Source.objects.filter(key__in=("works", "west-official")).exists()
    tool.post(place, {**accepted(one(CLOSES, chain=["works"])), "sources": [works]})
    assert (proposal(CLOSES).decision, proposal(CLOSES).changed) == ("edited", "chain")


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
