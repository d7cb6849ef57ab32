"""Documents recorded, changed, taken back and put right over the API, and the claims that show them."""

from __future__ import annotations

import json
import threading
from typing import Any

import pytest
from django.db import connection, connections

from claims.models import Attribution, Revision
from claims.operations.desk.roles import EDITOR, REPORTER, VIEWER
from factcheck.access.scopes import CLAIMS_READ, SOURCES_WRITE
from sources.models import Document
from tests.claims.api.refusing import refused
from tests.factcheck.api.asking import Caller, caller
from tests.factcheck.api.described import described

BOTH = (CLAIMS_READ, SOURCES_WRITE)
HELD = "documents/sr-rare-visits/"
NEW = {
    "key": "ved-visit",
    "publisher": "vedomosti",
    "kind": "article",
    "title": "The visit is prepared",
    "published_at": "2024-06-10",
}


@pytest.fixture
def ed(sample: None) -> Caller:
    return caller(EDITOR, BOTH)


def shown(key: str = "sr-rare-visits") -> list[str]:
    """The claims that show a document, by their keys."""
    return sorted(set(Attribution.objects.filter(document__key=key).values_list("claim__key", flat=True)))


def change(who: Caller, path: str, **said: Any) -> Any:
    """PATCH a record as it was just read."""
    return who.patch(path, {"reason": "As the page says.", **said}, **{"If-Match": who.get(path)["ETag"]})


def places(answer: Any) -> set[str]:
    assert answer.status_code == 422, answer.content
    return {fault["pointer"] for fault in answer.json()["errors"]}


def test_a_document_is_recorded_by_those_who_may(sample: None) -> None:
    reporter = caller(REPORTER, BOTH)
    answer = reporter.post("documents/", NEW)
    reported = described(answer, "record_document")
    assert (reported["claims"], answer["Location"][-21:]) == ([], "/documents/ved-visit/")
    assert answer["ETag"] == reporter.get("documents/ved-visit/")["ETag"]
    again = reporter.post("documents/", NEW)
    assert (again.status_code, again.json()["type"]) == (409, "/api/v1/problems/key-taken")
    assert caller(VIEWER, BOTH).post("documents/", NEW).status_code == 403
    assert caller(EDITOR, (CLAIMS_READ,)).post("documents/", NEW).status_code == 403
    for path in ("withdraw/", "correct/"):
        assert reporter.post(f"{HELD}{path}", {"reason": "x", "note": "x"}).status_code == 403
    assert change(reporter, HELD, author="x").status_code == 403


def test_every_fault_of_a_document_is_reported_at_its_place(ed: Caller) -> None:
    wrong = {"key": "K", "publisher": "V", "kind": "paper", "title": "", "url": "ftp://x", "published_at": "June", "x": 1}
    assert places(ed.post("documents/", wrong)) == {f"/{name}" for name in wrong}
    assert places(ed.post("documents/", {**NEW, "publisher": "none", "copy_of": "none"})) == {"/publisher", "/copy_of"}
    assert places(ed.post("documents/", {**NEW, "title": " "})) == {"/title"}
    assert places(change(ed, HELD, copy_of="sr-rare-visits")) >= {"/copy_of"}
    assert places(change(ed, HELD, withdrawn={"reason": "x"})) == {"/withdrawn"}
    assert not Document.objects.filter(key="ved-visit").exists()


def test_a_change_is_made_on_what_was_read_and_revises_the_claims_that_show_it(ed: Caller) -> None:
    etag = ed.get(HELD)["ETag"]
    said = {"title": "Putin in Pyongyang", "reason": "As the page says."}
    assert ed.patch(HELD, said).status_code == 428
    done = ed.patch(HELD, said, **{"If-Match": etag})
    reported = described(done, "change_document")
    assert (reported["title"], reported["claims"]) == ("Putin in Pyongyang", shown())
    assert reported["author"] == "Jon Herskovitz, Bloomberg News"  # what was left out stays
    assert "Putin in Pyongyang" in ed.get(f"claims/{shown()[0]}/").content.decode()
    revision = Revision.objects.filter(claim__key=shown()[0]).latest("number")
    assert (revision.action, revision.reason) == ("document changed", "As the page says.")
    stale = ed.patch(HELD, {"author": "", "reason": "None."}, **{"If-Match": etag})
    refused = described(stale, "change_document")
    assert (stale.status_code, refused["current"]) == (412, done["ETag"])
    assert refused["changes"] == [{"about": "title", "after": "Putin in Pyongyang"}]
    same = described(change(ed, HELD, title="Putin in Pyongyang"), "change_document")
    assert (same["claims"], Revision.objects.filter(claim__key=shown()[0]).latest("number").number) == ([], revision.number)
    assert ed.patch("documents/none/", said, **{"If-Match": etag}).status_code == 404


