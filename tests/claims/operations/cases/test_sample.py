"""The sample case, loaded by whoever begins with an empty desk."""

from __future__ import annotations

from datetime import datetime

from claims.models import Claim, Revision
from claims.operations.cases.sample import REASON, load_sample
from claims.verification import Change


def test_the_sample_is_loaded_with_its_reason(db: None, now: datetime) -> None:
    loaded = load_sample(Change(now, "user:ed", "load case", REASON))

    assert loaded.claims == Claim.objects.count() > 0
    assert set(Revision.objects.values_list("reason", flat=True)) == {"the sample case"}
