"""Copies of attributions in another claim: what it says already is not doubled, and no relay becomes an origin."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest

from claims.models import Attribution, Citation, ClaimTopic, Interest
from claims.operations.merges import copying
from claims.operations.merges.copying import copy_attributions, copy_stakes, copy_topics, take_back_alike
from claims.operations.writing import OperationError, writing
from claims.verification import Change
from tests.cases import claim, load, outlet, person, row
from tests.claims.operations.moving import LATER, because, duplicates, pk


@pytest.fixture
def dated(db: None, now: datetime) -> Iterator[Change]:
    """A write begun on the two claims ``a`` and ``b``."""
    load(duplicates(), at=now)
    with writing([pk("a"), pk("b")], because(now + LATER)) as change:
        yield change


def keys(claim: str) -> list[str]:
    return list(Attribution.objects.filter(claim__key=claim).order_by("id").values_list("key", flat=True))


def test_what_the_other_claim_says_already_is_not_copied_and_a_key_in_use_is_another(dated: Change) -> None:
    copied = copy_attributions(pk("a"), pk("b"), dated)
    assert keys("b") == ["ada", "post", "dip", "post-2", "wire", "cy", "cy-again", "slip", "relay"]
    ada = Attribution.objects.get(claim__key="a", key="ada")
    assert (copied.rows[ada.pk].claim_id, ada.pk in copied.new) == (pk("b"), False)


def test_a_voided_row_is_copied_only_where_something_passes_it_on(dated: Change) -> None:
    chosen = {row.pk for row in Attribution.objects.filter(claim__key="a", key__in=["cy", "slip"])}
    copy_attributions(pk("a"), pk("b"), dated, only=chosen)
    assert keys("b") == ["ada", "post", "cy"]

    relay = Attribution.objects.get(claim__key="a", key="relay")
    copy_attributions(pk("a"), pk("b"), dated, only=[relay.pk])

    link = Citation.objects.get(claim=pk("b"), citing__key="relay")
    assert (link.cited.key, link.cited.voided_at is None) == ("slip", False)


def test_a_copy_is_recorded_now_with_what_became_of_its_original(dated: Change) -> None:
    copy_attributions(pk("a"), pk("b"), dated)
    old, new = (Attribution.objects.get(claim__key="b", key=key) for key in ("cy", "cy-again"))
    assert old.recorded_at == old.withdrawal_recorded_at == dated.at
    assert (old.withdrawn_at, new.supersedes) == ("2024-06-02", old)


def test_another_scope_may_be_given_to_copies(dated: Change) -> None:
    ids = list(Attribution.objects.filter(claim__key="a", key="cy").values_list("pk", flat=True))
    copy_attributions(pk("a"), pk("b"), dated, only=ids, scopes=dict.fromkeys(ids, "partial"))
    assert Attribution.objects.get(claim__key="b", key="cy").scope == "partial"


def test_more_than_a_claim_may_have_is_refused_before_anything_is_copied(
    dated: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "MOST_ATTRIBUTIONS", 4)
    with pytest.raises(OperationError):
        copy_attributions(pk("a"), pk("b"), dated)
    assert keys("b") == ["ada", "post"]


def test_stakes_and_topics_are_copied_once(dated: Change) -> None:
    assert [one.source.key for one in copy_stakes(pk("a"), pk("b"), dated)] == ["ben"]
    assert copy_topics(pk("a"), pk("b")) == ["ships"]
    assert (copy_stakes(pk("a"), pk("b"), dated), copy_topics(pk("a"), pk("b"))) == ([], [])
    assert Interest.objects.filter(claim=pk("b")).count() == 1
    assert set(ClaimTopic.objects.filter(claim=pk("b")).values_list("topic", flat=True)) == {"arms", "ships"}


def test_a_statement_withdrawn_in_one_claim_is_withdrawn_where_it_was_copied_to(dated: Change) -> None:
    copy_attributions(pk("a"), pk("b"), dated)
    cy = Attribution.objects.get(claim__key="a", key="cy")
    Attribution.objects.filter(claim__key="b", key="cy").update(
        withdrawal_recorded_at=None, withdrawn_at="", withdrawn_by="", withdrawal_reason=""
    )

    take_back_alike(pk("b"), cy, dated)

    copy = Attribution.objects.get(claim__key="b", key="cy")
    assert (copy.withdrawn_by, copy.withdrawal_reason, copy.withdrawal_recorded_at) == ("source", "misheard", dated.at)
    assert Attribution.objects.filter(claim=pk("b"), withdrawal_recorded_at__isnull=False).count() == 1


def test_a_claim_without_attributions_has_nothing_to_copy(loaded: Callable[..., Any], now: datetime) -> None:
    loaded(sources=[person("ada"), outlet("post")], claims=[claim("bare"), claim("c", row("ada"))])
    with writing([pk("bare"), pk("c")], because(now)) as change:
        assert copy_attributions(pk("bare"), pk("c"), change) == ({}, frozenset())
