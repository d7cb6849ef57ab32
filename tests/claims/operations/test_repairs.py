"""What is computed from the record is stored anew; the record itself stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from claims.models import Claim, ClaimWords, PublicBody, Revision, Standing
from claims.operations.repairs import mark_to_recompute, rewrite_words
from tests.cases import claim, person, row


@pytest.fixture
def ids(loaded: Callable[..., Any]) -> list[int]:
    loaded(sources=[person("ada")], claims=[claim("c", row("ada")), claim("d", row("ada"))])
    return list(Claim.objects.order_by("key").values_list("id", flat=True))


def test_a_sound_claim_is_marked_with_its_body_restored(ids: list[int], now: datetime) -> None:
    body = PublicBody.objects.get(pk=ids[0]).body
    PublicBody.objects.filter(pk=ids[0]).update(body="{}")
    assert mark_to_recompute(ids, now) == set(ids)
    assert PublicBody.objects.get(pk=ids[0]).body == body
    assert set(Standing.objects.values_list("marked_at", "result_digest")) == {(now, "")}


def test_a_claim_with_a_broken_chain_is_left_alone(ids: list[int], now: datetime) -> None:
    Revision.objects.filter(claim=ids[0]).update(actor="user:mallory")
    PublicBody.objects.filter(pk=ids[0]).update(body="{}")
    assert mark_to_recompute(ids, now) == {ids[1]}
    assert (PublicBody.objects.get(pk=ids[0]).body, Standing.objects.get(pk=ids[0]).marked_at) == ("{}", None)


def test_only_wrong_words_are_written(ids: list[int]) -> None:
    words = ClaimWords.objects.get(pk=ids[0]).words
    ClaimWords.objects.filter(pk=ids[0]).update(words=" lost ")
    ClaimWords.objects.filter(pk=ids[1]).delete()
    assert (rewrite_words(ids), rewrite_words(ids)) == (2, 0)
    assert ClaimWords.objects.get(pk=ids[0]).words == words
