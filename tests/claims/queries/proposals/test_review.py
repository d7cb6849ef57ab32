from __future__ import annotations

from datetime import datetime

from claims.models import Attribution, ProposedAttribution
from claims.queries.proposals.review import (
    claims_made_of,
    counts_of,
    decided_proposals,
    open_proposals,
    proposals_of_ids,
    readings_of,
)
from tests import reviewing
from tests.cases import claim, load, row


def numbers(rows: list[ProposedAttribution]) -> list[int]:
    return [each.number for each in rows]


def test_proposals_of_low_confidence_or_without_one_are_hidden_unless_asked_for(db: None, now: datetime) -> None:
    reading = reviewing.reading(now=now)
    rows = ProposedAttribution.objects.order_by("number")
    rows.filter(number=1).update(confidence=None)
    rows.filter(number=2).update(confidence=0.4)

    assert numbers(open_proposals(reading, everything=False, limit=3)) == [3, 4, 5]
    assert numbers(open_proposals(reading, everything=True, limit=3)) == [1, 2, 3]
    assert counts_of(reading) == (7, 2, 0)


def test_decided_proposals_are_listed_with_the_claims_that_they_led_to(db: None, now: datetime) -> None:
    reading = reviewing.reading(now=now)
    load({"claims": [claim("c", row("oster"))]}, at=now)
    one, other = ProposedAttribution.objects.order_by("number")[:2]
    said = {"decided_at": now, "decided_by": "user:ada"}
    ProposedAttribution.objects.filter(pk__in=(one.pk, other.pk)).update(decision="accepted", **said)
    one.attributions.add(Attribution.objects.get())

    assert numbers(decided_proposals(reading, limit=9)) == [1, 2]
    assert {number: made.key for number, made in claims_made_of(reading).items()} == {1: "c"}
    assert counts_of(reading) == (5, 0, 2)
    assert numbers(proposals_of_ids(reading, [one.pk, 10**9])) == [1]
    assert readings_of(reading.capture) == [reading]
