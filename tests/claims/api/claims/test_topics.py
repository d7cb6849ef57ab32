"""The topics that claims are filed under."""

from __future__ import annotations

from typing import Any

import pytest

from claims.models import Claim
from tests.cases import claim, load, person, row
from tests.factcheck.api.asking import Caller, caller
from tests.factcheck.api.counting import queries_of
from tests.factcheck.api.described import described


@pytest.fixture
def reader(sample: None) -> Caller:
    return caller()


def test_topics_are_counted_over_the_open_claims(reader: Caller, now: Any) -> None:
    claims = [claim(f"t{number}", row("ada"), topics=["aa-one", *(["ab-two"] if number else [])]) for number in range(3)]
    load({"sources": [person("ada")], "claims": claims}, at=now)
    first = described(reader.get("topics/?limit=1"), "list_topics")
    assert first["topics"] == [{"topic": "aa-one", "claims": 3}]
    second = described(reader.get(first["next"].partition("/api/v1/")[2]), "list_topics")
    assert second["topics"] == [{"topic": "ab-two", "claims": 2}]
    Claim.objects.filter(key="t1").update(removed_at=now)
    shown = {line["topic"]: line["claims"] for line in reader.get("topics/").json()["topics"]}
    assert shown["ab-two"] == 1 == len(reader.get("claims/?topic=ab-two").json()["claims"])
    assert queries_of(reader, "topics/") == 2  # the topics, and the claims that are not current
