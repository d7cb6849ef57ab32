"""Claims merged and deleted over the API, and what a move would do; the same operations as on the desk."""

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
