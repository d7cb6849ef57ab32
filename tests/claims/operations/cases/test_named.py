"""Persons named in a case file's texts about unnamed sources: each is reported at its place."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest

from claims.casefile import CaseFileError, decode, encode, read_lines
from claims.operations.cases import Rights, load_case, load_lines
from claims.queries.cases.export import export
from claims.verification import Change
from sources.models import PersonMatch
from tests.cases import claim, load, outlet, person, row, unnamed

pytestmark = pytest.mark.django_db
PUTIN = person("putin", name="Vladimir Putin", aliases=["Владимир Путин"])
CLOSE = "a person close to Putin"


@pytest.fixture
def desk(now: datetime) -> None:
    """A person on no claim, an outlet, and an unnamed source known to it."""
    load({"sources": [PUTIN, outlet("post"), unnamed("u", "post")]}, at=now)


def matches() -> dict[tuple[str, str], bool]:
    """Return whom the texts of which unnamed source name, and whether that waits for a senior editor."""
    rows = PersonMatch.objects.select_related("unnamed", "person")
    return {(row.unnamed.key, row.person.key): row.settled_at is None for row in rows}


def refused(case: dict[str, Any], now: datetime) -> list[str]:
    with pytest.raises(CaseFileError) as error:
        load(case, at=now)
    return [problem.path for problem in error.value.problems]


def test_a_case_file_says_where_and_takes_the_word_of_a_senior(desk: None, now: datetime) -> None:
    shown = {
        "sources": [person("ada", name="Ada Lovelace"), unnamed("v", "post", name="Ada Lovelace, aide", description=CLOSE)],
        "judgements": [{"a": "v", "b": "putin", "outcome": "unsure", "reason": "He is Vladimir Putin’s."}],
    }
    wanted = ["$.sources[1].name", "$.sources[1].description", "$.judgements[0].reason"]
    assert refused(shown, now) == wanted
    assert refused({"sources": [unnamed("v", "post", short_name="Ada")]}, now) == ["$.sources[0].short_name"]

    shown["sources"][1] |= {"name": "Unnamed aide", "names_confirmed": True}
    shown["judgements"][0]["names_confirmed"] = True
    case = decode(json.dumps({"format": "factcheck-case/1", **shown}).encode())
    with pytest.raises(CaseFileError) as error:
        load_case(case, Change(now, "user:ed", "load case", ""), rights=Rights(approve=False))
    assert [each.path for each in error.value.problems] == ["$.sources[1].names_confirmed", "$.judgements[0].names_confirmed"]
    assert load(shown, at=now).sources == 2
    assert load(shown, at=now).sources == 0
    assert matches() == {("v", "putin"): False}
    exported = export([], whole=True, approvals=True)
    assert [each.key for each in exported.sources or () if each.names_confirmed is True] == ["v"]
    assert "names_confirmed" not in encode(export([], whole=True, approvals=False)).decode()


def test_a_stream_refuses_the_line_alone(desk: None, now: datetime) -> None:
    def line(number: int, **lists: Any) -> bytes:
        return json.dumps({"sources": [], **lists}).encode() + b"\n"

    lines = [
        line(1, sources=[person("ada", name="Ada Lovelace")], claims=[claim("open", row("ada"))]),
        line(2, sources=[unnamed("v", "post", description=CLOSE)]),
        line(3, sources=[unnamed("w", "post", description="near Ada Lovelace")]),
        line(4, sources=[unnamed("x", "post", description="near nobody")]),
        line(5, sources=[person("eve", name="Eve Hidden")], claims=[claim("shut", row("eve"), public=False)]),
        line(6, sources=[unnamed("y", "post", description="near Eve Hidden")]),
    ]
    results = list(load_lines(read_lines(iter(lines)), lambda: Change(now, "user:ed", "load case", "")))

    assert [result.outcome for result in results] == ["created", "refused", "refused", "created", "created", "created"]
    assert [problem.path.rpartition(".")[2] for result in results for problem in result.problems] == ["description"] * 2
    assert matches() == {("y", "eve"): True}
