"""Sources recorded and changed over the API: what a case file may say, by whom it may be said, and on what it was changed."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, connections
from django.utils import timezone

from claims.operations.desk.roles import EDITOR, REPORTER, SENIOR, VIEWER
from claims.queries.claims.filters.conditions import with_open_flag
from claims.queries.claims.read import all_claims
from factcheck.access.scopes import CLAIMS_READ, CLAIMS_WRITE, SOURCES_WRITE
from sources.models import Source, SourceChange
from tests.factcheck.api.asking import Caller, caller
from tests.factcheck.api.described import described

BOTH = (CLAIMS_READ, SOURCES_WRITE)
NEW = {"key": "yonhap", "name": " Yonhap News ", "kind": "wire_agency", "country": "KR", "aliases": ["Ёнхап", "YNA\n"]}
DIPLOMAT = "sources/vedomosti-diplomat/"


@pytest.fixture
def ed(sample: None) -> Caller:
    return caller(EDITOR, BOTH)


@pytest.fixture
def sen(sample: None) -> Caller:
    return caller(SENIOR, BOTH)


def unnamed(**more: Any) -> dict[str, Any]:
    shown = {"key": "ved-official", "name": "Unnamed official", "kind": "person", "description": "an official"}
    return {**shown, "identified": False, "vouched_by": "vedomosti", **more}


def change(who: Caller, path: str, **said: Any) -> Any:
    """PATCH a record as it was just read."""
    return who.patch(path, {"reason": "As published.", **said}, **{"If-Match": who.get(path)["ETag"]})


def type_of(answer: Any) -> str:
    return str(answer.json()["type"].rpartition("/")[2])


def pointers(answer: Any, status: int = 422) -> set[str]:
    assert answer.status_code == status, answer.content
    return {fault["pointer"] for fault in answer.json()["errors"]}


def test_a_source_is_recorded_and_found_by_any_spelling_of_its_names(sample: None) -> None:
    reporter = caller(REPORTER, BOTH)
    answer = reporter.post("sources/", NEW)
    shown = described(answer, "record_source")
    assert answer["Location"].endswith("/api/v1/sources/yonhap/")
    assert (shown["name"], shown["aliases"], shown["claims"]) == ("Yonhap News", ["Ёнхап", "YNA"], {"reached": 0, "waiting": 0})
    read = reporter.get("sources/yonhap/")
    assert (read["ETag"], read.json()) == (answer["ETag"], {name: part for name, part in shown.items() if name != "claims"})
    assert [each["key"] for each in reporter.get("sources/?q=енхап").json()["sources"]] == ["yonhap"]
    assert SourceChange.objects.get(source__key="yonhap").actor == f"token:{reporter.token.key} (api-reporter)"
    assert type_of(reporter.post("sources/", NEW)) == "key-taken"


def test_nothing_is_taken_that_could_identify_an_unnamed_source(ed: Caller, sen: Caller) -> None:
    identity = {"aliases": ["Ivan"], "short_name": "Ivan", "homepage": "https://example.org/ivan", "wikidata_id": "Q1"}
    places = {f"/{name}" for name in identity}
    assert pointers(ed.post("sources/", unnamed(**identity))) == places
    assert pointers(change(ed, DIPLOMAT, **identity)) == places
    assert pointers(change(ed, DIPLOMAT, identified=True)) == {"/identified"}
    assert pointers(change(ed, "sources/vedomosti/", identified=False, vouched_by="bloomberg")) >= {"/identified"}
    assert pointers(ed.post("sources/", unnamed(vouched_by="nobody"))) == {"/vouched_by"}
    assert pointers(ed.post("sources/", unnamed(vouched_by="vedomosti-diplomat"))) == {"/vouched_by"}
    assert pointers(ed.post("sources/", {**NEW, "vouched_by": "vedomosti"})) == {"/vouched_by"}
    assert pointers(ed.post("sources/", unnamed(also_vouched_by=["bloomberg", "nobody"]))) == {"/also_vouched_by/1"}
    assert pointers(ed.post("sources/", unnamed(also_vouched_by=["vedomosti"]))) == {"/also_vouched_by/0"}
    assert pointers(ed.post("sources/", unnamed(vouched_by="nobody", also_vouched_by=["bloomberg"]))) == {"/vouched_by"}
    assert pointers(ed.post("sources/", {**NEW, "also_vouched_by": ["vedomosti"]})) == {"/vouched_by"}
    assert pointers(sen.post("sources/", {**NEW, "anonymity_reason": "x"})) == {"/anonymity_reason"}
    assert not Source.objects.filter(key__in=("ved-official", "yonhap")).exists()
    recorded = described(ed.post("sources/", unnamed()), "record_source")
    assert (recorded["identified"], recorded["vouched_by"]) == (False, "vedomosti")


def test_an_approval_is_said_by_those_who_may_approve_of_one_who_may(ed: Caller, sen: Caller) -> None:
    approval = {"anonymity_reason": "They fear reprisals.", "approved_by": "api-senior-editor"}
    assert pointers(change(ed, DIPLOMAT, **approval), 403) == {"/anonymity_reason", "/approved_by"}
    assert pointers(ed.post("sources/", unnamed(approved_by="")), 403) == {"/approved_by"}
    assert pointers(change(sen, DIPLOMAT, approved_by="api-editor")) == {"/approved_by"}
    shown = described(change(sen, DIPLOMAT, **approval), "change_source")
    assert {name: shown[name] for name in approval} == approval
    assert not set(approval) & set(ed.get(DIPLOMAT).json())
    assert pointers(change(ed, DIPLOMAT, approved_by="api-senior-editor"), 403) == {"/approved_by"}  # a guess tells nothing
    # Whoever may not approve changes the rest of it all the same, on what they were reported.
    assert described(change(ed, DIPLOMAT, description="an official"), "change_source")["description"] == "an official"
    assert Source.objects.get(key="vedomosti-diplomat").approved_by == "api-senior-editor"


def test_whoever_recorded_an_unnamed_source_does_not_approve_it_under_any_name(sen: Caller) -> None:
    me, reason = sen.token.user, {"anonymity_reason": "They fear reprisals."}
    assert pointers(sen.post("sources/", unnamed(**reason, approved_by="api-senior-editor"))) == {"/approved_by"}
    assert sen.post("sources/", unnamed(**reason)).status_code == 201
    User.objects.filter(pk=me.pk).update(username="somebody-else")
    assert pointers(change(sen, "sources/ved-official/", approved_by="somebody-else")) == {"/approved_by"}
    other = caller(SENIOR, BOTH)
    assert other.token.user != me
    assert pointers(change(other, "sources/ved-official/", approved_by="somebody-else")) == {"/approved_by"}
    assert change(other, "sources/ved-official/", approved_by="api-senior-editor").status_code == 200
    official = Source.objects.get(key="ved-official")
    assert (official.approved_by, official.approver) == ("api-senior-editor", other.token.user)
    shown = [who.get("sources/ved-official/changes/").json()["changes"][0] for who in (caller(EDITOR, BOTH), other)]
    assert ["actor" in line for line in shown] == [False, True]  # whoever did it is who approved
    # What is said already may be said again; another name or voucher makes another source of it, which nobody has approved.
    assert change(sen, "sources/ved-official/", approved_by="api-senior-editor", plural=True).status_code == 200
    assert change(sen, "sources/ved-official/", vouched_by="bloomberg").status_code == 200
    official.refresh_from_db()
    assert (official.approved_by, official.approver) == ("", None)


def test_a_grade_is_given_by_those_who_grade_with_what_it_rests_on(ed: Caller, sen: Caller) -> None:
    grade = {"grade": "B", "rationale": "Corrects itself."}
    assert pointers(change(ed, "sources/vedomosti/", reliability=grade), 403) == {"/reliability"}
    assert pointers(ed.post("sources/", {**NEW, "reliability": grade}), 403) == {"/reliability"}
    assert pointers(change(sen, "sources/vedomosti/", reliability={"grade": "G"})) == {"/reliability", "/reliability/grade"}
    shown = described(change(sen, "sources/vedomosti/", reliability=grade), "change_source")["reliability"]
    assert shown == {**grade, "graded_by": "api-senior-editor", "graded_on": timezone.localdate().isoformat()}
    anew = {**grade, "grade": "C", "graded_by": "The panel", "graded_on": "2024-06-01"}
    assert change(sen, "sources/vedomosti/", reliability=anew).json()["reliability"] == anew
    assert "reliability" not in change(sen, "sources/vedomosti/", reliability=None).json()


def test_every_fault_of_a_source_is_reported_at_its_place(ed: Caller) -> None:
    wrong = {"key": "New one", "name": "", "kind": "paper", "country": "korea", "homepage": "javascript:alert(1)", "x": 1}
    assert pointers(ed.post("sources/", wrong)) == {f"/{name}" for name in wrong}
    assert pointers(ed.post("sources/", {**NEW, "name": "  "})) == {"/name"}
    assert pointers(change(ed, "sources/vedomosti/", reason=" \n")) == {"/reason"}
    assert pointers(change(ed, "sources/vedomosti/", merged_into="bloomberg")) == {"/merged_into"}


def test_a_change_is_made_on_what_was_read(ed: Caller) -> None:
    path, said = "sources/moscow/", {"short_name": "Russia", "reason": "As copy calls it."}
    assert type_of(ed.patch(path, said)) == type_of(ed.patch(path, said, **{"If-Match": "*"})) == "revision-required"
    assert type_of(ed.patch(path, said, **{"If-Match": '"12-abc"'})) == "bad-request"
    assert ed.patch("sources/none/", said).status_code == 404
    etag = ed.get(path)["ETag"]
    done = ed.patch(path, said, **{"If-Match": f"W/{etag}"})
    assert (described(done, "change_source")["short_name"], done["ETag"]) == ("Russia", ed.get(path)["ETag"])
    assert done.json()["aliases"] == ["Russian government", "Kremlin"]  # what was left out stays
    stale = ed.patch(path, {"aliases": [], "reason": "None."}, **{"If-Match": etag})
    shown = described(stale, "change_source")
    assert (stale.status_code, shown["current"]) == (412, done["ETag"])
    assert shown["changes"] == [{"about": "short name", "after": "Russia"}]
    assert ed.patch(path, {"aliases": [], "reason": "None."}, **{"If-Match": done["ETag"]}).status_code == 200
    assert Source.objects.get(key="moscow").aliases == ""


def test_what_changes_nothing_leaves_no_trace(ed: Caller) -> None:
    before = SourceChange.objects.count()
    shown = described(change(ed, "sources/moscow/", country="RU"), "change_source")
    assert (shown["claims"], SourceChange.objects.count()) == ({"reached": 0, "waiting": 0}, before)


@pytest.mark.parametrize(("at", "status"), [("0140-06-21T10:28:07-17:39", 200), ("0001-01-01T00:00:00%2B01:00", 400)])
def test_a_date_time_with_any_offset_is_read_or_refused(ed: Caller, at: str, status: int) -> None:
    assert ed.get(f"claims/?recorded_until={at}").status_code == status


def test_the_header_allow_names_what_an_address_takes(ed: Caller) -> None:
    answer = ed.patch("sources/", NEW)
    assert (answer.status_code, answer["Allow"]) == (405, "GET, POST, HEAD, OPTIONS")
    assert ed.patch("sources/moscow/merge/", NEW)["Allow"] == "GET, POST, HEAD, OPTIONS"
    assert ed.get("sources/moscow/unmerge/")["Allow"] == "POST, OPTIONS"


def test_scope_and_role_are_those_of_the_desk(sample: None) -> None:
    assert type_of(caller(EDITOR, (CLAIMS_READ, CLAIMS_WRITE)).post("sources/", NEW)) == "missing-scope"
    assert type_of(caller(VIEWER, BOTH).post("sources/", NEW)) == "not-allowed"
    assert type_of(change(caller(REPORTER, BOTH), "sources/moscow/", country="")) == "not-allowed"


@pytest.mark.django_db(transaction=True)
def test_claims_are_assessed_again_once_the_change_is_stored(sample: None) -> None:
    sen = caller(SENIOR, BOTH)
    lacking = all_claims().filter(with_open_flag("unnamed_unapproved"))
    assert lacking.filter(key="visit-within-weeks").exists()
    shown = described(
        change(sen, DIPLOMAT, anonymity_reason="They fear reprisals.", approved_by="api-senior-editor"), "change_source"
    )
    assert shown["claims"]["reached"] >= 1
    assert shown["claims"]["waiting"] == 0
    assert not lacking.filter(key="visit-within-weeks").exists()


@pytest.mark.django_db(transaction=True)
def test_an_answer_shows_how_many_claims_wait_for_a_later_assessment(sample: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claims.tasks.AT_ONCE", 1)
    ed = caller(EDITOR, BOTH)
    claims = change(ed, "sources/bloomberg/", short_name="Bloomberg").json()["claims"]
    assert claims["waiting"] == claims["reached"] - 1 > 1


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_of_two_changes_at_once_on_the_same_one_is_stale(sample: None) -> None:
    ed = caller(EDITOR, BOTH)
    etag, ready, answers = ed.get("sources/moscow/")["ETag"], threading.Barrier(2), []

    def send(name: str) -> None:
        ready.wait()
        said = {"short_name": name, "reason": "As copy calls it."}
        answers.append((Caller(ed.token, ed.text).patch("sources/moscow/", said, **{"If-Match": etag}), name))
        connections.close_all()

    threads = [threading.Thread(target=send, args=(name,)) for name in ("Kremlin", "Russia")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (done, stored), (stale, _lost) = sorted(answers, key=lambda answer: answer[0].status_code)
    assert (done.status_code, stale.status_code) == (200, 412)
    assert stale.json()["changes"] == [{"about": "short name", "after": stored}]
    assert Source.objects.get(key="moscow").short_name == stored


def test_an_organisation_is_named_by_its_key(ed: Caller, sample: None) -> None:
    russia = {"organisation": "the ministry", "organisation_key": "moscow"}
    recorded = described(ed.post("sources/", unnamed(**russia)), "record_source")
    assert {name: recorded[name] for name in russia} == russia
    assert described(change(ed, DIPLOMAT, organisation_key="moscow"), "change_source")["organisation_key"] == "moscow"
    shown = ed.get(f"{DIPLOMAT}changes/").json()["changes"][0]
    assert (shown["old"], shown["new"]) == ({"organisation_key": None}, {"organisation_key": "moscow"})
    for key in ("nobody", "vedomosti-diplomat", "ved-official"):
        assert pointers(change(ed, DIPLOMAT, organisation_key=key)) == {"/organisation_key"}
    assert "organisation_key" not in described(change(ed, DIPLOMAT, organisation_key=None), "change_source")


def test_a_changed_wikidata_id_is_no_reference(ed: Caller) -> None:
    assert change(ed, "sources/bloomberg/", wikidata_id="Q13977").status_code == 200
    shown = described(ed.get("sources/bloomberg/changes/"), "list_source_changes")["changes"][0]
    assert (shown["old"], shown["new"]) == ({"wikidata_id": ""}, {"wikidata_id": "Q13977"})


def test_several_outlets_vouch_for_one_whom_they_were_briefed_by(ed: Caller) -> None:
    assert ed.post("sources/", unnamed(also_vouched_by=["spokesman-review", "bloomberg"])).status_code == 201
    shown = described(ed.get("sources/ved-official/"), "read_source")
    assert (shown["vouched_by"], shown["also_vouched_by"]) == ("vedomosti", ["bloomberg", "spokesman-review"])

    # What is left out stays; another first outlet that was a further one is there once only.
    assert pointers(change(ed, "sources/ved-official/", vouched_by="bloomberg")) == {"/also_vouched_by/0"}
    assert change(ed, "sources/ved-official/", country="RU").status_code == 200
    changed = change(ed, "sources/ved-official/", vouched_by="bloomberg", also_vouched_by=["vedomosti"])
    assert (changed.json()["vouched_by"], changed.json()["also_vouched_by"]) == ("bloomberg", ["vedomosti"])
    assert "also_vouched_by" not in change(ed, "sources/ved-official/", also_vouched_by=[]).json()

    first, second = described(ed.get("sources/ved-official/changes/"), "list_source_changes")["changes"][:2]
    assert (first["old"], first["new"]) == ({"also_vouched_by": ["vedomosti"]}, {"also_vouched_by": []})
    assert sorted(second["old"]["also_vouched_by"]) == ["bloomberg", "spokesman-review"]
