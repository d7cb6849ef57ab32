"""Claims as a whole over the API: merged, split, taken back, deleted; the same operations as on the desk."""

from __future__ import annotations

from typing import Any

import pytest

from claims.models import Attribution, Claim, Revision
from claims.operations.desk.roles import ADMINISTRATOR, EDITOR, REPORTER, SENIOR
from factcheck.access.scopes import ADMIN, CLAIMS_READ, CLAIMS_WRITE
from tests.claims.api.refusing import refused
from tests.factcheck.api.asking import Caller, caller

BOTH = (CLAIMS_READ, CLAIMS_WRITE)
VISIT, OTHER = "visit-in-preparation", "visit-within-weeks"
WHY = {"reason": "Looked at again."}


@pytest.fixture
def ed(sample: None) -> Caller:
    return caller(EDITOR, BOTH)


def last_action(key: str) -> str:
    return Revision.objects.filter(claim__key=key).latest("number").action


def test_a_merge_shows_what_was_copied_and_is_undone(ed: Caller) -> None:
    answer = ed.changing(f"claims/{VISIT}/merge/", {"into": OTHER, **WHY}, VISIT)
    shown = answer.json()
    assert (answer.status_code, shown["claim"]["merged_into"], shown["claim"]["flags"]) == (200, OTHER, [])
    assert answer["ETag"] == ed.get(f"claims/{VISIT}/")["ETag"]
    assert shown["into"] == ed.get(f"claims/{OTHER}/").json()
    rows = [row["key"] for row in shown["into"]["attributions"]]
    here = set(Attribution.objects.filter(claim__key=VISIT).values_list("key", flat=True))
    assert {pair["here"] for pair in shown["copied"] + shown["same"]} == here
    assert {pair["there"] for pair in shown["copied"] + shown["same"]} <= set(rows)
    assert shown["copied"]
    assert last_action(OTHER) == "merged"
    again = ed.changing(f"claims/{VISIT}/merge/", {"into": "limousine", **WHY}, VISIT)
    assert OTHER in refused(again, 409, "conflict")
    since = {"key": "since", "source": "moscow", "stance": "reports", "cites": [shown["copied"][0]["there"]]}
    assert ed.post(f"claims/{OTHER}/attributions/", {"attributions": [since]}).status_code == 201
    undone = ed.changing(f"claims/{VISIT}/unmerge/", WHY, VISIT)
    back = undone.json()
    assert (undone.status_code, "merged_into" in back["claim"], bool(back["claim"]["flags"])) == (200, False, True)
    assert (back["into"], back["resting"]) == (OTHER, ["since"])
    assert set(back["voided"]) == {pair["there"] for pair in shown["copied"]}
    after = {row["key"] for row in ed.get(f"claims/{OTHER}/").json()["attributions"]}
    assert not after & {pair["there"] for pair in shown["copied"]}
    refused(ed.changing(f"claims/{VISIT}/unmerge/", WHY, VISIT), 409, "conflict")


def test_a_merge_names_a_claim_and_on_wish_its_revision(ed: Caller) -> None:
    refused(ed.changing(f"claims/{VISIT}/merge/", {"into": "none", **WHY}, VISIT), 422, "invalid", "/into")
    refused(ed.changing(f"claims/{VISIT}/merge/", {"into": VISIT, **WHY}, VISIT), 409, "conflict")
    refused(ed.post(f"claims/{VISIT}/merge/", {"into": OTHER, **WHY}), 428, "revision-required")
    seen = ed.get(f"claims/{OTHER}/")
    current = ed.changing(f"claims/{OTHER}/interests/", {"interests": [{"source": "moscow", "side": 1}], **WHY}, OTHER)["ETag"]
    body = {"into": OTHER, "into_revision": seen.json()["revision"], **WHY}
    answer = ed.changing(f"claims/{VISIT}/merge/", body, VISIT)
    assert f"“{OTHER}” has changed" in refused(answer, 412, "stale")
    assert answer.json()["current"] == current
    assert answer.json()["changes"]
    assert Claim.objects.get(key=VISIT).merged_into is None
    stale = ed.post(f"claims/{OTHER}/merge/", {"into": VISIT, **WHY}, **{"If-Match": seen["ETag"]})
    refused(stale, 412, "stale")


