"""Outsiders narrow the list by what they see: a filter that read the desk's side would tell what is hidden."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db.models import Q

from claims.models import Claim, OutsideView
from claims.operations.flags.waivers import waive
from claims.operations.merges.split import Part, split
from claims.queries.claims.filters import conditions, outside
from tests.cases import claim, load, outlet, person, row, unnamed
from tests.claims.operations.moving import because, pk


def found(condition: Q) -> set[str]:
    return set(Claim.objects.filter(condition).values_list("key", flat=True))


@pytest.fixture
def desk(loaded: Callable[..., Any]) -> None:
    """A claim that only a hidden one contests, and one that an open rival does."""

    def against(key: str) -> list[dict[str, str]]:
        return [{"kind": "contradicts", "claim": key}]

    secret = claim("secret", row("ben"), relations=against("c"), public=False)
    rival = claim("rival", row("ben"), relations=against("d"))
    both = claim("c", row("ada")), claim("d", row("ada"))
    loaded(sources=[person("ada"), person("ben")], claims=[*both, secret, rival])


def test_what_only_a_hidden_claim_contests_is_contested_for_the_desk_alone(desk: None) -> None:
    assert OutsideView.objects.get(claim__key="c").status == "unverified"
    assert {"c", "d"} <= found(conditions.with_status(["contested"]))
    assert found(outside.with_status(["contested"])) & {"c", "d"} == {"d"}
    assert found(outside.with_open_flag("contested")) & {"c", "d"} == {"d"}
    assert found(outside.with_severity("critical")) & {"c", "d"} == {"d"}


def test_a_waived_flag_is_open_and_a_flag_of_the_desk_alone_does_not_exist(desk: None, now: datetime) -> None:
    waive([pk("d")], ["contested"], because(now), until=now + timedelta(days=3))
    load({"sources": [outlet("post"), unnamed("u", "post")], "claims": [claim("e", row("u"))]}, at=now)

    assert "d" in found(outside.with_open_flag("contested"))
    assert "e" in found(conditions.with_open_flag("unnamed_unapproved"))
    assert found(outside.with_open_flag("unnamed_unapproved")) == set()


def test_a_claim_split_into_hidden_parts_is_current_for_outsiders(desk: None, now: datetime) -> None:
    split(pk("c"), [Part("x", "One part."), Part("y", "Another.")], {}, because(now))
    assert "c" not in found(outside.going_on())
    load({"claims": [claim(key, public=False) for key in "xy"]}, at=now)

    assert "c" in found(conditions.retired("split"))
    assert "c" in found(outside.going_on())
    assert "c" not in found(outside.retired("split"))
