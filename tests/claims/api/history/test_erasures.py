"""Erasing over the API: for administrators only, and nothing of the request is kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from claims.models import Claim, Erasure
from claims.operations.desk.roles import ADMINISTRATOR, SENIOR
from factcheck.access.models import Answered
from factcheck.access.scopes import ADMIN, CLAIMS_READ
from tests.cases import claim, load, person, row
from tests.factcheck.api.asking import caller

NAME = "Zofia Qwert"
SAID = {"text": NAME, "ordered_by": "a court", "reason": "She was not to be named."}


@pytest.fixture
def slipped(db: None, now: datetime) -> None:
    load({"sources": [person("ada")], "claims": [claim("c", row("ada"), text=f"{NAME} did it.")]}, at=now)


def boss() -> Any:
    return caller(ADMINISTRATOR, (ADMIN, CLAIMS_READ))


def test_a_dry_run_shows_where_it_is_and_changes_nothing(slipped: None) -> None:
    answer = boss().post("erasures/?dry_run=1", SAID)
    assert answer.status_code == 200, answer.content
    assert answer.json()["number"] is None
    assert {"table": "claims.Claim", "column": "text", "rows": 1} in answer.json()["places"]
    assert not Erasure.objects.exists()
    assert NAME in Claim.objects.get().text


def test_it_erases_once_and_keeps_nothing_of_the_request(slipped: None) -> None:
    one = boss()
    answer = one.post("erasures/", SAID, **{"Idempotency-Key": "once"})
    assert answer.status_code == 200, answer.content
    assert (answer.json()["claims"], answer.json()["ordered_by"]) == ([{"claim": "c", "revision": 2}], "a court")
    assert NAME not in answer.content.decode()
    kept = Answered.objects.get()
    assert (kept.digest, kept.body) == ("", None)
    again = one.post("erasures/", SAID, **{"Idempotency-Key": "once"})
    assert again.json()["type"].endswith("answered-once")
    assert one.get("erasures/").json()["erasures"] == [answer.json()]
    erased = one.get("claims/c/revisions/").json()["revisions"][0]["erased"]
    assert {"revision": 1, "part": "body"} in erased
    assert one.get("claims/c/revisions/1/").json()["text"] == "[erased] did it."


def test_a_refusal_is_explained_and_nothing_is_erased(slipped: None) -> None:
    for said in (SAID | {"reason": f"{NAME} asked."}, SAID | {"text": "Nobody Atall"}, SAID | {"text": "supports"}):
        assert boss().post("erasures/", said).status_code == 409
    assert NAME in Claim.objects.get().text


def test_only_an_administrator_with_the_scope_may(slipped: None) -> None:
    assert caller(SENIOR, (ADMIN, CLAIMS_READ)).post("erasures/", SAID).status_code == 403
    assert caller(ADMINISTRATOR, (CLAIMS_READ,)).post("erasures/", SAID).status_code == 403
    assert caller(SENIOR, (ADMIN,)).get("erasures/").status_code == 403
    assert NAME in Claim.objects.get().text


def test_kept_responses_are_deleted(slipped: None) -> None:
    Answered.objects.create(
        who="token:x", key="k", digest="d" * 64, at="2024-06-12T12:00Z", body=NAME.encode(), headers={"a": NAME}
    )
    boss().post("erasures/", SAID)
    kept = Answered.objects.get()
    assert (kept.body, kept.headers, kept.digest) == (None, {}, "")