PARTS = [
    {"key": "visit-korea", "text": "Putin will visit North Korea within weeks."},
    {"key": "visit-vietnam", "text": "Putin will visit Vietnam within weeks."},
]


def test_a_split_shows_its_parts_and_is_undone(ed: Caller) -> None:
    speaks = [{"attribution": "diplomat", "parts": ["visit-korea"]}]
    answer = ed.changing(f"claims/{OTHER}/split/", {"parts": PARTS, "speaks_of": speaks, **WHY}, OTHER)
    shown = answer.json()
    assert (answer.status_code, [part["key"] for part in shown["parts"]]) == (200, ["visit-korea", "visit-vietnam"])
    assert shown["claim"]["flags"] == []
    scopes = {row["key"]: row["scope"] for row in shown["claim"]["attributions"]}
    assert [scopes[key] for key in shown["narrowed"]] == ["partial"]
    korea, vietnam = ({row["source"] for row in part["attributions"]} for part in shown["parts"])
    assert korea - vietnam == {"vedomosti-diplomat"}
    assert ed.get("claims/visit-korea/").json() == shown["parts"][0]
    assert shown["parts"][0]["relations"] == [{"kind": "part_of", "claim": OTHER}]
    since = {"key": "since", "source": "moscow", "stance": "denies"}
    assert ed.post("claims/visit-korea/attributions/", {"attributions": [since]}).status_code == 201
    undone = ed.changing(f"claims/{OTHER}/unsplit/", WHY, OTHER)
    back = undone.json()
    assert (undone.status_code, bool(back["claim"]["flags"]), back["parts"]) == (200, True, ["visit-korea", "visit-vietnam"])
    assert back["left"] == [{"claim": "visit-korea", "attribution": "since"}]
    assert ed.get("claims/visit-korea/").json()["merged_into"] == OTHER
    refused(ed.changing(f"claims/{OTHER}/unsplit/", WHY, OTHER), 409, "conflict")


def test_what_a_move_would_do_is_reported_and_nothing_of_it_is_left(ed: Caller) -> None:
    stands, revisions = {key: ed.get(f"claims/{key}/") for key in (VISIT, OTHER)}, Revision.objects.count()
    merged = ed.changing(f"claims/{VISIT}/merge/?dry_run=1", {"into": OTHER, **WHY}, VISIT)
    assert (merged.status_code, "ETag" in merged) == (200, False)
    assert merged.json()["copied"]
    parted = ed.changing(f"claims/{OTHER}/split/?dry_run=1", {"parts": PARTS, **WHY}, OTHER)
    assert [part["key"] for part in parted.json()["parts"]] == ["visit-korea", "visit-vietnam"]
    refused(ed.changing(f"claims/{VISIT}/unmerge/?dry_run=1", WHY, VISIT), 409, "conflict")
    refused(ed.changing(f"claims/{VISIT}/unmerge/?dry_run=yes", WHY, VISIT), 400, "bad-parameter")
    assert {key: ed.get(f"claims/{key}/").content for key in stands} == {key: each.content for key, each in stands.items()}
    assert (Revision.objects.count(), ed.get("claims/visit-korea/").status_code) == (revisions, 404)
    done = ed.changing(f"claims/{VISIT}/merge/?dry_run=0", {"into": OTHER, **WHY}, VISIT)
    assert (done.status_code, "ETag" in done) == (200, True)


