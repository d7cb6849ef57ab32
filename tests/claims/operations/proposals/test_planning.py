from __future__ import annotations

from datetime import datetime

import pytest

from claims.models import Claim
from claims.operations.proposals.planning import Accepted, ChainSource, ClaimAccepted, place_of, plan_of, with_publisher
from sources.models import Document
from tests.cases import claim, load, row
from tests.reviewing import CASE

TEXT = "It rained. Oster said it fell. It rained."
GAZETTE, OSTER = ChainSource("gazette", "outlet"), ChainSource("oster", "person")
SAID = {
    "stance": "supports", "scope": "full", "ground_rule": "on_the_record", "hedge": "", "hedge_words": "", "basis": "",
    "said_at": "",
}  # fmt: skip


@pytest.mark.parametrize(
    ("quote", "near", "place"),
    [
        ("It rained.", 0, (0, 10)),
        ("It rained.", 30, (31, 41)),
        (" Oster\u00ad said ", 0, (11, 21)),
        ("It snowed.", 0, None),
        ("  ", 0, None),
        (".*", 0, None),
    ],
)
def test_a_quote_is_found_at_the_place_nearest_to_its_proposal(quote: str, near: int, place: tuple[int, int] | None) -> None:
    assert place_of(quote, TEXT, near) == place


def test_the_publisher_is_the_first_hand_and_not_named_twice() -> None:
    assert with_publisher(GAZETTE, [OSTER]) == (GAZETTE, OSTER)
    assert with_publisher(GAZETTE, [GAZETTE, OSTER]) == (GAZETTE, OSTER)
    assert with_publisher(GAZETTE, []) == (GAZETTE,)


@pytest.fixture
def document(db: None, now: datetime) -> Document:
    load(CASE, at=now)
    return Document.objects.get()


def test_a_new_claim_gets_the_chain_with_the_quote_at_the_publisher(document: Document) -> None:
    accepted = Accepted(4, (GAZETTE, OSTER), {**SAID, "hedge": "possible", "hedge_words": "may"}, (11, 30))

    plan = plan_of([ClaimAccepted((accepted,), None, 0, {"text": "It fell.", "public": False})], TEXT, document)

    (record,) = plan.values["claims"]
    oster, gazette = record["attributions"]
    assert (record["key"], record["public"], plan.expected) == ("it-fell", False, {"it-fell": 0})
    assert (oster["hedge"], oster["basis"], "document" in oster) == ({"degree": "possible", "words": "may"}, "statement", False)
    assert (gazette["cites"], gazette["document"], gazette["said_at"]) == (["oster"], "bridge", "2024-06-11")
    assert (gazette["quote"]["exact"], gazette["quote"]["start"]) == ("Oster said it fell.", 11)
    assert (plan.rows, plan.places) == ({4: (("it-fell", "oster"), ("it-fell", "gazette"))}, ((4, 4),))


def test_a_recorded_claim_keeps_its_text_and_what_it_has_is_joined(document: Document, now: datetime) -> None:
    load({"claims": [claim("fell", row("oster"), text="It fell down.")]}, at=now)
    known = Claim.objects.get()

    plan = plan_of([ClaimAccepted((Accepted(1, (GAZETTE, OSTER), SAID, (11, 30)),), known, 3, {})], TEXT, document)

    (record,) = plan.values["claims"]
    assert (record["text"], [each["source"] for each in record["attributions"]], plan.expected) == (
        "It fell down.",
        ["gazette"],
        {"fell": 3},
    )
    assert plan.rows == {1: (("fell", "oster"), ("fell", "gazette"))}
