"""Splitting a claim over the API."""

from __future__ import annotations

from typing import Any

import pytest

from claims.models import Claim
from claims.operations.desk.roles import EDITOR
from factcheck.access.scopes import CLAIMS_READ, CLAIMS_WRITE
from tests.claims.api.refusing import refused
from tests.factcheck.api.asking import Caller, caller

BOTH = (CLAIMS_READ, CLAIMS_WRITE)
OTHER = "visit-within-weeks"
WHY = {"reason": "Looked at again."}


@pytest.fixture
def ed(sample: None) -> Caller:
    return caller(EDITOR, BOTH)


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
