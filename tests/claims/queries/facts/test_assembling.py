"""From rows to what the policy reads: names in sentences, families, and the live support of contradicting claims."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from claims.operations.merges.merge import merge
from claims.queries.facts.assembling import families, label, source_fact
from claims.queries.facts.current import load_facts
from sources.queries import SourceRow
from tests.cases import claim, outlet, person, row
from tests.claims.operations.moving import because, pk

POST = SourceRow(1, "post", "The Post", "Post", "outlet", True, None, "", False, "US", None, None, "", "", 1, 1)
ADA = POST._replace(id=2, key="ada", name="Ada", short_name="", kind="person", voice=2)
OFFICIAL = ADA._replace(id=3, key="u", name="Unnamed official", identified=False, vouched_by_id=1, voice=3, family=3)
SAID_UNTIL = "2024-06-12T12:00Z"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Unnamed official", "unnamed official known only through Post"),
        ("Others", "others known only through Post"),
        ("U.S. official", "U.S. official known only through Post"),
    ],
)
def test_an_unnamed_source_is_called_by_its_role_and_who_vouches_for_it(name: str, shown: str) -> None:
    assert label(OFFICIAL._replace(name=name), [POST], {}) == shown


def test_one_that_several_outlets_know_is_called_by_all_of_them() -> None:
    wire = POST._replace(id=5, key="wire", short_name="Wire")
    assert label(OFFICIAL, [POST, wire], {}) == "unnamed official known only through Post and Wire"


def test_a_named_source_is_called_by_its_short_name_and_a_name_that_runs_leftwards_is_isolated() -> None:
    assert (label(POST, [], {}), label(ADA, [], {})) == ("Post", "Ada")
    assert label(ADA._replace(name="عادل"), [], {}) == "\u2068عادل\u2069"


def test_a_second_record_has_the_traits_and_the_approval_of_the_first() -> None:
    first = OFFICIAL._replace(country="CN", description="d", anonymity_reason="afraid", approved_by="sen")
    second = OFFICIAL._replace(id=4, key="u-2", voice=3, country="US")
    known = {1: POST, 3: first, 4: second}

    fact = source_fact(second, known, {}, {})

    assert (fact.country, fact.lacks, fact.vouchers, fact.voice) == ("CN", (), (1,), 3)
    assert source_fact(second, {}, {}, {}).lacks == ("a description", "a reason for anonymity", "an approving editor")


def test_a_family_has_its_named_members_in_the_order_of_their_ids() -> None:
    found = families([ADA._replace(family=1), POST, OFFICIAL], {})
    assert {family: [one.id for one in members] for family, members in found.items()} == {1: [1, 2]}


def contradictions(key: str, said_until: str = SAID_UNTIL) -> list[tuple[str, list[str]]]:
    found = load_facts([pk(key)], said_until).claims[pk(key)].contradictions
    return [(each.key, [supporter.label for supporter in each.supporters]) for each in found]


def test_only_live_support_of_a_rival_contradicts_and_never_that_of_one_that_was_merged(
    loaded: Callable[..., Any], now: datetime
) -> None:
    against = [{"kind": "contradicts", "claim": "c"}]
    rows = row("ada", said_at="2024-06-01"), row("ben", stance="denies")
    loaded(
        sources=[person("ada"), person("ben"), outlet("post")],
        claims=[claim("c"), claim("rival", *rows, relations=against), claim("bare", relations=against), claim("other")],
    )
    assert contradictions("c") == [("rival", ["Ada"])]
    assert contradictions("c", "2024-05-31T23:59Z") == []  # before she said so

    merge(pk("rival"), pk("other"), because(now))

    assert contradictions("c") == [("other", ["Ada"])]
