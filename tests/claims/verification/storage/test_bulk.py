"""Writing many rows: few or many, by whatever way the database offers, it comes to the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from claims.models import Assessment, Claim, ClaimTopic, PublicBody, Standing
from claims.verification.storage import bulk
from tests.cases import claim

pytestmark = pytest.mark.django_db
NASTY = 'a\tb\nc\\d "e" \\N \\. — ú'


@pytest.mark.parametrize("number", [0, 1, 49, 50, 300])
def test_rows_are_inserted_as_they_are(loaded: Callable[..., Any], number: int) -> None:
    loaded(claims=[claim("c")])
    pk = Claim.objects.get().pk
    bulk.insert(ClaimTopic, ("claim", "topic"), [(pk, f"{NASTY} {index}") for index in range(number)])
    assert set(ClaimTopic.objects.values_list("claim_id", "topic")) == {(pk, f"{NASTY} {index}") for index in range(number)}


@pytest.mark.parametrize("number", [1, 80])
def test_rows_are_updated_by_their_key_and_others_stay(loaded: Callable[..., Any], now: datetime, number: int) -> None:
    loaded(claims=[claim(f"c{index:03}") for index in range(number + 1)])
    ids = list(Claim.objects.order_by("key").values_list("id", flat=True))
    for _ in range(2):  # a second time in one transaction
        rows = [(pk, now, "", None, NASTY) for pk in ids[:number]]
        bulk.update(Standing, ("claim", "marked_at", "policy_version", "fingerprint", "error"), rows)
    changed = list(Standing.objects.filter(error=NASTY).values_list("claim_id", "marked_at", "policy_version", "fingerprint"))
    assert sorted(changed) == [(pk, now, "", None) for pk in sorted(ids[:number])]
    assert Standing.objects.get(pk=ids[-1]).marked_at is None
    assert PublicBody.objects.filter(revision=1).count() == number + 1


def test_new_ids_are_nobodys(loaded: Callable[..., Any]) -> None:
    loaded(claims=[claim("c")])
    first = bulk.new_ids(Assessment, 3)
    assert len(set(first)) == 3
    assert first == sorted(first)
    stored = Assessment.objects.get()
    assert stored.pk not in first
    fields = [field.attname for field in Assessment._meta.fields if field.name != "id"]
    copied = {name: getattr(stored, name) for name in fields}
    Assessment.objects.bulk_create([Assessment(pk=pk, **copied) for pk in first])
    fresh = Assessment.objects.create(**copied)
    assert fresh.pk not in {*first, stored.pk}
    assert not {*first, fresh.pk} & set(bulk.new_ids(Assessment, 2))
