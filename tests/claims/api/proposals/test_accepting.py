"""What a client accepts, resolved to sources and claims on record; and what is wrong with it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from claims.models import Attribution, CaptureReading, Claim, ProposedAttribution
from claims.operations.desk.roles import EDITOR
from sources.models import Source
from tests import reviewing
from tests.cases import claim, load
from tests.claims.api.proposals.proposing import ALL, accepted, faults, listed, one
from tests.claims.api.refusing import refused
from tests.factcheck.api.asking import Caller, caller
from tests.factcheck.api.described import described
from tests.reviewing import ACCUSED, CLOSES, HARBOUR, HEARSAY, NEITHER, proposal

AIDE = {"key": "west-official", "name": "A senior official", "kind": "person", "identified": False, "vouched_by": "west"}


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


def test_what_cannot_be_recorded_as_it_is_needs_an_edit(tool: Caller, place: str) -> None:
    found = faults(tool.post(place, accepted(one(NEITHER), one(HEARSAY))))

    # “The ministry” may be several.
    assert set(found) == {f"/accept/0/proposals/{at}" for at in ("0/stance", "0/chain", "1/stance", "1/chain")}
    assert not Claim.objects.exists()


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
    many = {"accept": [{"proposals": [{"id": 100 * at + n + 1} for n in range(50)]} for at in range(2)]}
    assert "limit" in faults(tool.post(place, many))[""]
    assert not ProposedAttribution.objects.exclude(decision="").exists()


def test_sources_are_new_used_and_checked_as_in_a_case_file(tool: Caller, place: str) -> None:
    def sent(*sources: dict[str, Any], chain: str = "works") -> dict[str, str]:
        return faults(tool.post(place, {**accepted(one(CLOSES, chain=[chain])), "sources": list(sources)}))

    works = {"key": "works", "name": "Hungnam Works", "kind": "organisation"}
    assert list(sent({**works, "key": "west"}, works)) == ["/sources/0/key"]
    assert list(sent(works, {**works, "key": "idle"})) == ["/sources/1/key"]
    assert list(sent({**AIDE, "vouched_by": "nobody"}, chain="west-official")) == ["/sources/0/vouched_by"]
    assert list(sent({**AIDE, "aliases": ["Jan Roe"]}, chain="west-official")) == ["/sources/0/aliases"]
    assert list(sent({**AIDE, "description": "a friend of Jan Oster"}, chain="west-official")) == ["/sources/0/description"]
    assert list(sent({**AIDE, "approved_by": "ed"}, chain="west-official")) == ["/sources/0/approved_by"]
    assert not Source.objects.filter(key__in=("works", "west-official")).exists()
    tool.post(place, {**accepted(one(CLOSES, chain=["works"])), "sources": [works]})
    assert (proposal(CLOSES).decision, proposal(CLOSES).changed) == ("edited", "chain")


def test_offsets_that_do_not_fit_the_text_are_left_out_and_not_accepted(tool: Caller, reading: CaptureReading) -> None:
    ProposedAttribution.objects.filter(number=CLOSES).update(spans={"content": [[0, 1_000_000]], "cue": [[0, 1]]})

    assert CLOSES not in listed(tool, reading)
    sent = {"accept": [{"proposals": [{"id": reviewing.proposal(CLOSES).pk}]}]}
    answer = caller(EDITOR, ALL).post(f"readings/{reading.pk}/decisions/", sent)
    refused(answer, 422, "invalid", "/accept/0/proposals/0/id")
