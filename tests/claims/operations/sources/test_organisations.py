"""Organisations that are sources: what they prove of unnamed sources, and who is re-assessed when their ties change."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction

from claims.casefile import decode
from claims.models import SourcePrint, Standing
from claims.operations.merges.sources import merge_sources
from claims.operations.sources.changes import apply_source_changes
from claims.queries.claims.selection import ids_of_all
from claims.queries.facts.assembling import directory_of
from claims.queries.facts.current import Sources
from claims.queries.policy.versions import thresholds
from claims.verification import Change, clock_at, evaluate, refresh_prints
from claims.verification.foreseeing import foresee
from claims.verification.replaying import EQUAL, replay
from sources.models import Source, SourceChange, SourceRelation
from sources.operations import (
    SourceOperationError,
    change_source,
    judge,
    record_sources,
    relate,
    strike_relation,
    undo_merger,
)
from sources.queries import SourceHistory, all_ids, members_as_of
from sources.queries.changes import last_change_at
from tests.cases import claim, outlet, person, row, unnamed
from tests.recompute import assert_stored_equals_fresh

Load = Callable[..., Any]
Counted = Callable[[], int]


def body(key: str, **fields: Any) -> dict[str, Any]:
    return {"key": key, "name": key.title(), "kind": "government", **fields}


BODIES = [body("state"), body("pentagon"), body("kremlin"), body("us")]


def two(one: str | None, other: str | None, **more: Any) -> dict[str, Any]:
    """Return a case of two outlets, each with an unnamed official of an organisation."""
    officials = [
        unnamed("u", "post", **({"organisation_key": one} if one else {})),
        unnamed("v", "wire", **({"organisation_key": other} if other else {})),
    ]
    rows = [row("u"), row("post", stance="reports", cites=["u"]), row("v"), row("wire", stance="reports", cites=["v"])]
    return {"sources": [outlet("post"), outlet("wire"), *BODIES, *officials], "claims": [claim("c", *rows)], **more}


def source(key: str) -> Source:
    return Source.objects.get(key=key)


def tie(one: str, other: str, kind: str, at: datetime) -> SourceRelation:
    relation = SourceRelation(from_source=source(one), to_source=source(other), kind=kind, reason="As its site says.")
    relate([relation], at=at, actor="user:eve")
    return relation


def applied(at: datetime) -> None:
    """Apply what changed, and compare everything stored with what the records give, now and at each earlier time."""
    apply_source_changes(at, actor="user:eve")
    assert_stored_equals_fresh(at)
    assert [one for one in replay(ids_of_all()) if one.outcome != EQUAL] == []
    assert_read_the_same_way()


def assert_read_the_same_way() -> None:
    """Compare the sources as verification reads them with those of the record as of now."""
    last = last_change_at()
    assert last is not None
    as_of, now = directory_of(members_as_of(last)), Sources().directory(all_ids())
    assert {pk: now.sources[pk] for pk in as_of.sources} == as_of.sources
    history = directory_of(SourceHistory().members(all_ids(), last))
    assert history.sources == as_of.sources
    named = {fact.family for fact in as_of.sources.values() if fact.known}
    for family in named:
        assert now.families.get(family) == as_of.families.get(family) == history.families.get(family)


@pytest.fixture
def at(now: datetime) -> datetime:
    return now + timedelta(hours=1)


def certain(key: str = "c") -> int:
    result = Standing.objects.select_related("assessment").get(claim__key=key).assessment.result
    return int(result["support"]["at_least"])


@pytest.mark.parametrize(("one", "other", "count"), [("state", "kremlin", 2), ("state", "state", 1), ("state", None, 1)])
def test_only_two_different_organisations_prove_two_people(loaded: Load, one: str, other: str | None, count: int) -> None:
    loaded(**two(one, other))
    assert certain() == count


def test_a_tie_of_an_organisation_reaches_the_claims_of_its_officials(loaded: Load, at: datetime) -> None:
    loaded(**two("pentagon", "us"))
    assert certain() == 2
    relation = tie("pentagon", "us", "part_of", at)
    applied(at)
    assert certain() == 1
    strike_relation(relation, at=at, actor="user:eve", reason="Not any more.")
    applied(at)
    assert certain() == 2


def test_a_tie_further_up_reaches_them_too(loaded: Load, at: datetime) -> None:
    loaded(**two("pentagon", "us", relations=[{"from": "state", "to": "us", "kind": "part_of", "reason": "A department."}]))
    tie("pentagon", "state", "owned_by", at)
    applied(at)
    assert certain() == 1


def test_a_tie_that_a_judgement_takes_away_leads_nowhere(loaded: Load, at: datetime) -> None:
    loaded(**two("pentagon", "us"))
    tie("pentagon", "us", "owned_by", at)
    applied(at)
    assert certain() == 1
    judge(source("pentagon"), source("us"), "independent", at=at, actor="user:eve", reason="Decides by itself.")
    applied(at)
    assert certain() == 2


def test_second_records_of_officials_are_reached(loaded: Load, at: datetime) -> None:
    """They have the organisations of the first records, which themselves are in no row."""
    case = two("pentagon", "us")
    loaded(**{**case, "sources": [*case["sources"], unnamed("u-2", "post"), unnamed("v-2", "wire")], "claims": []})
    for first in ("u", "v"):
        merge_sources(source(f"{first}-2"), source(first), Change(at, "user:eve", "merged", "One and the same."))
    apply_source_changes(at, actor="user:eve")
    rows = [row("u-2"), row("post", stance="reports", cites=["u-2"]), row("v-2"), row("wire", stance="reports", cites=["v-2"])]
    loaded(claims=[claim("c", *rows)])
    assert certain() == 2
    tie("pentagon", "us", "part_of", at)
    applied(at)
    assert certain() == 1


def test_facts_of_a_claim_do_not_depend_on_what_is_read_with_them(loaded: Load, at: datetime) -> None:
    """What ben's organisation is part of is read for a claim that names neither him nor it."""
    sources = [outlet("post"), *BODIES, person("ada"), person("ben", organisation_key="pentagon"), unnamed("u", "post")]
    loaded(
        sources=sources,
        relations=[{"from": "ben", "to": "ada", "kind": "owned_by", "reason": "Owns."}],
        claims=[claim("c", row("ada"), row("u"), row("post", stance="reports", cites=["u"])), claim("d", row("us"))],
    )
    tie("pentagon", "us", "part_of", at)
    applied(at)
    first, other = ids_of_all()
    alone, both = (evaluate(ids, clock_at(at), thresholds())[first] for ids in ([first], [first, other]))
    assert alone.facts_digest == both.facts_digest


