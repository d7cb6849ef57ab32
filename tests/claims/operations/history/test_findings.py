"""What is bound to findings stays bound after a key in them was erased."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from claims.models import Claim, Flag, Standing, Verdict
from claims.operations.flags.waivers import waive
from claims.operations.history.erasing import erase, wanted_of
from claims.queries.claims.selection import ids_of_all
from claims.queries.integrity import broken_rules
from claims.verification.replaying import EQUAL, ERASED, replay
from sources.models import Source
from tests.cases import claim, load, person, row
from tests.claims.erasing import LATER, NAME, order
from tests.claims.verdicts import author, ensure_words, published, reviewer


@pytest.fixture
def rated(db: None, now: datetime) -> datetime:
    """A claim whose only witness is a source with the name, with a published verdict and a waived flag."""
    ensure_words()
    load({"sources": [person("zofia-qwert", name=NAME)], "claims": [claim("c", row("ada", "zofia-qwert"))]}, at=now)
    record = Claim.objects.get(key="c")
    published(record, author("drafter"), reviewer("publisher"), now)
    waive([record.pk], ["single_origin"], order(now), until=now + timedelta(days=9))
    return now + LATER


def test_a_verdict_and_a_waiver_stay_bound_though_a_witness_has_another_key(rated: datetime) -> None:
    standing = Standing.objects.select_related("assessment").get(claim__key="c")
    assert "zofia-qwert" in str(standing.assessment.result)
    erase(wanted_of(NAME), order(rated), ordered_by="a court")

    standing = Standing.objects.select_related("assessment").get(claim__key="c")
    assert Source.objects.filter(key__startswith="erased-").exists()
    assert Verdict.objects.get().findings_digest == standing.assessment.findings_digest
    assert not Flag.objects.filter(code="verdict_outdated").exists()
    assert Flag.objects.filter(claim__key="c", cleared_at=None, waived_at__isnull=False).exists()
    assert {one.outcome for one in replay(ids_of_all())} <= {EQUAL, ERASED}
    assert list(broken_rules()) == []