@pytest.mark.parametrize(
    ("sent", "status", "kind", "pointer"),
    [
        ({"parts": PARTS[:1]}, 422, "invalid", "/parts"),
        ({"parts": [PARTS[0], {"key": "limousine", "text": "Taken."}]}, 409, "key-taken", "/parts/1/key"),
        ({"parts": [PARTS[0], {"key": "A B", "text": "No key."}]}, 422, "invalid", "/parts/1/key"),
        ({"parts": PARTS, "speaks_of": [{"attribution": "nobody", "parts": ["visit-korea"]}]}, 409, "conflict", None),
        (
            {"parts": PARTS, "speaks_of": [{"attribution": "diplomat", "parts": ["visit-korea"]}] * 2},
            422,
            "invalid",
            "/speaks_of/1/attribution",
        ),
    ],
)
def test_parts_that_do_not_fit_split_nothing(ed: Caller, sent: Any, status: int, kind: str, pointer: str | None) -> None:
    refused(ed.changing(f"claims/{OTHER}/split/", {**sent, **WHY}, OTHER), status, kind, pointer)
    assert not Claim.objects.filter(key__in=("visit-korea", "visit-vietnam")).exists()


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("merge/", {"into": VISIT}),
        ("unmerge/", {}),
        ("split/", {"parts": PARTS}),
        ("unsplit/", {}),
        ("relations/part_of/limousine/strike/", {}),
        ("interests/moscow/strike/", {}),
    ],
)
def test_reporters_move_nothing(sample: None, path: str, sent: dict[str, Any]) -> None:
    answer = caller(REPORTER, BOTH).changing(f"claims/{OTHER}/{path}", {**sent, **WHY}, OTHER)
    refused(answer, 403, "not-allowed")


def test_deleted_for_good_nothing_is_left_but_its_key(sample: None) -> None:
    every = (CLAIMS_READ, CLAIMS_WRITE, ADMIN)
    admin, sent = caller(ADMINISTRATOR, every), {"key": VISIT, **WHY}
    refused(caller(SENIOR, every).changing(f"claims/{VISIT}/remove/", sent, VISIT), 403, "not-allowed")
    refused(caller(ADMINISTRATOR, BOTH).changing(f"claims/{VISIT}/remove/", sent, VISIT), 403, "missing-scope")
    refused(admin.changing(f"claims/{VISIT}/remove/", {**sent, "key": OTHER}, VISIT), 422, "invalid", "/key")
    refused(admin.post(f"claims/{VISIT}/remove/", sent, **{"If-Match": '"1-0123456789abcdef"'}), 412, "stale")
    row, once = {"key": "once", "source": "vedomosti", "stance": "denies"}, {"Idempotency-Key": "once"}
    assert admin.post(f"claims/{VISIT}/attributions/", {"attributions": [row]}, **once).status_code == 201
    answer = admin.changing(f"claims/{VISIT}/remove/", sent, VISIT)
    refused(admin.post(f"claims/{VISIT}/attributions/", {"attributions": [row]}, **once), 409, "answered-once")
    assert (answer.status_code, set(answer.json())) == (200, {"revision", "changed_at", "digest", "key", "removed_at"})
    assert not Attribution.objects.filter(claim__key=VISIT).exists()
    refused(admin.get(f"claims/{VISIT}/"), 410, "gone")
    refused(admin.changing(f"claims/{OTHER}/merge/", {"into": VISIT, **WHY}, OTHER), 422, "invalid", "/into")


def test_relations_of_any_kind_are_recorded_and_struck_out(ed: Caller) -> None:
    sent = {"kind": "restates", "claim": OTHER, **WHY}
    answer = ed.changing(f"claims/{VISIT}/relations/", sent, VISIT)
    assert (answer.status_code, answer.json()["relations"]) == (201, [{"kind": "restates", "claim": OTHER}])
    assert last_action(VISIT) == "relation recorded"
    assert "already" in refused(ed.changing(f"claims/{VISIT}/relations/", sent, VISIT), 409, "conflict")
    refused(ed.changing(f"claims/{VISIT}/relations/", {**sent, "claim": "none"}, VISIT), 422, "invalid", "/claim")
    refused(ed.changing(f"claims/{VISIT}/relations/", {**sent, "claim": VISIT}, VISIT), 422, "invalid")
    refused(ed.changing(f"claims/{OTHER}/relations/restates/{VISIT}/strike/", WHY, OTHER), 404, "not-found")
    struck = ed.changing(f"claims/{VISIT}/relations/restates/{OTHER}/strike/", WHY, VISIT)
    assert (struck.status_code, "relations" in struck.json()) == (200, False)
    refused(ed.changing(f"claims/{VISIT}/relations/restates/{OTHER}/strike/", WHY, VISIT), 404, "not-found")