def test_the_organisation_of_another_member_of_a_family_counts(loaded: Load, at: datetime) -> None:
    """Whose row names the head of a family is compared with all in it, and with what their organisations are part of."""
    sources = [outlet("post"), *BODIES, person("ada", organisation_key="kremlin"), person("ben", organisation_key="pentagon")]
    rows = [row("ada"), row("u"), row("post", stance="reports", cites=["ada", "u"])]
    loaded(
        sources=[*sources, unnamed("u", "post", organisation_key="us")],
        relations=[{"from": "ben", "to": "ada", "kind": "owned_by", "reason": "Owns."}],
        claims=[claim("c", *rows)],
    )
    assert certain() == 2
    tie("pentagon", "us", "part_of", at)
    applied(at)
    assert certain() == 1


def test_merged_organisations_are_one_until_that_is_undone(loaded: Load, at: datetime) -> None:
    loaded(**two("state", "pentagon"))
    merge_sources(source("state"), source("pentagon"), Change(at, "user:eve", "merged", "Renamed."))
    applied(at)
    assert certain() == 1
    undo_merger(source("state"), at=at, actor="user:eve", reason="They are two.")
    applied(at)
    assert certain() == 2


def test_a_changed_organisation_is_on_record_with_both_and_as_of_knows_the_old(loaded: Load, at: datetime) -> None:
    loaded(**two("state", "kremlin"))
    before = last_change_at()
    change_source(source("v"), {"organisation_source_id": source("state").pk}, at=at, actor="user:eve", reason="Corrected.")
    applied(at)
    assert certain() == 1
    change = SourceChange.objects.get(action="changed")
    both = {"organisation_source_id": source("kremlin").pk}, {"organisation_source_id": source("state").pk}
    assert (change.old, change.new) == both
    (found,) = evaluate(ids_of_all(), clock_at(at), thresholds(), recorded=before).values()
    assert found.assessment is not None
    assert found.assessment.support.at_least == 2