def test_a_retraction_reaches_all_that_was_recorded_from_it(ed: Caller) -> None:
    reported = described(ed.post(f"{HELD}withdraw/", {"at": "2024-06-12", "reason": "Retracted."}), "withdraw_document")
    assert (reported["withdrawn_at"], reported["withdrawal_reason"], reported["claims"]) == (
        "2024-06-12",
        "Retracted.",
        shown(),
    )
    made = Attribution.objects.filter(document__key="sr-rare-visits")
    assert set(made.values_list("withdrawn_by", "withdrawn_at", "withdrawal_reason")) == {
        ("outlet", "2024-06-12", "Retracted.")
    }
    claim = ed.get("claims/visit-within-weeks/").json()
    assert (claim["support"]["at_most"], "retracted_source" in {flag["code"] for flag in claim["flags"]}) == (0, True)
    again = ed.post(f"{HELD}withdraw/", {"reason": "Retracted."})
    assert (again.status_code, "already retracted" in again.json()["detail"]) == (409, True)
    assert places(ed.post(f"{HELD}withdraw/", {"reason": " "})) == {"/reason"}
    assert places(ed.post(f"{HELD}withdraw/", {"reason": "x", "at": "2024-13"})) == {"/at"}
    assert ed.post("documents/none/withdraw/", {"reason": "x"}).status_code == 404


UNDO = f"{HELD}retraction/undo/"
HOAX = {"reason": "The notice was a hoax."}


def undo(who: Caller, said: dict[str, Any] = HOAX, query: str = "") -> Any:
    """Undo the retraction of the document as it was just read."""
    return who.post(f"{UNDO}{query}", said, **{"If-Match": who.get(HELD)["ETag"]})


def test_a_retraction_is_undone_in_one_step(ed: Caller) -> None:
    before = {key: ed.get(f"claims/{key}/").json() for key in shown()}
    ed.post(f"{HELD}withdraw/", {"at": "2024-06-12", "reason": "Retracted."})
    answer = undo(ed)
    reported = described(answer, "undo_retraction")
    assert answer["ETag"] == ed.get(HELD)["ETag"]
    assert ("withdrawn_at" in reported, reported["claims"]) == (False, shown())
    made = Attribution.objects.filter(document__key="sr-rare-visits").order_by("id").values_list("claim__key", "key")
    assert [(each["claim"], each["attribution"]) for each in reported["restored"]] == list(made)
    (undone,) = described(ed.get(HELD), "read_document")["undone_retractions"]
    assert (undone["withdrawn_at"], undone["withdrawal_reason"], undone["undo_reason"]) == (
        "2024-06-12", "Retracted.", HOAX["reason"],
    )  # fmt: skip
    for key in shown():
        after = ed.get(f"claims/{key}/").json()
        for name in ("status", "support", "denial", "attributions"):
            assert after.get(name) == before[key].get(name)
        assert "retracted_source" not in {flag["code"] for flag in after["flags"]}
        revision = Revision.objects.filter(claim__key=key).latest("number")
        assert (revision.action, revision.reason) == ("retraction undone", HOAX["reason"])


def test_an_undone_retraction_is_reported_to_those_who_follow_the_feed(ed: Caller) -> None:
    ed.post(f"{HELD}withdraw/", {"reason": "Retracted."})
    undo(ed)
    reported = described(ed.get("events/?action=retraction undone&claim=visit-within-weeks"), "list_events")
    (event,) = reported["events"]
    assert event["action"] == "retraction undone"
    assert "retracted_source" in json.dumps(event)


