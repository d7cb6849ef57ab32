"""Unnamed sources that have named themselves since, over the API: two senior editors, and nobody else before they agree."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from claims.operations.desk.roles import ADMINISTRATOR, EDITOR, SENIOR, VIEWER
from claims.operations.sources.changes import apply_source_changes
from factcheck.access.scopes import CLAIMS_READ, SOURCES_WRITE
from sources.models import SelfNaming, Source
from tests.factcheck.api.asking import Caller, caller
from tests.factcheck.api.described import described

BOTH = (CLAIMS_READ, SOURCES_WRITE)
NAMING = "sources/vedomosti-diplomat/naming/"
SAID = {"named": "smirnov", "document": "sr-rare-visits", "reason": "He says so in the second paragraph."}


@pytest.fixture
def sen(sample: None) -> Caller:
    return caller(SENIOR, BOTH)


@pytest.fixture
def boss(sample: None) -> Caller:
    return caller(ADMINISTRATOR, BOTH)


def named_as() -> str | None:
    source = Source.objects.get(key="vedomosti-diplomat").named_as
    return source.key if source is not None else None


def test_one_proposes_and_another_confirms(sen: Caller, boss: Caller) -> None:
    proposed = sen.post(NAMING, SAID)
    shown = described(proposed, "propose_source_naming")
    assert (proposed.status_code, shown["naming"]["state"], shown["claims"]) == (201, "proposed", {"reached": 0, "waiting": 0})
    assert "named_as" not in shown

    refused = sen.post(f"{NAMING}confirm/", {})
    assert (refused.status_code, "another senior editor" in refused.json()["detail"]) == (409, True)
    confirmed = described(boss.post(f"{NAMING}confirm/", {}), "confirm_source_naming")
    assert (confirmed["named_as"], confirmed["naming"]["state"], confirmed["claims"]["reached"]) == ("smirnov", "confirmed", 2)
    apply_source_changes(timezone.now(), actor="job:nightly")
    assert caller(VIEWER).get("sources/vedomosti-diplomat/").json()["named_as"] == "smirnov"
    body = caller(VIEWER).get("claims/visit-within-weeks/").json()
    assert next(each for each in body["sources"] if each["key"] == "vedomosti-diplomat")["named_as"] == "smirnov"
    node = caller(VIEWER).get("claims/visit-within-weeks/chain/").json()["nodes"]
    assert {each["named_as"] for each in node if each["source"] == "vedomosti-diplomat"} == {"smirnov"}

    undone = described(sen.post(f"{NAMING}undo/", {"reason": "Another diplomat."}), "undo_source_naming")
    assert ("named_as" in undone, undone["naming"]["state"], named_as()) == (False, "undone", None)


def test_what_was_decided_is_listed_for_senior_editors(sen: Caller, boss: Caller) -> None:
    sen.post(NAMING, SAID)
    boss.post(f"{NAMING}decline/", {"reason": "It is not about him."})
    sen.post(NAMING, {**SAID, "named": "matsegora"})
    listed = described(sen.get(NAMING), "list_source_namings")["namings"]
    assert [(each["number"], each["named"], each["state"]) for each in listed] == [
        (2, "matsegora", "proposed"),
        (1, "smirnov", "declined"),
    ]
    assert listed[1]["struck_reason"] == "It is not about him."
    one = described(sen.get(f"{NAMING}?limit=1"), "list_source_namings")
    assert [each["number"] for each in one["namings"]] == [2]
    assert [each["number"] for each in sen.get(one["next"].partition("/api/v1/")[2]).json()["namings"]] == [1]


def test_what_does_not_exist_is_named_with_its_place(sen: Caller) -> None:
    for name in ("named", "document"):
        answer = sen.post(NAMING, {**SAID, name: "nobody"})
        assert [fault["pointer"] for fault in answer.json()["errors"]] == [f"/{name}"]
    assert sen.post(f"{NAMING}confirm/", {}).status_code == 409
    assert sen.post("sources/nobody/naming/", SAID).status_code == 404


@pytest.mark.parametrize("role", [VIEWER, EDITOR])
def test_others_get_the_same_answer_whatever_is_proposed(role: str, sen: Caller) -> None:
    def answers() -> list[tuple[int, bytes]]:
        asked = caller(role, BOTH)
        sent: list[Any] = [asked.get(NAMING), asked.get("sources/vedomosti-diplomat/"), asked.get("sources/smirnov/")]
        sent += [
            asked.get("sources/vedomosti-diplomat/changes/"),
            asked.get("sources/"),
            asked.get("documents/sr-rare-visits/"),
        ]
        sent += [asked.post(f"{NAMING}{move}", {"reason": "so"}) for move in ("confirm/", "decline/", "undo/")]
        sent += [asked.post(NAMING, SAID), asked.get("sources/nobody/naming/")]
        return [(answer.status_code, answer.content) for answer in sent]

    before = answers()
    assert sen.post(NAMING, SAID).status_code == 201
    assert answers() == before
    assert before[0][0] == before[6][0] == before[9][0] == before[10][0] == 403
    assert SelfNaming.objects.count() == 1
