"""A key of a stored source in a case file: an update of that source, or another source by mistake."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from claims.casefile import CaseFileError, read_lines
from claims.operations.cases import lines_of, load_lines
from claims.verification import Change
from sources.models import Source
from tests.cases import outlet

pytestmark = pytest.mark.django_db
Load = Callable[..., Any]
NIGERIA = outlet("guardian", name="The Guardian (Nigeria)", country="NG")
RENAMED = "guardian, name The Guardian → The Guardian (Nigeria), country GB → NG"


@pytest.fixture
def guardian(loaded: Load) -> None:
    loaded(sources=[outlet("guardian", name="The Guardian", country="GB")])


def refused(loaded: Load, **case: Any) -> dict[str, str]:
    with pytest.raises(CaseFileError) as caught:
        loaded(**case)
    return {problem.path: problem.message for problem in caught.value.problems}


@pytest.mark.usefixtures("guardian")
def test_another_name_is_refused_unless_sources_are_to_be_updated(loaded: Load) -> None:
    found = refused(loaded, sources=[NIGERIA])

    assert found.keys() == {"$.sources[0].name"}
    assert "source 'guardian' is stored as 'The Guardian'" in found["$.sources[0].name"]
    assert "--update-sources (API: update_sources=1)" in found["$.sources[0].name"]
    assert Source.objects.get().country == "GB"


@pytest.mark.usefixtures("guardian")
def test_another_kind_is_refused_whatever_is_said(loaded: Load) -> None:
    found = refused(loaded, sources=[{**NIGERIA, "kind": "person"}], update_sources=True)

    assert found.keys() == {"$.sources[0].kind"}


@pytest.mark.usefixtures("guardian")
def test_a_stream_is_held_to_the_same(now: datetime) -> None:
    lines = [json.dumps({"sources": [each]}).encode() for each in (outlet("bbc"), NIGERIA, outlet("bbc", name="Big Ben"))]

    def load(**how: bool) -> list[tuple[str, list[str]]]:
        results = load_lines(read_lines([b"\n".join(lines)]), lambda: Change(now, "user:ada", "load case"), **how)
        return [(result.outcome, lines_of(result.changes) or [each.path for each in result.problems]) for result in results]

    assert load(dry_run=True) == [("created", []), ("refused", ["$.sources[0].name"]), ("refused", ["$.sources[0].name"])]
    assert load(update_sources=True) == [("created", []), ("changed", [RENAMED]), ("changed", ["bbc, name Bbc → Big Ben"])]
