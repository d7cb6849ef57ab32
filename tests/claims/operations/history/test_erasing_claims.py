"""A text is taken out of claims: out of rows, revisions and bodies, and whatever could confirm a guess is dropped."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.db import transaction

from claims.models import Assessment, Claim, PublicBody, Revision, Standing
from claims.operations.history.erasing import wanted_of
from claims.operations.history.erasing_claims import drop_facts_digests, erase_from, shared_tables
from claims.operations.merges.removal import remove_claim
from claims.queries.integrity import broken_rules
from tests.claims.erasing import NAME, order, slip
from tests.claims.operations.moving import pk


@pytest.fixture
def slipped(db: None, now: datetime) -> Iterator[datetime]:
    at = slip(now)
    with transaction.atomic():  # as the callers hold it
        yield at


def test_each_claim_gets_a_revision_that_lists_its_gaps_and_the_words_that_found_it_are_returned(slipped: datetime) -> None:
    words = erase_from([pk("c")], wanted_of(NAME), order(slipped), keyed=False)

    assert {"zofia", "qwert"} <= words
    last = Revision.objects.filter(claim=pk("c")).latest("number")
    assert (last.number, last.action) == (3, "erased")
    assert last.erased is not None
    assert {(gap["revision"], gap["part"]) for gap in last.erased["gaps"]} >= {(1, "body"), (2, "body")}
    assert last.erased["places"] == {"claims.Attribution": 1, "claims.Claim": 1}
    assert '"text":"[erased] did it twice."' in PublicBody.objects.get(claim=pk("c")).body
    assert Revision.objects.filter(claim=pk("other")).count() == 1
    *old, _ = Assessment.objects.filter(claim=pk("c")).order_by("id").values_list("facts_digest", flat=True)
    assert set(old) == {""}  # a name can be guessed from it
    assert list(broken_rules()) == []


def test_a_deleted_claim_keeps_its_tombstone(slipped: datetime) -> None:
    gone = pk("c")
    remove_claim(gone, order(slipped, f"{NAME} asked"))
    before = PublicBody.objects.get(claim=gone).body

    erase_from([gone], wanted_of(NAME), order(slipped), keyed=False)

    body = PublicBody.objects.get(claim=gone)
    assert (body.body, body.revision) == (before, 4)
    assert not Revision.objects.filter(claim=gone, reason__contains=NAME).exists()
    assert list(broken_rules()) == []


def test_digests_of_facts_are_dropped_because_a_name_can_be_guessed_from_them(slipped: datetime) -> None:
    drop_facts_digests([pk("c")])
    assert set(Assessment.objects.filter(claim=pk("c")).values_list("facts_digest", flat=True)) == {""}
    standing = Standing.objects.get(claim=pk("c"))
    assert (standing.facts_digest, standing.fingerprint) == ("", None)
    assert Standing.objects.get(claim=pk("other")).facts_digest != ""


def test_a_shared_table_belongs_to_no_claim() -> None:
    labels = {table.label for table in shared_tables()}
    assert {"sources.Source", "sources.Document", "claims.SavedView"} <= labels
    assert labels.isdisjoint({"claims.Claim", "claims.Attribution", "claims.Verdict"})
    assert Claim._meta.label not in labels
