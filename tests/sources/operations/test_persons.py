"""No name of a person gets into an unnamed source unnoticed, in any order, and nobody learns of hidden ones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from claims.models import Claim
from sources.models import PersonMatch, Source, SourceWord
from sources.operations import (
    PersonNamedError,
    SourceOperationError,
    change_source,
    judge,
    merge_sources,
    record_sources,
    settle_match,
    undo_merger,
)
from tests.cases import claim, load, outlet, person, row, unnamed

pytestmark = pytest.mark.django_db
PUTIN = person("putin", name="Vladimir Putin", aliases=["Владимир Путин"])
CLOSE = "a person close to Putin"


@pytest.fixture
def desk(now: datetime) -> None:
    """A person on no claim, an outlet, and an unnamed source known to it."""
    load({"sources": [PUTIN, outlet("post"), unnamed("u", "post")]}, at=now)


def key(name: str) -> Source:
    return Source.objects.get(key=name)


def new(known: str = "v", **fields: Any) -> Source:
    values = {"name": "Unnamed official", "kind": "person", "identified": False, "vouched_by": key("post"), **fields}
    return Source(key=known, **values)


def matches() -> dict[tuple[str, str], bool]:
    """Return whom the texts of which unnamed source name, and whether that waits for a senior editor."""
    rows = PersonMatch.objects.select_related("unnamed", "person")
    return {(row.unnamed.key, row.person.key): row.settled_at is None for row in rows}


@pytest.mark.parametrize("field", ["short_name", "aliases", "homepage", "wikidata_id"])
def test_nothing_is_stored_that_shows_who_it_is(field: str, desk: None, now: datetime) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Source.objects.filter(key="u").update(**{field: "X"})
    with pytest.raises(SourceOperationError, match="would identify it"):
        change_source(key("u"), {field: "X"}, at=now, actor="user:eve")
    assert getattr(key("u"), field) == ""


@pytest.mark.parametrize("name", ["Vladimir Putin, official", "The diplomat PUTIN, Vladimir", "Владимиру Путину служит"])
def test_what_calls_it_by_a_name_is_refused_whoever_confirms(name: str, desk: None, now: datetime) -> None:
    with pytest.raises(PersonNamedError) as error:
        record_sources([new(name=name)], at=now, actor="user:sen", names_confirmed=["v"])
    assert list(error.value.by_place) == ["name"]
    assert not Source.objects.filter(key="v").exists()


@pytest.mark.parametrize("field", ["description", "organisation", "anonymity_reason", "reliability_rationale", "reason"])
def test_other_texts_need_a_word(field: str, desk: None, now: datetime) -> None:
    texts, reason = ({}, CLOSE) if field == "reason" else ({field: CLOSE}, "")
    texts = texts or {"country": "RU"}
    with pytest.raises(PersonNamedError, match="senior editor") as error:
        change_source(key("u"), texts, at=now, actor="user:ed", reason=reason)
    assert list(error.value.by_place) == [field]
    change_source(key("u"), texts, at=now, actor="user:sen", reason=reason, names_confirmed=True)
    assert matches() == {("u", "putin"): False}


def test_reasons_of_judgements_and_mergers_need_one_too(desk: None, now: datetime) -> None:
    record_sources([new()], at=now, actor="user:ed")
    by: dict[str, Any] = {"at": now, "actor": "user:sen", "reason": CLOSE}
    moves: list[Callable[..., Any]] = [
        lambda **more: judge(key("u"), key("putin"), "unsure", **by, **more),
        lambda **more: merge_sources(key("v"), key("u"), **by, **more),
        lambda **more: undo_merger(key("v"), **by, **more),
    ]
    for move in moves:
        with pytest.raises(PersonNamedError):
            move()
        move(names_confirmed=True)
    assert matches() == {("u", "putin"): False, ("v", "putin"): False}


def test_what_is_unchanged_is_not_looked_at_again(desk: None, now: datetime) -> None:
    change_source(key("u"), {"description": CLOSE}, at=now, actor="user:sen", names_confirmed=True)

    assert change_source(key("u"), {"description": CLOSE, "country": "RU"}, at=now, actor="user:ed", reason="found out")
    with pytest.raises(PersonNamedError):
        change_source(key("u"), {"description": f"{CLOSE}, it said"}, at=now, actor="user:ed")


def test_who_vouches_may_be_named(now: datetime) -> None:
    shown = unnamed("h", "hersh", description="a source of Seymour Hersh")
    load({"sources": [person("hersh", name="Seymour Hersh"), shown]}, at=now)
    assert matches() == {}


def test_a_person_who_is_recorded_later_is_left_to_senior_editors(desk: None, now: datetime) -> None:
    load({"sources": [unnamed("v", "post", name="Ada Lovelace, official", description="a friend of Byron")]}, at=now)
    assert matches() == {}

    load({"sources": [person("ada", name="Ada Lovelace"), person("b", name="George"), person("c", name="Other")]}, at=now)
    assert matches() == {("v", "ada"): True}
    change_source(key("b"), {"aliases": "Byron"}, at=now, actor="user:ed")
    assert matches() == {("v", "ada"): True, ("v", "b"): True}

    with pytest.raises(SourceOperationError, match="Say why"):
        settle_match(PersonMatch.objects.get(person__key="b"), at=now, actor="user:sen", reason=" \u200b")
    settle_match(PersonMatch.objects.get(person__key="b"), at=now, actor="user:sen", reason="a poet, long dead")
    change_source(key("v"), {"name": "Unnamed official"}, at=now, actor="user:sen")
    assert matches() == {("v", "b"): False}


@pytest.mark.parametrize("hidden", [{"public": False}, {"embargo_until": True}])
def test_a_person_known_from_hidden_claims_refuses_nothing(hidden: dict[str, Any], desk: None, now: datetime) -> None:
    load({"claims": [claim("secret", row("p", "putin"))]}, at=now)
    far = {"embargo_until": now.replace(year=now.year + 1)} if "embargo_until" in hidden else hidden
    Claim.objects.filter(key="secret").update(**far)

    record_sources([new(name="Vladimir Putin, official", description=CLOSE)], at=now, actor="user:ed")
    load({"sources": [unnamed("w", "post", description=CLOSE)]}, at=now)
    assert matches() == {("v", "putin"): True, ("w", "putin"): True}

    load({"claims": [claim("open", row("p", "putin"))]}, at=now)
    with pytest.raises(PersonNamedError):
        record_sources([new("x", description=CLOSE)], at=now, actor="user:ed")


def test_the_check_reads_the_few_whose_names_are_near(desk: None, now: datetime) -> None:
    load({"sources": [person(f"p{n}", name=f"First{n} Last{n}") for n in range(300)]}, at=now)
    shown = new(description=CLOSE)
    with CaptureQueriesContext(connection) as asked, pytest.raises(PersonNamedError):
        record_sources([shown], at=now, actor="user:ed")
    read = [query["sql"] for query in asked if "search_text" in (query["sql"] or "")]
    assert len(read) == 1  # the candidates, by their ids
    assert Source.objects.filter(pk__in=SourceWord.objects.filter(word="putin").values("source")).get().key == "putin"
