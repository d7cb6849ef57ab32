"""The current facts of claims, and the sources that they name, read for one claim after another or for all at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from claims.models import Attribution, Claim
from claims.operations.documents.changes import withdraw_document
from claims.operations.merges.removal import remove_claim
from claims.queries.facts.current import Sources, compact, load_facts, of, sources_named
from sources.models import Document, Source
from sources.operations import change_source
from tests.cases import claim, outlet, person, row, unnamed
from tests.claims.operations.moving import because, pk

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


def test_sources_are_forgotten_once_one_of_them_has_changed(ids: dict[str, int], now: datetime) -> None:
    sources = Sources()
    assert not sources.outdated()
    sources.directory([ids["ada"]])
    change_source(Source.objects.get(key="ada"), {"country": "US"}, at=now, actor="user:eve")

    assert sources.outdated()

    assert sources.directory([ids["ada"]]).sources[ids["ada"]].country == "US"
    assert not sources.outdated()


def test_beyond_the_most_that_are_kept_only_those_asked_for_are_read_again(
    ids: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Sources, "MOST", 2)
    sources = Sources()
    for key in ("group", "post", "ada"):
        found = sources.directory([ids[key]])
    assert found.sources.keys() == {ids["ada"]}


def test_voided_rows_and_deleted_claims_are_no_facts(loaded: Load, now: datetime) -> None:
    rows = row("ada"), row("slip", "ada", voided={"reason": "typed twice"}), row("post", cites=["ada", "slip"])
    loaded(sources=[person("ada"), outlet("post")], claims=[claim("c", *rows), claim("gone", row("ada"))])
    both = [pk("c"), pk("gone")]
    remove_claim(pk("gone"), because(now))

    found = load_facts(both, "2024-06-30T00:00Z").claims

    assert found.keys() == {pk("c")}
    assert [one.key for one in found[pk("c")].attributions] == ["ada", "post"]
    assert len(found[pk("c")].attributions[1].cites) == 2  # also to what was voided: or this relay would look like an origin


def test_whoever_took_something_back_is_named_among_the_sources(loaded: Load, now: datetime) -> None:
    article = {"key": "doc", "publisher": "press", "kind": "article", "title": "T"}
    rows = row("ada", withdrawn={"by": "source", "reason": "misheard"}), row("ben", document="doc"), row("u")
    people = *map(person, ("ada", "ben", "cy")), outlet("press"), outlet("post"), unnamed("u", "post")
    loaded(sources=[*people], documents=[article], claims=[claim("c", *rows, interests=[{"source": "cy", "side": 1}])])
    withdraw_document(Document.objects.get(), because(now))

    facts = load_facts([pk("c")], "2024-06-30T00:00Z").claims[pk("c")]

    ids = dict(Source.objects.values_list("pk", "key"))
    assert [ids.get(one.withdrawn_by or 0) for one in facts.attributions] == ["ada", "press", None]
    assert {ids[source] for source in sources_named([facts])} == {"ada", "ben", "u", "press", "cy"}
    assert facts.last_recorded_at == Attribution.objects.get(key="ben").withdrawal_recorded_at


def test_ids_without_gaps_are_read_as_a_range(loaded: Load) -> None:
    assert (compact([3, 4, 5]), compact([3, 5]), compact([]), compact([7])) == (range(3, 6), [3, 5], [], range(7, 8))
    loaded(claims=[claim(key) for key in "abc"])
    first, second, third = (pk(key) for key in "abc")
    for ids in (range(first, third), [first, second]):
        assert set(Claim.objects.filter(of("id", ids)).values_list("key", flat=True)) == {"a", "b"}
