"""What the database itself refuses on the source side, whoever writes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from sources.models import Capture, Document, IndependenceJudgement, Source, SourceRelation

pytestmark = pytest.mark.django_db


@pytest.fixture
def make(now: datetime) -> Callable[..., Source]:
    def make_source(key: str, **fields: Any) -> Source:
        return Source.objects.create(key=key, name=key, kind="person", recorded_at=now, **fields)

    return make_source


@pytest.mark.parametrize(
    "fields",
    [
        {"identified": False},
        {"identified": False, "vouched": True, "aliases": "Jane"},
        {"identified": False, "vouched": True, "wikidata_id": "Q42"},
        {"identified": False, "vouched": True, "homepage": "https://jane.example"},
        {"identified": True, "vouched": True},
        {"identified": True, "anonymity_reason": "afraid"},
        {"identified": True, "reliability": "G"},
    ],
)
def test_a_source_is_either_named_or_vouched_for_without_identity(make: Callable[..., Source], fields: dict[str, Any]) -> None:
    outlet = make("outlet")
    if fields.pop("vouched", False):
        fields["vouched_by"] = outlet
    with pytest.raises(IntegrityError), transaction.atomic():
        make("someone", **fields)


def test_a_relation_joins_two_and_exists_once(make: Callable[..., Source], now: datetime) -> None:
    one, other = make("one"), make("other")
    fields = {"kind": "owned_by", "reason": "so", "recorded_at": now}
    SourceRelation.objects.create(from_source=one, to_source=other, **fields)
    for ends in ((one, one), (one, other)):
        with pytest.raises(IntegrityError), transaction.atomic():
            SourceRelation.objects.create(from_source=ends[0], to_source=ends[1], **fields)


def test_a_relation_has_a_known_kind_and_ends_after_it_begins(make: Callable[..., Source], now: datetime) -> None:
    one, other = make("one"), make("other")
    for fields in ({"kind": "knows"}, {"kind": "owned_by", "from_on": now.date(), "until_on": now.date().replace(year=2000)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SourceRelation.objects.create(from_source=one, to_source=other, reason="so", recorded_at=now, **fields)


def test_a_pair_has_one_judgement_in_force_lower_id_first(make: Callable[..., Source], now: datetime) -> None:
    one, other = make("one"), make("other")
    fields = {"outcome": "unsure", "reason": "so", "recorded_at": now, "recorded_by": "user:eve"}
    IndependenceJudgement.objects.create(a=one, b=other, **fields)
    for pair in ((one, other), (other, one), (one, one)):
        with pytest.raises(IntegrityError), transaction.atomic():
            IndependenceJudgement.objects.create(a=pair[0], b=pair[1], **fields)


def test_a_document_is_not_its_own_copy_and_a_retraction_says_why(make: Callable[..., Source], now: datetime) -> None:
    document = Document.objects.create(key="doc", publisher=make("outlet"), kind="article", title="T", recorded_at=now)
    for fields in ({"copy_of": document}, {"withdrawal_recorded_at": now}, {"withdrawn_at": "2024"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Document.objects.filter(pk=document.pk).update(**fields)


def test_a_capture_carries_a_digest(make: Callable[..., Source], now: datetime) -> None:
    document = Document.objects.create(key="doc", publisher=make("outlet"), kind="article", title="T", recorded_at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Capture.objects.create(document=document, sha256="short", fetched_at=now)


@pytest.mark.postgresql
def test_an_unnamed_source_has_no_relation_and_stays_unnamed(make: Callable[..., Source], now: datetime) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("held by a trigger on PostgreSQL; by operations and check_integrity on SQLite")
    outlet = make("outlet")
    unnamed = make("unnamed", identified=False, vouched_by=outlet)
    with pytest.raises(IntegrityError, match="narrow down"), transaction.atomic():
        SourceRelation.objects.create(from_source=unnamed, to_source=outlet, kind="part_of", reason="so", recorded_at=now)
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Source.objects.filter(pk=unnamed.pk).update(identified=True, vouched_by=None)
