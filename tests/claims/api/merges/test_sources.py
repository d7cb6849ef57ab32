"""Second records of sources over the API."""

from __future__ import annotations

from typing import Any

import pytest

from claims.models import Standing
from claims.operations.desk.roles import SENIOR
from factcheck.access.scopes import CLAIMS_READ, SOURCES_WRITE
from sources.models import Source
from tests.cases import two_statements
from tests.factcheck.api.asking import Caller, caller
from tests.factcheck.api.described import described

BOTH = (CLAIMS_READ, SOURCES_WRITE)


@pytest.fixture
def sen(db: None) -> Caller:
    return caller(SENIOR, BOTH)


def counts(key: str = "c") -> tuple[int, int, int]:
    support = Standing.objects.select_related("assessment").get(claim__key=key).assessment.result["support"]
    return support["at_least"], support["at_most"], support["on_record"]


def place(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json().get("errors", [{}])[0].get("pointer", "")


@pytest.mark.django_db(transaction=True)
def test_second_records_are_merged_into_one_voice_and_apart_again(loaded: Any) -> None:
    loaded(**two_statements())
    sen = caller(SENIOR, BOTH)
    said = {"into": "ada", "reason": "One person."}
    shown = described(sen.post("sources/ben/merge/", said), "merge_source")
    assert (shown["merged_into"], shown["voice"], shown["claims"], counts()) == (
        "ada", "ada", {"reached": 1, "waiting": 0}, (1, 1, 1),
    )  # fmt: skip
    assert sen.get("sources/ada/").json()["aliases"] == ["Ben"]
    assert sen.post("sources/ben/merge/", said).status_code == 409
    assert place(sen.post("sources/ada/merge/", {**said, "into": "none"})) == (422, "/into")
    shown = described(sen.post("sources/ben/unmerge/", {"reason": "Two people."}), "unmerge_source")
    assert (shown["one_voice"], "merged_into" in shown, counts()) == (False, False, (2, 2, 2))
    assert sen.post("sources/ben/unmerge/", {"reason": "Two people."}).status_code == 409
    audit = described(sen.get("sources/ben/changes/"), "list_source_changes")["changes"]
    assert [each["action"] for each in audit if "merge" in each["action"]] == ["merger undone", "merged"]


def test_what_a_merger_would_do_is_reported_and_not_done(loaded: Any, sen: Caller) -> None:
    loaded(**two_statements())
    shown = described(sen.get("sources/ben/merge/?into=ada"), "foresee_source_merger")
    assert (shown["attributions"], shown["claims"], shown["reached"]) == (1, 1, 1)
    (found,) = shown["changed"]
    both = [(found[when]["support"]["at_least"], found[when]["support"]["at_most"]) for when in ("before", "after")]
    assert (found["claim"], both) == ("c", [(2, 2), (1, 1)])
    assert "single_origin" in set(found["after"]["flags"]) - set(found["before"]["flags"])
    assert Source.objects.get(key="ben").merged_into is None
    assert sen.get("sources/ben/merge/?into=ben").status_code == 409
    assert sen.get("sources/ben/merge/?into=none").json()["errors"][0]["parameter"] == "into"
    assert sen.get("sources/ben/merge/").status_code == 400
