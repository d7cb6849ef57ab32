"""Proposals as the API sends them."""

from __future__ import annotations

from datetime import datetime

from claims.models import CaptureReading
from tests.cases import claim, load, unnamed
from tests.claims.api.proposals.proposing import listed
from tests.factcheck.api.asking import Caller
from tests.reviewing import ACCUSED, ARTICLE, CLOSES, DENIED, HARBOUR, HEARSAY, NEITHER


def test_a_proposal_comes_in_the_words_of_the_text_with_what_it_may_mean(
    tool: Caller, reading: CaptureReading, now: datetime
) -> None:
    aide = unnamed("aide", "west", name="A senior official at the port authority")
    alike = claim("bridge-shut", text="The bridge at Rason was closed for repairs.")
    load({"sources": [aide], "claims": [alike, claim("other", text="Wheat was sold.")]}, at=now)

    found = listed(tool, reading)

    assert list(found) == list(range(1, 8))
    closes, harbour, accused, denied = (found[number] for number in (CLOSES, HARBOUR, ACCUSED, DENIED))
    assert (closes["content"], closes["stance"]) == ("the bridge at Rason will close for repairs", "supports")
    assert closes["claim_text"] == "The bridge at Rason will close for repairs."
    assert ARTICLE[closes["quote"]["start"] : closes["quote"]["end"]] == closes["quote"]["exact"]
    assert {ARTICLE[each["start"] : each["end"]] for each in closes["places"] if each["what"] == "cue"} == {"said"}
    assert [(each["name"], each["source"]) for each in closes["chain"]] == [("The Ministry of Transport", "transport")]
    (offered,) = closes["claims"]
    assert (offered["key"], offered["why"], offered["status"]) == ("bridge-shut", "similar", "unsourced")
    west, official = harbour["chain"]
    assert (west["source"], official["source"]) == ("west", "aide")
    assert (official["unnamed"], official["known_to"]) == (True, "Agency West")
    assert harbour["reason"].startswith("was not authorised")
    assert (harbour["hedge"], harbour["ground_rule"]) == ({"degree": "possible", "words": "may"}, "background")
    assert denied["same_as"] == accused["id"]
    assert (found[NEITHER]["obstacle"], found[HEARSAY]["obstacle"]) == ("neither", "passes_on")
    assert 0 < closes["confidence"] <= 1
    assert "decided" not in closes
