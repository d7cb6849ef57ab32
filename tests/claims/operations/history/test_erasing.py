"""A text is erased from everything that is stored, and the chain of revisions shows exactly where."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import msgspec
import pytest
from django.contrib.auth.models import User
from django.db import transaction

from claims.body_packing import packed
from claims.models import Claim, Erasure, Flag, PublicBody, Revision, SavedView, Standing, Verdict, WebhookSubscription
from claims.operations.claims.assignment import assign
from claims.operations.desk.saved_views import save_view
from claims.operations.flags.waivers import waive
from claims.operations.history import erasing
from claims.operations.history.erasing import erase, wanted_of
from claims.operations.history.past_removals import erase_reasons_of_deleted
from claims.operations.merges.removal import remove_claim
from claims.operations.webhooks.subscriptions import subscribe
from claims.operations.writing import OperationError
from claims.queries.cases.export import claim_ids, export
from claims.queries.claims.search import search
from claims.queries.claims.selection import ids_of_all
from claims.queries.history.occurrences import find
from claims.queries.history.revisions import recent_changes
from claims.queries.integrity import broken_rules
from claims.queries.webhooks.events import ALL, LostPlaceError, Place, events_after, need_place
from claims.revision_chain import REASON, chain_digest, commitment
from claims.verification import Change
from claims.verification.replaying import EQUAL, ERASED, replay
from sources.models import SearchWord, Source
from tests.cases import claim, load, outlet, person, row, unnamed
from tests.claims.verdicts import author, ensure_words, published, reviewer
from tests.recompute import assert_stored_equals_fresh

NAME = "Zofia Qwert"
LATER = timedelta(hours=1)


def order(at: datetime, reason: str = "a name slipped in") -> Change:
    return Change(at + LATER, "user:boss", "erased", reason)


@pytest.fixture
def slipped(db: None, now: datetime) -> datetime:
    """Two claims: a name is in the text and the quote of one, and not in the other."""
    quote = {"exact": f"said {NAME}, an aide", "start": 3, "end": 30}
    sources = [person("ada"), outlet("sun"), unnamed("u", "sun", description=f"{NAME}, an aide")]
    documents = [{"key": "d", "publisher": "sun", "kind": "article", "title": f"What {NAME} said"}]
    claims = [
        claim("c", row("a", "ada", quote=quote, document="d"), row("u", "u"), text=f"{NAME} did it."),
        claim("other", row("ada"), text="Nothing happened."),
    ]
    load({"sources": sources, "documents": documents, "claims": claims}, at=now)
    load({"sources": sources, "claims": [claim("c", text=f"{NAME} did it twice."), claims[1]]}, at=now + timedelta(minutes=5))
    return now + LATER


@pytest.fixture
def rated(db: None, now: datetime) -> datetime:
    """A claim whose only witness is a source with the name, with a published verdict and a waived flag."""
    ensure_words()
    load({"sources": [person("zofia-qwert", name=NAME)], "claims": [claim("c", row("ada", "zofia-qwert"))]}, at=now)
    record = Claim.objects.get(key="c")
    published(record, author("drafter"), reviewer("publisher"), now)
    waive([record.pk], ["single_origin"], order(now), until=now + timedelta(days=9))
    return now + LATER


def test_a_name_is_erased_and_the_records_stay_whole(slipped: datetime) -> None:
    before = {row.pk: row.sha256 for row in Revision.objects.all()}
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


def test_whole_values_and_case_folding_are_options(slipped: datetime) -> None:
    whole = find(wanted_of(f"{NAME} did it twice.", whole=True, keys=False))
    assert {(place.table, place.column) for place in whole.places} == {
        ("claims.Claim", "text"), ("claims.Revision", "body"), ("claims.PublicBody", "body")
    }  # fmt: skip
    assert not find(wanted_of(NAME.upper(), keys=False)).places
    folded = find(wanted_of(NAME.upper(), fold=True, keys=False))
    assert len(folded.places) == len(find(wanted_of(NAME, keys=False)).places)


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


def test_tampering_outside_the_gaps_is_reported(slipped: datetime) -> None:
    erase(wanted_of(NAME), order(slipped), ordered_by="a court")
    record = Claim.objects.get(key="c")
    first, second, last = Revision.objects.filter(claim=record).order_by("number")
    tampered: dict[str, Callable[[], object]] = {
        "is not the one that was published": lambda: _set(first, body=packed(b'{"text":"other"}', None)),
        "does not continue the chain": lambda: _set(second, actor="user:eve"),
        "revision 3 of claim": lambda: _set(last, erased={**last.erased, "gaps": last.erased["gaps"][1:]}),
        "revision 2 of claim": lambda: _set(second, reason="milder"),
        "is not what its erasure left": lambda: _set(
            second, sealed={"reason": commitment(second.salt, REASON, b"")}, reason="x"
        ),
        "no erasure lists it": lambda: _set(second, sealed={"resealed": True}),
    }
    for problem, tamper in tampered.items():
        with transaction.atomic():
            tamper()
            assert any(problem in sentence for sentence in broken_rules()), problem
            transaction.set_rollback(True)
    assert list(broken_rules()) == []


def _set(row: Revision, **values: Any) -> None:
    Revision.objects.filter(pk=row.pk).update(**values)


def test_digests_from_before_salts_are_renewed_and_references_follow(slipped: datetime) -> None:
    unsalt("c")
    assert list(broken_rules()) == []
    old = list(Revision.objects.filter(claim__key="c").order_by("number"))
    hook = subscribe("The CMS", "https://cms.example/hook", order(slipped), desk=True).subscription
    WebhookSubscription.objects.update(place_id=old[-1].pk, place_digest=old[-1].sha256[:12])
    read = Place.of(old[-1].pk, old[-1].sha256)

    erase(wanted_of(NAME), order(slipped), ordered_by="a court")

    new = list(Revision.objects.filter(claim__key="c").order_by("number"))
    assert [one.sha256 for one in new[:2]] != [one.sha256 for one in old]
    assert not {one.sha256 for one in old} & {one.previous_sha256 for one in new}
    assert new[-1].erased["resealed"] == [1, 2]
    assert list(broken_rules()) == []
    hook.refresh_from_db()
    assert need_place(Place(hook.place_id, hook.place_digest)) is None
    assert [event.action for event in events_after(read, ALL, 10).events] == ["erased"]
    with pytest.raises(LostPlaceError):
        events_after(Place.of(new[-1].pk, "0" * 64), ALL, 10)


def test_a_link_from_a_salted_revision_to_an_unsalted_one_is_a_gap_too(slipped: datetime) -> None:
    unsalt("c")
    load({"claims": [claim("c", text="It was done twice.")]}, at=slipped)
    salted = Revision.objects.get(claim__key="c", number=3)
    erase(wanted_of(NAME), order(slipped), ordered_by="a court")

    now_ = Revision.objects.get(pk=salted.pk)
    assert now_.sha256 == salted.sha256
    assert now_.previous_sha256 != salted.previous_sha256
    parts = [(gap["revision"], gap["part"]) for gap in Revision.objects.get(claim__key="c", number=4).erased["gaps"]]
    assert (3, "previous") in parts
    assert list(broken_rules()) == []
    erase(wanted_of("did it"), order(slipped + LATER), ordered_by="a court")
    assert list(broken_rules()) == []


def unsalt(key: str) -> None:
    """Reset the revisions of a claim to the format that they had before salts."""
    previous = ""
    for one in Revision.objects.filter(claim__key=key).order_by("number"):
        one.salt, one.previous_sha256 = None, previous
        one.body_sha256 = sha256(one.body_text().encode()).hexdigest()
        one.sha256 = previous = chain_digest(one)
        one.save()
        PublicBody.objects.filter(claim=one.claim_id).update(sha256=one.body_sha256, chain_sha256=one.sha256)


def test_reasons_of_claims_that_were_deleted_before_are_erased_but_not_that_of_the_deletion(slipped: datetime) -> None:
    record = Claim.objects.get(key="c")
    remove_claim(record.pk, order(slipped, "a court said so"))
    Revision.objects.filter(claim=record, number__lt=3).update(reason="because of him", sealed=None)
    Revision.objects.filter(claim=record).update(erased=None)
    unsalt("c")
    assert list(broken_rules()) == []

    assert erase_reasons_of_deleted(order(slipped + LATER), ordered_by="a court") == 1

    reasons = list(Revision.objects.filter(claim=record).order_by("number").values_list("reason", flat=True))
    assert reasons == ["[erased]", "[erased]", "a court said so", "On the order of a court: a name slipped in"]
    assert list(broken_rules()) == []
    assert erase_reasons_of_deleted(order(slipped + 2 * LATER), ordered_by="a court") == 0


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


def test_a_long_history_is_sealed_completely(slipped: datetime) -> None:
    record, eve = Claim.objects.get(key="other"), User.objects.create_user("eve")
    for number in range(60):
        who = eve if number % 2 else None
        assign(record.pk, who, Change(slipped + number * timedelta(minutes=1), "user:ed", "assigned", f"{NAME} asks"))
    erase(wanted_of(NAME), order(slipped + LATER), ordered_by="a court")

    rows = Revision.objects.filter(claim=record).order_by("number")
    assert set(rows.values_list("reason", flat=True)) == {"", "[erased] asks", "On the order of a court: a name slipped in"}
    assert len(rows) >= 60
    assert list(broken_rules()) == []
    assert all(one.body_text() for one in rows)
