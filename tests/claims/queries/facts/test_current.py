"""Sources read for one claim after another equal those read for all at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from claims.queries.facts.current import Sources
from sources.models import Source
from tests.cases import claim, outlet, person, row, unnamed

Load = Callable[..., Any]


@pytest.fixture
def ids(loaded: Load, now: datetime) -> dict[str, int]:
    """A family of three, one of which vouches for an unnamed source, and a bystander."""
    loaded(
        sources=[outlet("group"), outlet("post"), outlet("wire"), person("ada"), unnamed("dip", "wire")],
        relations=[
            {"from": "post", "to": "group", "kind": "owned_by", "reason": "Its owner."},
            {"from": "wire", "to": "group", "kind": "owned_by", "reason": "Its owner."},
        ],
        claims=[claim("c", row("ada"))],
    )
    return dict(Source.objects.values_list("key", "id"))


def test_a_family_is_complete_when_its_members_are_read_one_by_one(ids: dict[str, int]) -> None:
    sources = Sources()
    for key in ("post", "dip", "ada", "group"):
        found = sources.directory([ids[key]])
    once = Sources().directory([ids[key] for key in ("post", "dip", "ada", "group")])
    assert found == once
    family = once.sources[ids["post"]].family
    assert {member.voice for member in found.families[family]} == {ids["group"], ids["post"], ids["wire"]}


def test_only_the_requested_source_of_a_known_family_is_read(
    ids: dict[str, int], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    sources = Sources()
    sources.directory([ids["post"]])
    with django_assert_num_queries(2):  # the source, and judgements of it
        sources.directory([ids["wire"]])