def test_the_print_of_an_official_covers_what_leads_up_from_the_organisation(loaded: Load) -> None:
    loaded(**two("pentagon", "us"))
    refresh_prints()
    before = dict(SourcePrint.objects.values_list("source__key", "print"))
    rows = SourceRelation(from_source=source("pentagon"), to_source=source("us"), kind="owned_by", reason="Unrecorded.")
    rows.recorded_at = source("us").recorded_at
    rows.save()
    Source.objects.filter(key="us").update(family=source("pentagon"))
    refresh_prints()
    after = dict(SourcePrint.objects.values_list("source__key", "print"))
    assert before["u"] != after["u"]
    assert before["post"] == after["post"]


def test_what_a_file_says_of_organisations_is_foreseen(loaded: Load, now: datetime) -> None:
    loaded(sources=[*BODIES, outlet("post"), unnamed("u", "post", organisation_key="pentagon")], claims=[])
    tie("pentagon", "us", "part_of", now)
    loaded(claims=[claim("c", row("u"), row("post", stance="reports", cites=["u"]))])
    for key, count in (("us", 1), ("kremlin", 2), ("duma", 2)):
        sources = [outlet("wire"), body("duma"), unnamed("v", "wire", organisation_key=key)]
        more = {"sources": sources, "claims": [claim("c", row("v"), row("wire", stance="reports", cites=["v"]))]}
        said = decode(json.dumps({"format": "factcheck-case/1", **more}).encode())
        foreseen = foresee(ids_of_all()[0], said, clock_at(now), thresholds()).after.support.at_least
        with transaction.atomic():
            loaded(**more)
            stored = certain()
            transaction.set_rollback(True)
        assert foreseen == stored == count


class TestOnTheDesk:
    def test_a_circle_is_refused_however_long(self, loaded: Load, at: datetime) -> None:
        loaded(sources=[body("a", organisation_key="b"), body("b", organisation_key="c"), body("c"), outlet("post")])
        for key in ("a", "c"):
            with pytest.raises(SourceOperationError, match="belongs to it"):
                change_source(source("c"), {"organisation_source_id": source(key).pk}, at=at, actor="user:eve")
        with pytest.raises(SourceOperationError, match="cannot be a person"):
            change_source(source("c"), {"kind": "person"}, at=at, actor="user:eve")
        loaded(sources=[unnamed("u", "post")])
        new = Source(key="new", name="New", kind="government", organisation_source=source("u"))
        with pytest.raises(SourceOperationError, match="is unnamed and cannot be the organisation"):
            record_sources([new], at=at, actor="user:eve")

    def test_another_organisation_ends_the_approval(self, loaded: Load, at: datetime) -> None:
        loaded(**two("state", "us"))
        eve = User.objects.create_user("eve")
        change_source(source("u"), {"approved_by": "sen"}, at=at, actor="command")
        change_source(
            source("u"),
            {"organisation_source_id": source("us").pk},
            at=at,
            actor="user:eve",
            reason="So it says.",
            person=eve.pk,
        )
        assert source("u").approved_by == ""
        with pytest.raises(SourceOperationError, match="You recorded this unnamed source"):
            change_source(source("u"), {"approved_by": "eve"}, at=at, actor="user:eve", reason="Seen.", person=eve.pk)
