"""What is done to a recorded attribution over the API: the same operations as on the desk, with the same results."""

from __future__ import annotations

from typing import Any

import pytest

from claims.models import Attribution, Revision
from claims.operations.desk.roles import EDITOR
from factcheck.access.scopes import CLAIMS_READ, CLAIMS_WRITE
from tests.factcheck.api.asking import Caller, caller

VISIT = "visit-within-weeks"
AT = f"claims/{VISIT}/attributions"


@pytest.fixture
def ed(sample: None) -> Caller:
    return caller(EDITOR, (CLAIMS_READ, CLAIMS_WRITE))


@pytest.fixture
def keys(sample: None) -> dict[str, str]:
    """The keys of the attributions of the visit, by their source's."""
    rows = Attribution.objects.filter(claim__key=VISIT).values_list("source__key", "key")
    return dict(rows)


def codes(answer: Any) -> set[str]:
    assert answer.status_code == 200, answer.content
    return {flag["code"] for flag in answer.json()["flags"]}


def test_withdrawn_it_takes_its_support_along(ed: Caller, keys: dict[str, str]) -> None:
    sent = {"by": "outlet", "at": "2024-06-12", "reason": "It withdrew its report."}
    answer = ed.changing(f"{AT}/{keys['vedomosti']}/withdraw/", sent, VISIT)
    assert "retracted_source" in codes(answer)
    assert answer.json()["support"]["at_most"] == 0
    assert Revision.objects.filter(claim__key=VISIT).latest("number").action == "attribution withdrawn"
    again = ed.changing(f"{AT}/{keys['vedomosti']}/withdraw/", sent, VISIT)
    assert (again.status_code, again.json()["type"]) == (409, "/api/v1/problems/conflict")


def test_voided_it_counts_as_never_recorded(ed: Caller, keys: dict[str, str]) -> None:
    answer = ed.changing(f"{AT}/{keys['vedomosti-diplomat']}/void/", {"reason": "Misread."}, VISIT)
    assert "retracted_source" not in codes(answer)
    assert keys["vedomosti-diplomat"] not in {row["key"] for row in answer.json()["attributions"]}


def test_a_document_is_attached(ed: Caller, keys: dict[str, str]) -> None:
    own = Attribution.objects.get(claim__key=VISIT, source__key="spokesman-review").document
    assert own is not None
    answer = ed.changing(f"{AT}/{keys['vedomosti']}/attach/", {"document": own.key, "reason": "Held now."}, VISIT)
    assert "upstream_not_seen" not in codes(answer)
    none = ed.changing(f"{AT}/{keys['vedomosti']}/attach/", {"document": "none", "reason": "x"}, VISIT)
    assert (none.status_code, none.json()["errors"][0]["pointer"]) == (422, "/document")


def test_a_link_is_redirected_and_struck_out(ed: Caller, keys: dict[str, str]) -> None:
    dip, ved, bb = keys["vedomosti-diplomat"], keys["vedomosti"], keys["bloomberg"]
    done = ed.changing(f"{AT}/{bb}/links/{ved}/redirect/", {"to": dip, "reason": "It names the diplomat."}, VISIT)
    assert {row["key"]: row.get("cites") for row in done.json()["attributions"]}[bb] == [dip]
    bare = ed.changing(f"{AT}/{bb}/links/{dip}/strike/", {"reason": "It does not."}, VISIT)
    assert "needs a link" in bare.json()["detail"]
    answer = ed.changing(f"{AT}/{ved}/links/{dip}/strike/", {"reason": "It does not."}, VISIT)
    assert {row["key"]: row["cites"] for row in answer.json()["attributions"] if row["key"] == ved} == {ved: ["matsegora"]}
    assert ed.changing(f"{AT}/{bb}/links/{ved}/strike/", {"reason": "x"}, VISIT).status_code == 404
    assert ed.changing(f"{AT}/none/void/", {"reason": "x"}, VISIT).status_code == 404
    answer = ed.changing(f"{AT}/{bb}/links/{dip}/redirect/", {"to": "none", "reason": "x"}, VISIT)
    assert answer.json()["errors"][0]["pointer"] == "/to"
