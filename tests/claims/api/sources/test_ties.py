"""What ties sources over the API: relations and judgements, and what claims then amount to."""

from __future__ import annotations

from typing import Any

import pytest

from claims.models import Flag, Standing
from claims.operations.desk.roles import EDITOR, REPORTER, SENIOR
from factcheck.access.scopes import CLAIMS_READ, SOURCES_WRITE
from sources.models import SourceRelation
from tests.cases import claim, person, row, two_statements, unnamed
from tests.factcheck.api.asking import Caller, caller
from tests.factcheck.api.described import described

BOTH = (CLAIMS_READ, SOURCES_WRITE)
LINK = {"to": "ben", "kind": "owned_by", "reason": "The registry of owners.", "from_on": "2020-01-01"}


@pytest.fixture
def ed(db: None) -> Caller:
    return caller(EDITOR, BOTH)


def counts(key: str = "c") -> tuple[int, int, int]:
    support = Standing.objects.select_related("assessment").get(claim__key=key).assessment.result["support"]
    return support["at_least"], support["at_most"], support["on_record"]


def place(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json().get("errors", [{}])[0].get("pointer", "")


@pytest.mark.django_db(transaction=True)
def test_a_family_link_lowers_what_is_certain_until_it_is_struck_out(loaded: Any) -> None:
    loaded(**two_statements())
    ed = caller(EDITOR, BOTH)
    assert counts() == (2, 2, 2)
    shown = described(ed.post("sources/ada/relations/", LINK), "relate_source")
    assert (shown["claims"], shown["family"], counts()) == ({"reached": 1, "waiting": 0}, "ada", (1, 2, 1))
    (relation,) = shown["relations"]
    assert {**relation, "recorded_at": ""} == {**LINK, "from": "ada", "recorded_at": ""}
    again = ed.post("sources/ada/relations/", LINK)
    assert (again.status_code, "already recorded" in again.json()["detail"]) == (409, True)
    strike = "sources/ada/relations/owned_by/ben/strike/"
    assert described(ed.post(strike, {"reason": "Sold."}), "strike_source_relation")["relations"] == []
    assert counts() == (2, 2, 2)
    assert ed.post(strike, {"reason": "Sold."}).status_code == 404
    (struck,) = described(ed.get("sources/ben/relations/"), "list_source_relations")["relations"]
    assert (struck["number"], struck["from"], struck["struck_reason"]) == (1, "ada", "Sold.")


@pytest.mark.django_db(transaction=True)
def test_a_term_of_office_ends_and_a_second_one_begins(loaded: Any) -> None:
    rows = [row("ada", said_at="2018"), row("ben", said_at="2018", stance="denies")]
    loaded(sources=[person("ada"), person("ben")], claims=[claim("c", *rows)])
    ed = caller(EDITOR, BOTH)
    term = {"to": "ben", "kind": "speaks_for", "reason": "The ministry says so.", "from_on": "2010-01-01"}
    ed.post("sources/ada/relations/", term)
    assert {flag.code for flag in Flag.objects.filter(cleared_at=None)} >= {"self_contradicting"}
    path = "sources/ada/relations/speaks_for/ben/"
    ended = described(ed.post(f"{path}end/", {"until_on": "2014-12-31", "reason": "She left."}), "end_source_relation")
    assert [(tie["from_on"], tie["until_on"]) for tie in ended["relations"]] == [("2010-01-01", "2014-12-31")]
    assert "self_contradicting" not in {flag.code for flag in Flag.objects.filter(cleared_at=None)}
    assert ed.post("sources/ada/relations/", {**term, "from_on": "2014-06-01"}).status_code == 409
    assert ed.post("sources/ada/relations/", {**term, "from_on": "2019-01-01"}).status_code == 201
    refused = ed.post(f"{path}strike/", {"reason": "Which?"})
    assert (place(refused), "2010-01-01, 2019-01-01" in refused.text) == ((422, "/from_on"), True)
    assert ed.post(f"{path}end/", {"reason": "x", "until_on": "2018-01-01", "from_on": "2019-01-01"}).status_code == 409
    struck = described(ed.post(f"{path}strike/", {"reason": "x", "from_on": "2019-01-01"}), "strike_source_relation")
    assert [tie["until_on"] for tie in struck["relations"]] == ["2014-12-31"]


def test_under_an_idempotency_key_claims_still_wait_when_the_answer_is_made(loaded: Any, ed: Caller) -> None:
    loaded(**two_statements())
    first = ed.post("sources/ada/relations/", LINK, **{"Idempotency-Key": "one"})
    assert described(first, "relate_source")["claims"] == {"reached": 1, "waiting": 1}
    assert ed.post("sources/ada/relations/", LINK, **{"Idempotency-Key": "one"}).content == first.content
    assert SourceRelation.objects.count() == 1


def test_a_relation_is_refused_in_its_place(loaded: Any, ed: Caller) -> None:
    loaded(sources=[person("ada"), person("ben"), unnamed("dip", "ada")])
    path = "sources/ada/relations/"
    assert place(ed.post(path, {**LINK, "to": "none"})) == (422, "/to")
    assert place(ed.post(path, {**LINK, "until_on": "2019-01-01"})) == (422, "/until_on")
    assert place(ed.post(path, {**LINK, "from_on": "2020-02-31"})) == (422, "/from_on")
    assert place(ed.post(path, {**LINK, "kind": "friend_of"})) == (422, "/kind")
    assert place(ed.post(path, {**LINK, "reason": " "})) == (422, "/reason")
    for where, said in (
        (path, {"to": "ada"}),
        (path, {"to": "dip"}),
        ("sources/dip/relations/", {}),
        (path, {"from_on": "2999-01-01"}),
    ):
        refused = ed.post(where, {**LINK, **said})
        assert (refused.status_code, refused.json()["type"]) == (409, "/api/v1/problems/conflict")
    assert ed.post("sources/none/relations/", LINK).status_code == 404
    assert not SourceRelation.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_judgement_takes_the_place_of_the_one_before_and_shows_what_still_joins_the_two(loaded: Any) -> None:
    loaded(sources=[person("ada"), person("ben"), person("cy")], claims=[claim("c", row("ada"), row("ben"))])
    ed = caller(EDITOR, BOTH)
    for one in ("ada", "ben"):
        ed.post(f"sources/{one}/relations/", {**LINK, "to": "cy"})
    assert counts() == (1, 2, 1)
    said = {"other": "ada", "outcome": "independent", "reason": "Own reporters."}
    shown = described(ed.post("sources/ben/judgements/", said), "judge_sources")
    assert shown["joined_through"] == ["Ada", "Cy", "Ben"]
    assert ed.post("sources/ben/judgements/", said).json()["joined_through"] == ["Ada", "Cy", "Ben"]
    ed.post("sources/ada/relations/owned_by/cy/strike/", {"reason": "Sold."})
    assert counts() == (2, 2, 2)
    shown = described(ed.post("sources/ada/judgements/", {**said, "other": "ben", "outcome": "dependent"}), "judge_sources")
    assert (counts(), shown["claims"]["waiting"]) == ((1, 2, 1), 0)
    assert [each["outcome"] for each in shown["judgements"]] == ["dependent"]
    every = described(ed.get("sources/ben/judgements/"), "list_source_judgements")["judgements"]
    assert [(each["outcome"], "superseded_at" in each) for each in every] == [("dependent", False), ("independent", True)]


def test_of_an_unnamed_source_nobody_says_that_it_depends_on_another(loaded: Any, ed: Caller) -> None:
    loaded(sources=[person("ada"), person("ben"), unnamed("dip", "ada")])
    said = {"other": "dip", "outcome": "dependent", "reason": "x"}
    assert ed.post("sources/ben/judgements/", said).status_code == 409
    shown = described(ed.post("sources/ben/judgements/", {**said, "outcome": "independent"}), "judge_sources")
    assert shown["joined_through"] == []
    assert place(ed.post("sources/ben/judgements/", {**said, "other": "none"})) == (422, "/other")
    assert ed.post("sources/ben/judgements/", {**said, "other": "ben"}).status_code == 409


def test_roles_are_those_of_the_desk(loaded: Any, ed: Caller) -> None:
    loaded(**two_statements())
    reporter, because = caller(REPORTER, BOTH), {"reason": "x"}
    asked = {
        "relations/": LINK,
        "relations/owned_by/ben/strike/": because,
        "relations/owned_by/ben/end/": {**because, "until_on": "2024-01-01"},
        "judgements/": {"other": "ben", "outcome": "unsure", "reason": "x"},
        "merge/": {"into": "ben", "reason": "x"},
        "unmerge/": because,
    }
    assert {reporter.post(f"sources/ada/{path}", said).status_code for path, said in asked.items()} == {403}
    assert [ed.post(f"sources/ada/{path}", asked[path]).status_code for path in ("merge/", "unmerge/")] == [403, 403]
    assert [who.get("sources/ben/merge/?into=ada").status_code for who in (reporter, ed)] == [403, 403]
    only_reads = caller(SENIOR, (CLAIMS_READ,))
    assert {only_reads.post(f"sources/ada/{path}", said).status_code for path, said in asked.items()} == {403}
