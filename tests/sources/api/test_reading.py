"""Sources and documents, read over the API from the sample case."""

from __future__ import annotations

from typing import Any

import pytest

from claims.operations.roles import ADMINISTRATOR
from sources.models import Source
from tests.factcheck.api.asking import Caller, caller


@pytest.fixture
def reader(sample: None) -> Caller:
    return caller()


def test_a_list_is_narrowed_and_its_pages_follow_each_other(reader: Caller) -> None:
    whole = [each["key"] for each in reader.get("sources/?limit=200").json()["sources"]]
    assert whole == sorted(Source.objects.values_list("key", flat=True))
    seen: list[str] = []
    path = "sources/?limit=4"
    while path:
        told = reader.get(path).json()
        seen += [each["key"] for each in told["sources"]]
        path = told["next"].partition("/api/v1/")[2] if told["next"] else ""
    assert seen == whole
    unnamed = reader.get("sources/?identified=no&limit=200").json()["sources"]
    assert {each["key"] for each in unnamed} == set(Source.objects.filter(identified=False).values_list("key", flat=True))
    assert reader.get("sources/?kind=nonsense").json()["errors"][0]["parameter"] == "kind"


def test_a_source_comes_with_its_relations(reader: Caller) -> None:
    tied = Source.objects.filter(relations_from__isnull=False).first()
    assert tied is not None
    told = reader.get(f"sources/{tied.key}/").json()
    assert told["relations"][0]["from"] == tied.key
    etag = reader.get(f"sources/{tied.key}/")["ETag"]
    assert reader.get(f"sources/{tied.key}/", **{"If-None-Match": etag}).status_code == 304


def test_of_an_unnamed_source_only_what_was_published_is_told_whoever_asks(reader: Caller) -> None:
    canary = "canary-7f3a"
    Source.objects.filter(key="vedomosti-diplomat").update(anonymity_reason=f"{canary} reason", approved_by=f"{canary} editor")
    for one in (reader, caller(ADMINISTRATOR)):
        told = one.get("sources/vedomosti-diplomat/")
        assert told.json()["vouched_by"] == "vedomosti"
        assert not {"aliases", "homepage", "wikidata_id"} & set(told.json())
        assert canary not in told.content.decode() + one.get("sources/?limit=200").content.decode()


def test_a_document_names_its_publisher(reader: Caller) -> None:
    (one,) = reader.get("documents/?publisher=spokesman-review").json()["documents"]
    told: dict[str, Any] = reader.get(f"documents/{one['key']}/").json()
    assert (told["publisher"], told["corrections"], told["captures"]) == ("spokesman-review", [], [])
