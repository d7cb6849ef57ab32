"""A text is erased from everything that is stored, and the chain of revisions shows exactly where."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec
import pytest
from django.contrib.auth.models import User

from claims.models import Claim, Erasure, Flag, PublicBody, Revision, SavedView
from claims.operations.desk.saved_views import save_view
from claims.operations.history import erasing
from claims.operations.history.erasing import erase, wanted_of
from claims.operations.merges.removal import remove_claim
from claims.operations.writing import OperationError
from claims.queries.cases.export import claim_ids, export
from claims.queries.claims.search import search
from claims.queries.history.occurrences import find
from claims.queries.history.revisions import recent_changes
from claims.queries.integrity import broken_rules
from sources.models import SearchWord, Source
from tests.cases import claim, load, person, row
from tests.claims.erasing import LATER, NAME, order, slip
from tests.recompute import assert_stored_equals_fresh


@pytest.fixture
def slipped(db: None, now: datetime) -> datetime:
    return slip(now)


def test_a_name_is_erased_and_the_records_stay_whole(slipped: datetime) -> None:
    before = {row.pk: row.sha256 for row in Revision.objects.order_by("pk")}
    done = erase(wanted_of(NAME), order(slipped), ordered_by="the person concerned")

    assert done.finished_at is not None
    assert Claim.objects.get(key="c").text == "[erased] did it twice."
    assert "Zofia" not in PublicBody.objects.get(claim__key="c").body
    assert [each.sha256 for each in Revision.objects.order_by("pk")][: len(before)] == list(before.values())
    assert list(broken_rules()) == []
    assert_stored_equals_fresh(slipped + 2 * LATER)
    with pytest.raises(OperationError, match="Nothing"):
        erase(wanted_of(NAME), order(slipped), ordered_by="the person concerned")
    assert Erasure.objects.get().claims == [{"claim": "c", "revision": 3}]


def test_the_reason_and_the_order_may_not_have_the_text(slipped: datetime) -> None:
    for reason, by in ((f"{NAME} objects", "a court"), ("a name slipped in", NAME.upper()), (" ", "a court"), ("why", " ")):
        with pytest.raises(OperationError, match=r"has the text in it|Say why|on whose order"):
            erase(wanted_of(NAME), order(slipped, reason), ordered_by=by)
    assert not Erasure.objects.exists()
    assert NAME in Claim.objects.get(key="c").text


@pytest.mark.parametrize("text", ["", " a ", "ab", "supports", "Wire agency", "erased", "x" * 5_001])
def test_a_text_whose_erasure_would_damage_the_record_is_refused(text: str) -> None:
    with pytest.raises(OperationError):
        wanted_of(text)


def test_a_reason_of_a_deleted_claim_is_found_and_erased(slipped: datetime) -> None:
    record = Claim.objects.get(key="c")
    remove_claim(record.pk, order(slipped, f"{NAME} went to court"))
    erase(wanted_of(NAME), order(slipped + LATER), ordered_by="a court")

    *_, removal, last = Revision.objects.filter(claim=record).order_by("number")
    assert removal.reason == "[erased] went to court"
    assert (last.action, last.body_text()) == ("erased", PublicBody.objects.get(claim=record).body)
    assert list(broken_rules()) == []


def test_many_claims_are_erased_in_batches_and_a_stopped_erasure_resumes(
    slipped: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = [claim(f"m{n}", row("zofia-qwert"), text=f"{NAME} {n}.") for n in range(3)]
    load({"sources": [person("zofia-qwert", name=f"Ms {NAME}", kind="organisation")], "claims": many}, at=slipped)
    monkeypatch.setattr(erasing, "AT_ONCE", 2)
    with monkeypatch.context() as failing:
        failing.setattr(erasing, "_note_claims", _fail_on_second())
        with pytest.raises(RuntimeError):
            erase(wanted_of(NAME), order(slipped), ordered_by="a court")
    assert Erasure.objects.get().finished_at is None
    assert 0 < Claim.objects.filter(text__contains=NAME).count() < 4

    done = erase(wanted_of(NAME), order(slipped + LATER), ordered_by="a court")

    assert done.finished_at is not None
    assert not Erasure.objects.filter(finished_at=None).exists()
    assert not find(wanted_of(NAME)).places
    key = Source.objects.get(key__startswith="erased-").key
    named = {culprit for flag in Flag.objects.filter(claim__key__startswith="m") for _, culprit in flag.culprits}
    assert {name for name in named if name.startswith("erased-")} == {key}
    assert list(broken_rules()) == []


def _fail_on_second() -> Callable[..., None]:
    calls = iter(range(9))

    def note(*_: Any) -> None:
        if next(calls):
            raise RuntimeError("the power went")

    return note


def test_the_past_shows_the_mark_and_the_name_finds_no_claim(slipped: datetime) -> None:
    erase(wanted_of(NAME), order(slipped), ordered_by="a court")

    record = Claim.objects.get(key="c")
    early = record.as_of(recorded=slipped - LATER)
    assert b"[erased] did it." in early.body
    assert not search(Claim.objects.all(), "Qwert").exists()
    assert not SearchWord.objects.filter(word="qwert").exists()
    exported = msgspec.json.encode(export(claim_ids([]), whole=True))
    assert b"Qwert" not in exported
    assert b"[erased]" in exported
    assert recent_changes(record, 5)[0].revision.action == "erased"


def test_a_text_that_is_in_no_claim_is_erased_too(slipped: datetime) -> None:
    save_view(User.objects.create_user("eve").pk, "Waiting for Quux", {"q": "Quux"})
    revisions = Revision.objects.count()
    done = erase(wanted_of("Quux"), order(slipped), ordered_by="a court")

    assert (SavedView.objects.get().name, SavedView.objects.get().query) == ("Waiting for [erased]", {"q": "[erased]"})
    assert (done.claims, done.sent, Revision.objects.count()) == ([], [], revisions)
