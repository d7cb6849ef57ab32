"""Which sources outsiders may see: those that a claim they may read names, in whatever way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from claims.models import Attribution, Claim, Interest
from claims.operations.attributions.changes import void
from claims.operations.claims.assignment import strike_interest
from claims.operations.decisions.ledger import request_comment
from claims.operations.merges.removal import remove_claim
from claims.queries.facts.hidden_sources import named_in_public, only_hidden, public_source
from sources.models import Source
from tests.cases import claim, outlet, person, row, unnamed
from tests.claims.operations.moving import because, pk

DAY = timedelta(days=1)


@pytest.fixture
def desk(loaded: Callable[..., Any]) -> None:
    """A claim that names five sources, each in another way, and sources that nothing names."""
    article = {"key": "doc", "publisher": "press", "kind": "article", "title": "T"}
    said = row("speaker", document="doc"), row("u")
    loaded(
        sources=[
            *map(person, ("speaker", "staked", "asked", "nobody")),
            *map(outlet, ("press", "voucher")),
            unnamed("u", "voucher"),
        ],
        documents=[article],
        claims=[claim("c", *said, interests=[{"source": "staked", "side": -1}]), claim("other")],
    )


def seen(now: datetime) -> set[str]:
    return set(Source.objects.filter(named_in_public(now)).values_list("key", flat=True))


def test_speakers_vouchers_publishers_parties_and_who_was_asked_are_seen(desk: None, now: datetime) -> None:
    request_comment(pk("c"), Source.objects.get(key="asked"), because(now))
    assert seen(now) == {"speaker", "u", "voucher", "press", "staked", "asked"}
    assert public_source("speaker", now) == Source.objects.get(key="speaker").pk
    assert public_source("nobody", now) is public_source("unknown", now) is None


def test_what_was_voided_or_struck_out_shows_nobody(desk: None, now: datetime) -> None:
    void(Attribution.objects.get(key="u"), because(now))
    strike_interest(Interest.objects.get(), because(now))
    assert seen(now) == {"speaker", "press"}


def test_a_source_of_hidden_claims_alone_is_hidden_and_one_of_no_claim_is_not_counted_so(desk: None, now: datetime) -> None:
    ids = dict(Source.objects.values_list("key", "pk"))
    assert only_hidden(ids.values(), now) == set()

    Claim.objects.filter(key="c").update(embargo_until=now + DAY)

    assert seen(now) == set()
    assert only_hidden(ids.values(), now) == set(ids.values()) - {ids["nobody"], ids["asked"]}
    assert only_hidden([ids["speaker"], ids["nobody"]], now) == {ids["speaker"]}
    assert only_hidden(ids.values(), now + DAY) == only_hidden([], now) == set()


def test_a_deleted_claim_shows_nobody(desk: None, now: datetime) -> None:
    remove_claim(pk("c"), because(now))
    assert seen(now) == set()