def test_a_contradiction_contests_both_and_is_struck_out_from_either(ed: Caller) -> None:
    sent = {"kind": "contradicts", "claim": "limousine", **WHY}
    answer = ed.changing("claims/satellite-pledge/relations/", sent, "satellite-pledge")
    assert (answer.status_code, answer.json()["status"]) == (201, "contested")
    assert ed.get("claims/limousine/").json()["status"] == "contested"
    assert last_action("limousine") == "contradiction recorded"
    back = {"kind": "contradicts", "claim": "satellite-pledge", **WHY}
    refused(ed.changing("claims/limousine/relations/", back, "limousine"), 409, "conflict")
    struck = ed.changing("claims/limousine/relations/contradicts/satellite-pledge/strike/", WHY, "limousine")
    assert (struck.status_code, struck.json()["status"]) == (200, "unverified")
    assert ed.get("claims/satellite-pledge/").json()["status"] == "unverified"
    assert caller(REPORTER, BOTH).changing("claims/limousine/relations/", back, "limousine").status_code == 201


def test_stakes_are_set_several_at_once_and_struck_out(ed: Caller) -> None:
    sent = {"interests": [{"source": "moscow", "side": -1, "reason": "Accused."}, {"source": "bloomberg", "side": 1}], **WHY}
    answer = ed.changing(f"claims/{VISIT}/interests/", sent, VISIT)
    assert answer.status_code == 201, answer.content
    assert answer.json()["interests"] == [
        {"source": "bloomberg", "side": 1},
        {"source": "moscow", "side": -1, "reason": "Accused."},
    ]
    assert "already" in refused(ed.changing(f"claims/{VISIT}/interests/", sent, VISIT), 409, "conflict")
    missing = {"interests": [{"source": "moscow", "side": 1}, {"source": "none", "side": 1}], **WHY}
    refused(ed.changing(f"claims/{VISIT}/interests/", missing, VISIT), 422, "invalid", "/interests/1/source")
    wrong = {"interests": [{"source": "moscow", "side": 0}], **WHY}
    refused(ed.changing(f"claims/{VISIT}/interests/", wrong, VISIT), 422, "invalid", "/interests/0/side")
    struck = ed.changing(f"claims/{VISIT}/interests/moscow/strike/", WHY, VISIT)
    assert struck.json()["interests"] == [{"source": "bloomberg", "side": 1}]
    refused(ed.changing(f"claims/{VISIT}/interests/moscow/strike/", WHY, VISIT), 404, "not-found")


def test_who_only_records_stakes_replaces_none(sample: None) -> None:
    reporter, sent = caller(REPORTER, BOTH), {"interests": [{"source": "moscow", "side": -1}], **WHY}
    first = reporter.changing(f"claims/{VISIT}/interests/", sent, VISIT)
    assert first.status_code == 201
    other = {"interests": [{"source": "moscow", "side": 1}], **WHY}
    assert "claims.change_interest" in refused(
        reporter.changing(f"claims/{VISIT}/interests/", other, VISIT), 403, "not-allowed"
    )
    ed = caller(EDITOR, BOTH)
    replaced = ed.changing(f"claims/{VISIT}/interests/", other, VISIT)
    assert replaced.json()["interests"] == [{"source": "moscow", "side": 1}]
    stale = ed.post(f"claims/{VISIT}/interests/", sent, **{"If-Match": first["ETag"]})
    refused(stale, 412, "stale")