def test_undoing_a_retraction_is_looked_at_first(ed: Caller) -> None:
    ed.post(f"{HELD}withdraw/", {"reason": "Retracted."})
    revisions, look = Revision.objects.count(), undo(ed, query="?dry_run=1")
    reported = described(look, "undo_retraction")
    assert (len(reported["restored"]), reported["claims"], "ETag" in look) == (14, shown(), False)
    assert Revision.objects.count() == revisions
    assert ed.get(HELD).json()["withdrawal_reason"] == "Retracted."
    assert undo(ed, query="?dry_run=yes").status_code == 400


def test_undoing_a_retraction_requires_a_role_a_scope_and_if_match(ed: Caller) -> None:
    assert undo(ed).status_code == 409  # there is none
    seen = ed.get(HELD)["ETag"]
    ed.post(f"{HELD}withdraw/", {"reason": "Retracted."})
    refused(ed.post(UNDO, HOAX), 428, "revision-required")
    stale = ed.post(UNDO, HOAX, **{"If-Match": seen})
    refused(stale, 412, "stale")
    assert (stale.json()["current"], {each["about"] for each in stale.json()["changes"]}) == (
        ed.get(HELD)["ETag"], {"withdrawal recorded at", "withdrawal reason"},
    )  # fmt: skip
    refused(undo(caller(REPORTER, BOTH)), 403, "not-allowed")
    refused(undo(caller(EDITOR, (CLAIMS_READ,))), 403, "missing-scope")
    assert places(undo(ed, {"reason": " "})) == {"/reason"}
    assert ed.post("documents/none/retraction/undo/", HOAX, **{"If-Match": seen}).status_code == 404
    assert undo(ed).status_code == 200
    assert "already undone" in refused(undo(ed), 409, "conflict")


def test_a_correction_affects_every_claim_and_withdraws_what_it_names(ed: Caller) -> None:
    back = {"claim": "visit-within-weeks", "attribution": "spokesman-review"}
    said = {"note": "An earlier version misstated the month.", "at": "2024-06-13", "taken_back": [back]}
    wrong = {**said, "taken_back": [back, {**back, "attribution": "none"}, {**back, "claim": "none"}]}
    assert places(ed.post(f"{HELD}correct/", wrong)) == {"/taken_back/1", "/taken_back/2"}
    other = ed.post(f"{HELD}correct/", {**said, "taken_back": [{**back, "attribution": "bloomberg"}]})
    assert (other.status_code, "is not made from" in other.json()["detail"]) == (409, True)
    reported = described(ed.post(f"{HELD}correct/", said), "correct_document")
    assert [(each["note"], each["said_at"]) for each in reported["corrections"]] == [(said["note"], "2024-06-13")]
    assert reported["claims"] == shown()
    for key in shown():
        revision = Revision.objects.filter(claim__key=key).latest("number")
        assert (revision.action, revision.reason) == ("document corrected", said["note"])
    taken = Attribution.objects.filter(document__key="sr-rare-visits", withdrawal_recorded_at__isnull=False)
    assert [(row.claim.key, row.key) for row in taken] == [("visit-within-weeks", "spokesman-review")]
    assert ed.post(f"{HELD}correct/", {**said, "taken_back": []}).status_code == 409  # the same one is recorded


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_of_two_changes_at_once_on_the_same_one_is_stale(sample: None) -> None:
    ed = caller(EDITOR, BOTH)
    etag, ready, answers = ed.get(HELD)["ETag"], threading.Barrier(2), []

    def send(author: str) -> None:
        ready.wait()
        said = {"author": author, "reason": "As the page says."}
        answers.append((Caller(ed.token, ed.text).patch(HELD, said, **{"If-Match": etag}), author))
        connections.close_all()

    threads = [threading.Thread(target=send, args=(author,)) for author in ("Ada", "Ben")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (done, stored), (stale, _lost) = sorted(answers, key=lambda answer: answer[0].status_code)
    assert (done.status_code, stale.status_code) == (200, 412)
    assert stale.json()["changes"] == [{"about": "author", "after": stored}]
