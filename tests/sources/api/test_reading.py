"""Sources and documents, read over the API from the sample case."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.operations.desk.roles import ADMINISTRATOR, EDITOR, REPORTER, SENIOR, VIEWER
from sources.models import Source, SourceChange
from sources.operations import change_source
from tests.factcheck.api.asking import Caller, caller
from tests.factcheck.api.described import described


@pytest.fixture
def reader(sample: None) -> Caller:
    return caller()


def test_a_list_is_narrowed_and_its_pages_follow_each_other(reader: Caller) -> None:
    whole = [each["key"] for each in reader.get("sources/?limit=200").json()["sources"]]
    assert whole == sorted(Source.objects.values_list("key", flat=True))
    seen: list[str] = []
    path = "sources/?limit=4"
    while path:
        shown = reader.get(path).json()
        seen += [each["key"] for each in shown["sources"]]
        path = shown["next"].partition("/api/v1/")[2] if shown["next"] else ""
    assert seen == whole
    unnamed = reader.get("sources/?identified=no&limit=200").json()["sources"]
    assert {each["key"] for each in unnamed} == set(Source.objects.filter(identified=False).values_list("key", flat=True))
    assert reader.get("sources/?kind=nonsense").json()["errors"][0]["parameter"] == "kind"


def test_a_source_comes_with_its_relations(reader: Caller) -> None:
    tied = Source.objects.filter(relations_from__isnull=False).first()
    assert tied is not None
    shown = reader.get(f"sources/{tied.key}/").json()
    assert shown["relations"][0]["from"] == tied.key
    etag = reader.get(f"sources/{tied.key}/")["ETag"]
    assert reader.get(f"sources/{tied.key}/", **{"If-None-Match": etag}).status_code == 304


def test_of_an_unnamed_source_only_who_may_approve_it_is_reported_more_than_was_published(reader: Caller) -> None:
    canary = "canary-7f3a"
    source = Source.objects.get(key="vedomosti-diplomat")
    hidden = {"anonymity_reason": f"{canary} reason", "approved_by": f"{canary} editor"}
    change_source(source, hidden, at=timezone.now(), actor="user:sen", reason=f"{canary} why")
    paths = ("sources/vedomosti-diplomat/", "sources/?limit=200", "sources/vedomosti-diplomat/changes/", "sources/vedomosti/")
    for role in (VIEWER, REPORTER, EDITOR):
        one = caller(role)
        answers = [one.get(path) for path in paths]
        assert [answer.status_code for answer in answers] == [200] * len(paths)
        assert not any(canary in f"{answer.content.decode()}{answer.headers}" for answer in answers)
        assert answers[2].json()["changes"][0]["action"] == "changed"  # that it was changed is shown, and by whom
    for role in (SENIOR, ADMINISTRATOR):
        shown = described(caller(role).get(paths[0]), "read_source")
        assert {name: shown[name] for name in hidden} == hidden
        assert not {"aliases", "homepage", "wikidata_id"} & set(shown)
        assert described(caller(role).get(paths[2]), "list_source_changes")["changes"][0]["new"] == hidden
        assert canary not in caller(role).get(paths[1]).content.decode()


def test_who_graded_a_source_is_reported_to_those_who_grade(reader: Caller) -> None:
    source = Source.objects.get(key="vedomosti")
    grade = {"reliability": "B", "reliability_rationale": "Corrects itself.", "graded_by": "canary-grader"}
    change_source(source, grade, at=timezone.now(), actor="user:sen")
    assert reader.get("sources/vedomosti/").json()["reliability"] == {"grade": "B", "rationale": "Corrects itself."}
    assert "canary-grader" not in reader.get("sources/vedomosti/changes/").content.decode()
    assert caller(SENIOR).get("sources/vedomosti/").json()["reliability"]["graded_by"] == "canary-grader"


def test_the_audit_of_a_source_names_others_by_their_keys(reader: Caller) -> None:
    seen: list[Any] = []
    path = "sources/putin/changes/?limit=2"
    while path:
        shown = described(reader.get(path), "list_source_changes")
        seen += shown["changes"]
        path = shown["next"].partition("/api/v1/")[2] if shown["next"] else ""
    assert [each["number"] for each in seen] == list(range(len(seen), 0, -1))
    assert len(seen) == SourceChange.objects.filter(source__key="putin").count() > 2
    (regrouped,) = (each for each in seen if each["action"] == "regrouped")
    assert (regrouped["old"], regrouped["new"]["voice"]) == ({"voice": None, "family": None}, "moscow")
    beyond = reader.get(f"sources/putin/changes/?before={len(seen) + 9}&limit=1").json()["changes"]
    assert [each["number"] for each in beyond] == [len(seen)]
    assert reader.get("sources/none/changes/").status_code == 404


def test_lists_are_narrowed_as_on_the_desk(reader: Caller) -> None:
    def keys(path: str) -> set[str]:
        shown = reader.get(path).json()
        return {each["key"] for each in shown.get("sources") or shown["documents"]}

    unnamed = set(Source.objects.filter(identified=False).values_list("key", flat=True))
    assert keys("sources/?lacks_approval=yes") == unnamed
    assert keys("sources/?lacks_approval=no&limit=200").isdisjoint(unnamed)
    assert keys("sources/?q=kremlin") == {"moscow"}
    assert keys("sources/?second=no&limit=200") == set(Source.objects.values_list("key", flat=True))
    assert reader.get("sources/?second=yes").json()["sources"] == []
    assert keys("documents/?q=rare+visit&kind=article&withdrawn=no") == {"sr-rare-visits"}
    assert reader.get("documents/?withdrawn=yes").json()["documents"] == []


def test_every_source_of_the_sample_is_as_described(reader: Caller) -> None:
    page = described(reader.get("sources/?limit=200"), "list_sources")
    for each in page["sources"]:
        shown = described(reader.get(f"sources/{each['key']}/"), "read_source")
        assert shown == each | {"relations": shown["relations"], "judgements": []}


@pytest.mark.parametrize("path", ["sources/%00/", "documents/a%00/", "claims/%00/"])
def test_an_address_with_a_null_character_leads_nowhere(reader: Caller, path: str) -> None:
    assert reader.get(path).status_code == 404


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("sources/?limit=200", 1),  # the page
        ("documents/", 3),  # the page, the ids of its documents, what discredited them
        ("sources/putin/", 3),  # the source, its relations, its judgements
        # The document, corrections, concerns, retractions by authors, undone ones, last capture; its id, what discredited it.
        ("documents/sr-rare-visits/", 8),
        ("sources/putin/changes/", 4),  # the source, how many changes, a page of them, the keys in them
        ("documents/sr-rare-visits/captures/", 2),  # the document, how many captures: none
    ],
)
def test_what_is_read_takes_so_many_queries(reader: Caller, path: str, queries: int) -> None:
    reader.get("sources/none/")  # who asks is known by now
    with CaptureQueriesContext(connection) as of_who_asks:
        reader.get("sources/none/")
    with CaptureQueriesContext(connection) as captured:
        assert reader.get(path).status_code == 200
    assert len(captured) - (len(of_who_asks) - 1) == queries, [query["sql"] for query in captured]
