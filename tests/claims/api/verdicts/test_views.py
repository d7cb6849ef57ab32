"""Verdicts over the API: each needs two people, whatever tokens they hold; drafts stay internal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.models import Revision, Verdict
from claims.operations.desk.roles import EDITOR, REPORTER, SENIOR, VIEWER
from factcheck.access.scopes import CLAIMS_READ, CLAIMS_WRITE, VERDICTS_PUBLISH
from tests.cases import load, person
from tests.claims.api.refusing import refused
from tests.claims.verdicts import rumour
from tests.factcheck.api.asking import Caller, caller

EVERY = (CLAIMS_READ, CLAIMS_WRITE, VERDICTS_PUBLISH)
AT = "claims/c/verdicts/"
WHY = {"reason": "Read and checked."}
DRAFT = {"rating": "unproven", "rationale": "Nobody else was there.", "evidence": ["ada"]}


@pytest.fixture
def ed(db: None, now: datetime) -> Caller:
    rumour(now)
    return caller(EDITOR, EVERY)


@pytest.fixture
def sen(ed: Caller) -> Caller:
    return caller(SENIOR, EVERY)


def done(answer: Any, status: int = 200) -> dict[str, Any]:
    assert answer.status_code == status, answer.content
    return dict(answer.json())


def move(who: Caller, step: str, sent: Any = WHY) -> Any:
    return who.changing(f"{AT}{step}/", sent, "c")


def drafted(who: Caller) -> None:
    done(who.changing(AT, DRAFT, "c"), 201)


def submitted(who: Caller) -> None:
    drafted(who)
    done(move(who, "draft/submit", {}))


def states(who: Caller) -> list[str]:
    return [line["state"] for line in done(who.get(AT))["verdicts"]]


def test_one_drafts_another_publishes_and_readers_see_the_word(ed: Caller, sen: Caller) -> None:
    answer = ed.changing(AT, {**DRAFT, "reason": "First go."}, "c")
    assert "verdict" not in done(answer, 201)
    assert answer["ETag"] == ed.get("claims/c/")["ETag"]
    done(move(ed, "draft/submit", {"reason": "Please look."}))
    shown = done(move(sen, "draft/publish"))["verdict"]
    assert (shown["rating"], shown["rationale"], shown["evidence"]) == ("unproven", "Nobody else was there.", ["ada"])
    (line,) = done(ed.get(AT))["verdicts"]
    assert (line["state"], line["drafted_by"], line["decided_by"]) == ("published", "api-editor", "api-senior-editor")
    assert [(step["action"], step["actor"], step["text"]) for step in line["steps"]] == [
        ("published", "user:api-senior-editor", "Read and checked."),
        ("submitted", "user:api-editor", "Please look."),
        ("drafted", "user:api-editor", "First go."),
    ]
    reported = list(Revision.objects.filter(claim__key="c").order_by("-number").values_list("action", "reason")[:3])
    assert reported == [("verdict published", ""), ("verdict submitted", ""), ("verdict drafted", "")]


def test_two_tokens_of_one_person_are_one_pair_of_eyes(ed: Caller, sen: Caller) -> None:
    submitted(sen)
    for same in (sen, caller(SENIOR, EVERY)):
        assert "You drafted" in refused(move(same, "draft/publish"), 409, "conflict")
        assert "You drafted" in refused(move(same, "draft/return"), 409, "conflict")
    refused(move(ed, "draft/publish"), 403, "not-allowed")
    assert states(ed) == ["in_review"]
    assert Verdict.objects.get().decided_by is None


def test_whoever_changes_a_draft_is_an_author_of_it(ed: Caller, sen: Caller) -> None:
    submitted(ed)
    change = {"rationale": "Nobody else was near.", "reason": "Plainer."}
    done(sen.patch(f"{AT}draft/", change, **{"If-Match": sen.get("claims/c/")["ETag"]}))
    (line,) = done(ed.get(AT))["verdicts"]
    assert (line["state"], line["rationale"], line["rating"], line["evidence"]) == (
        "draft", "Nobody else was near.", "unproven", ["ada"],
    )  # fmt: skip
    assert "Nobody else was there." in line["steps"][0]["text"]
    same = sen.patch(f"{AT}draft/", change, **{"If-Match": sen.get("claims/c/")["ETag"]})
    refused(same, 409, "conflict")
    done(move(ed, "draft/submit", {}))
    assert "You drafted or changed" in refused(move(sen, "draft/publish"), 409, "conflict")


def test_it_is_returned_dropped_confirmed_and_withdrawn(ed: Caller, sen: Caller, now: datetime) -> None:
    submitted(ed)
    done(move(sen, "draft/return", {"reason": "Who is ada?"}))
    refused(move(sen, "draft/publish"), 409, "conflict")
    done(move(ed, "draft/drop"))
    refused(move(ed, "draft/submit", {}), 404, "not-found")
    refused(move(sen, "published/confirm"), 404, "not-found")
    submitted(ed)
    assert "verdict" in done(move(sen, "draft/publish"))
    assert "nothing to confirm" in refused(move(sen, "published/confirm"), 409, "conflict")
    load({"sources": [person("zoe")]}, at=now)
    denial = {"attributions": [{"key": "zoe", "source": "zoe", "stance": "denies"}]}
    assert "verdict_outdated" in codes(ed.post("claims/c/attributions/", denial))
    assert [line.get("outdated", False) for line in done(ed.get(AT))["verdicts"]] == [True, False]
    assert "verdict_outdated" not in codes(move(sen, "published/confirm"))
    assert "verdict" not in done(move(sen, "published/withdraw"))
    assert states(ed) == ["withdrawn", "dropped"]


def codes(answer: Any) -> set[str]:
    assert answer.status_code in (200, 201), answer.content
    return {flag["code"] for flag in answer.json()["flags"]}


def test_a_verdict_is_bound_to_the_revision_that_its_reviewer_saw(ed: Caller, sen: Caller) -> None:
    submitted(ed)
    etag = sen.get("claims/c/")["ETag"]
    done(ed.changing("claims/c/reaffirm/", WHY, "c"))
    refused(sen.post(f"{AT}draft/publish/", WHY, **{"If-Match": etag}), 412, "stale")
    refused(sen.post(f"{AT}draft/publish/", WHY), 428, "revision-required")
    assert states(ed) == ["in_review"]


def test_the_scope_for_claims_is_not_enough_nor_is_another_role(ed: Caller) -> None:
    narrow = caller(SENIOR, (CLAIMS_READ, CLAIMS_WRITE))
    refused(narrow.get(AT), 403, "missing-scope")
    refused(narrow.changing(AT, DRAFT, "c"), 403, "missing-scope")
    refused(caller(REPORTER, EVERY).changing(AT, DRAFT, "c"), 403, "not-allowed")
    drafted(ed)
    refused(move(narrow, "draft/drop"), 403, "missing-scope")
    assert states(ed) == ["draft"]


def test_who_only_reads_sees_what_was_published_and_no_draft(ed: Caller, sen: Caller) -> None:
    viewer = caller(VIEWER, EVERY)
    submitted(ed)
    assert states(viewer) == []
    done(move(sen, "draft/publish"))
    drafted(ed)
    answer = viewer.get(AT)
    assert (states(viewer), states(ed), answer["Cache-Control"]) == (["published"], ["draft", "published"], "private, no-store")
    assert viewer.get(AT, **{"If-None-Match": answer["ETag"]}).status_code == 304


def test_comments_stay_with_those_who_draft_or_review(ed: Caller, sen: Caller) -> None:
    done(ed.changing(AT, {**DRAFT, "reason": "Inkling one."}, "c"), 201)
    redraft = {"rationale": "Nobody else was near.", "reason": "Inkling two."}
    done(ed.patch(f"{AT}draft/", redraft, **{"If-Match": ed.get("claims/c/")["ETag"]}))
    done(move(ed, "draft/submit", {"reason": "Inkling three."}))
    done(move(sen, "draft/return", {"reason": "Inkling four."}))
    done(move(ed, "draft/submit", {}))
    stale = sen.get("claims/c/")["ETag"]
    done(move(sen, "draft/publish", {"reason": "Inkling five."}))
    done(move(sen, "published/withdraw", {"reason": "Inkling six."}))
    of_before = Revision.objects.filter(action__startswith="verdict ")
    of_before.update(reason="Inkling of before.")  # as publishing wrote it once

    reported = {}
    for who in (caller(VIEWER, EVERY), caller(REPORTER, EVERY), ed):
        paths = (AT, "claims/c/revisions/", "claims/c/decisions/", "events/", "claims/c/?expand=revision")
        reported[who.token.user.username] = [path for path in paths if b"Inkling" in who.get(path).content]
    refused = ed.post("claims/c/reaffirm/", WHY, **{"If-Match": stale})

    assert reported == {"api-viewer": [], "api-reporter": [], "api-editor": [AT]}
    assert (refused.status_code, b"Inkling" in refused.content) == (412, False)
    (line,) = done(caller(VIEWER, EVERY).get(AT))["verdicts"]
    assert [step["action"] for step in line["steps"]][:2] == ["withdrawn", "published"]
    assert {step["text"] for step in line["steps"]} == {""}
    assert b"Nobody else was there." in ed.get(AT).content  # what the draft said before it was changed


def test_unknown_records_are_reported_at_their_place(ed: Caller) -> None:
    refused(ed.changing(AT, {**DRAFT, "rating": "no-such"}, "c"), 422, "invalid", "/rating")
    refused(ed.changing(AT, {**DRAFT, "evidence": ["ada", "zoe"]}, "c"), 422, "invalid", "/evidence/1")
    refused(ed.changing(AT, {**DRAFT, "rationale": ""}, "c"), 422, "invalid", "/rationale")
    refused(ed.changing(AT, {**DRAFT, "rationale": " "}, "c"), 422, "invalid", "/rationale")
    drafted(ed)
    assert "already" in refused(ed.changing(AT, DRAFT, "c"), 409, "conflict")


def test_verdicts_take_as_many_queries_however_many_there_are(ed: Caller) -> None:
    drafted(ed)
    few = counted(ed)
    done(move(ed, "draft/drop"))
    for _ in range(3):
        drafted(ed)
        done(move(ed, "draft/drop"))
    drafted(ed)
    # The token with its person and all permissions; the claim, twice; the verdicts with people
    # and words, their evidence, their steps.
    assert few == counted(ed) == 6


def counted(who: Caller) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert who.get(AT).status_code == 200
    return len(queries)
