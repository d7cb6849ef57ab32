"""Over the API a name gets into no unnamed source; only a senior editor confirms one elsewhere in its texts."""

from __future__ import annotations

from typing import Any

import pytest

from claims.models import Claim
from claims.operations.desk.roles import EDITOR, SENIOR
from factcheck.access.scopes import SCOPES
from sources.models import PersonMatch, Source
from tests.factcheck.api.asking import Caller, caller

pytestmark = pytest.mark.usefixtures("sample")

NEW = {"key": "aide", "name": "Unnamed aide", "kind": "person", "identified": False, "vouched_by": "vedomosti"}
CLOSE = "a person close to Putin"
DIPLOMAT = "sources/vedomosti-diplomat/"


@pytest.fixture
def editor_token(db: None) -> Caller:
    return caller(EDITOR, tuple(SCOPES))


@pytest.fixture
def senior_token(db: None) -> Caller:
    return caller(SENIOR, tuple(SCOPES))


def places(answer: Any) -> list[str]:
    return [fault["pointer"] for fault in answer.json().get("errors", ())]


@pytest.mark.parametrize(
    "shown",
    [
        {"short_name": "A Name"},
        {"name": "Vladimir Putin, official"},
        {"name": "the diplomat PUTIN VLADIMIR"},
        {"key": "kim-jong-un"},
    ],
)
def test_what_calls_it_by_a_name_is_refused_of_seniors_too(shown: dict[str, str], senior_token: Caller) -> None:
    answer = senior_token.post("sources/", {**NEW, **shown, "names_confirmed": True})
    assert (answer.status_code, places(answer)) == (422, [f"/{name}" for name in shown])
    changed = senior_token.patch(DIPLOMAT, {**shown, "reason": "as told"}, **{"If-Match": senior_token.get(DIPLOMAT)["ETag"]})
    assert changed.status_code in (400, 422)


@pytest.mark.parametrize("shown", [{"description": CLOSE}, {"organisation": CLOSE}, {"reason": CLOSE}])
def test_other_texts_need_the_word_of_a_senior(shown: dict[str, str], editor_token: Caller, senior_token: Caller) -> None:
    refused = editor_token.post("sources/", {**NEW, **shown})
    assert (refused.status_code, places(refused)) == (422, [f"/{name}" for name in shown])
    assert "senior editor" in refused.json()["errors"][0]["detail"]
    assert editor_token.post("sources/", {**NEW, **shown, "names_confirmed": True}).status_code == 403
    assert senior_token.post("sources/", {**NEW, **shown, "names_confirmed": True}).status_code == 201


def test_the_reason_of_a_judgement_needs_it_too(editor_token: Caller, senior_token: Caller) -> None:
    shown = {"other": "putin", "outcome": "unsure", "reason": "He is Vladimir Putin."}
    refused = editor_token.post(f"{DIPLOMAT}judgements/", shown)
    assert (refused.status_code, places(refused)) == (422, ["/reason"])
    assert editor_token.post(f"{DIPLOMAT}judgements/", {**shown, "names_confirmed": True}).status_code == 403
    assert senior_token.post(f"{DIPLOMAT}judgements/", {**shown, "names_confirmed": True}).status_code == 201


def test_no_answer_reveals_a_person_known_from_hidden_claims(editor_token: Caller) -> None:
    Claim.objects.update(public=False)
    assert editor_token.post("sources/", {**NEW, "name": "Vladimir Putin, official", "description": CLOSE}).status_code == 201
    assert PersonMatch.objects.filter(settled_at=None).count() == 1
    assert Source.objects.get(key="aide").changes.count() == 1
    assert "match" not in editor_token.get("sources/aide/changes/").content.decode()
