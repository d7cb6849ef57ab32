"""Whatever sequence of operations: the stored body, flags and counts equal a fresh recomputation."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from claims.casefile import CaseFileError, encode
from claims.models import Attribution, Citation, ClaimRelation, Interest, PublicBody
from claims.operations.attributions import attach_document, redirect_link, strike_link, void, withdraw, withdraw_document
from claims.operations.claims import strike_interest
from claims.operations.claims import strike_relation as strike_claim_relation
from claims.operations.source_changes import apply_source_changes
from claims.operations.writing import OperationError
from claims.queries.exports import claim_ids, export
from claims.queries.integrity import conflicting_stakes
from claims.verification import Change
from sources.models import Document, Source, SourceRelation
from sources.operations import SourceOperationError, change_source, judge, relate, strike_relation
from tests.cases import claim, load, outlet, person, row, unnamed
from tests.recompute import assert_stored_equals_fresh

START = datetime(2024, 6, 12, 12, 0, tzinfo=UTC)
SOURCES = ["post", "wire", "ada", "ben", "cy", "u", "v"]
STANCES = ["supports", "denies", "questions", "reports", "declined"]
DATES = ["", "2024", "2024-05", "2024-06-01", "2024-06-11T08:00Z"]

number = st.integers(0, 50)
steps = st.lists(
    st.one_of(
        st.tuples(
            st.just("record"),
            st.integers(0, 2),
            st.sampled_from(SOURCES),
            st.sampled_from(STANCES),
            st.lists(number, max_size=2),
            st.sampled_from(DATES),
            st.sampled_from([None, "doc-a", "doc-b"]),
            st.sampled_from(["cites", "copies", "supersedes", "partial"]),
        ),
        st.tuples(
            st.sampled_from(["withdraw", "void", "attach", "strike", "retract", "unrelate", "unstake", "reconcile"]), number
        ),
        st.tuples(st.just("redirect"), number, number),
        st.tuples(st.just("relate"), number, number, st.sampled_from(["owned_by", "same_as", "shares_reporting_with"])),
        st.tuples(st.just("judge"), number, number, st.sampled_from(["independent", "dependent", "unsure"])),
        st.tuples(st.just("trait"), number, st.sampled_from(["US", "CN", ""])),
        st.tuples(st.just("contradict"), st.integers(0, 2), st.integers(0, 2)),
        st.tuples(st.just("stake"), st.integers(0, 2), st.sampled_from(SOURCES), st.sampled_from([1, -1])),
    ),
    min_size=3,
    max_size=14,
)


def start() -> None:
    documents = [{"key": f"doc-{n}", "publisher": "post", "kind": "article", "title": n} for n in "ab"]
    sources = [outlet("post"), outlet("wire"), person("ada", country="US"), person("ben"), person("cy")]
    sources += [unnamed("u", "post", country="US"), unnamed("v", "wire", plural=True)]
    load({"sources": sources, "documents": documents, "claims": [claim(f"c{n}") for n in range(3)]}, at=START)


def pick(rows: Any, index: int) -> Any:
    found = list(rows.order_by("id"))
    return found[index % len(found)] if found else None


def recorded(step: tuple[Any, ...], key: str, at: datetime) -> None:
    _, number, source, stance, cited, said_at, document, how = step
    known = list(Attribution.objects.filter(claim__key=f"c{number}").order_by("id").values_list("key", flat=True))
    upstream = sorted({known[index % len(known)] for index in cited}) if known else []
    fields: dict[str, Any] = {"said_at": said_at or None, "document": document}
    if how == "copies" and upstream and stance == "reports":
        fields["copies"] = upstream[0]
    elif how == "supersedes" and upstream:
        fields["supersedes"] = upstream[0]
    elif upstream:
        fields["cites"] = upstream
    if how == "partial":
        fields["scope"] = "partial"
    load({"claims": [claim(f"c{number}", row(key, source, stance, **fields))]}, at=at)


def perform(step: tuple[Any, ...], key: str, at: datetime) -> None:
    change = Change(at, "user:eve", step[0], "because")
    standing = Attribution.objects.filter(voided_at=None)
    match step:
        case ("record", *_):
            recorded(step, key, at)
        case ("withdraw", index) if chosen := pick(standing, index):
            withdraw(chosen, change, by="source")
        case ("void", index) if chosen := pick(standing, index):
            void(chosen, change)
        case ("attach", index) if chosen := pick(standing.filter(document=None), index):
            attach_document(chosen, Document.objects.order_by("id")[0], change)
        case ("strike", index) if link := pick(Citation.objects.filter(struck_at=None), index):
            strike_link(link, change)
        case ("redirect", index, other) if link := pick(Citation.objects.filter(struck_at=None), index):
            redirect_link(link, pick(Attribution.objects.filter(claim=link.citing.claim_id), other), change)
        case ("retract", index):
            withdraw_document(pick(Document.objects.all(), index), change)
        case ("relate", one, other, kind):
            pair = pick(Source.objects.all(), one), pick(Source.objects.all(), other)
            relate([SourceRelation(from_source=pair[0], to_source=pair[1], kind=kind, reason="so")], at=at, actor="user:eve")
        case ("unrelate", index) if relation := pick(SourceRelation.objects.filter(struck_at=None), index):
            strike_relation(relation, at=at, actor="user:eve", reason="not so")
        case ("unstake", index) if interest := pick(Interest.objects.filter(struck_at=None), index):
            strike_interest(interest, change)
        case ("reconcile", index) if rivalry := pick(ClaimRelation.objects.filter(struck_at=None), index):
            strike_claim_relation(rivalry, change)
        case ("judge", one, other, outcome):
            judge(
                pick(Source.objects.all(), one),
                pick(Source.objects.all(), other),
                outcome,
                at=at,
                actor="user:eve",
                reason="so",
            )
        case ("trait", index, country):
            change_source(pick(Source.objects.all(), index), {"country": country}, at=at, actor="user:eve")
        case ("contradict", one, other):
            load({"claims": [claim(f"c{one}", relations=[{"kind": "contradicts", "claim": f"c{other}"}])]}, at=at)
        case ("stake", index, source, side):
            load({"claims": [claim(f"c{index}", interests=[{"source": source, "side": side}])]}, at=at)


def live_through(sequence: list[tuple[Any, ...]]) -> datetime:
    """Carry out a history, leaving out what is refused; return the instant at which it ends."""
    start()
    at = START
    for index, step in enumerate(sequence):
        at += timedelta(minutes=1)
        try:
            with transaction.atomic():
                perform(step, f"row-{index:02}", at)
                apply_source_changes(at, actor="user:eve")
        except (OperationError, SourceOperationError, CaseFileError):
            continue  # refused, and nothing of it stored
    assume(not list(conflicting_stakes()))  # two sources with opposite stakes became one voice: an error that is told
    return at


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps)
def test_what_is_stored_equals_a_fresh_recomputation(sequence: list[tuple[Any, ...]]) -> None:
    with transaction.atomic():
        assert_stored_equals_fresh(live_through(sequence))
        transaction.set_rollback(True)


def exported() -> tuple[dict[str, Any], dict[str, tuple[str, str]]]:
    """Return what is stored as a case without record times, and the public body and findings of each claim."""
    case = json.loads(encode(export(claim_ids([]), whole=True)))
    results = PublicBody.objects.values_list("claim__key", "body", "claim__standing__assessment__findings_digest")
    return _timeless(case), {key: (body, digest) for key, body, digest in results}


def _timeless(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _timeless(inner) for name, inner in value.items() if name != "recorded_at"}
    return [_timeless(inner) for inner in value] if isinstance(value, list) else value


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps)
def test_what_is_exported_loads_back_to_the_same(sequence: list[tuple[Any, ...]]) -> None:
    with transaction.atomic():
        at = live_through(sequence)
        before = exported()
        transaction.set_rollback(True)
    with transaction.atomic():
        load(before[0], at=at)
        after = exported()
        again = load(before[0], at=at)
        transaction.set_rollback(True)
    assert after == before
    assert again.revised == ()
