"""One source at a time, with the checks of a case file; claims wait for whoever applies changes of sources."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from claims.casefile import CaseFile, CaseFileError, decode
from claims.models import Revision
from claims.operations.cases import Rights
from claims.operations.sources.records import save_sources
from sources.models import Source, SourceChange
from tests.cases import outlet, person, two_statements, unnamed
from tests.claims.operations.moving import because


def of(*sources: dict[str, Any]) -> CaseFile:
    return decode(json.dumps({"format": "factcheck-case/1", "sources": sources}).encode())


def test_a_change_is_stored_and_claims_are_left_to_whoever_applies_it(loaded: Callable[..., Any], now: datetime) -> None:
    loaded(**two_statements())
    save_sources(of(person("ada", country="US"), outlet("post")), because(now), Rights())
    assert Source.objects.get(key="ada").country == "US"
    assert Source.objects.filter(key="post").exists()
    assert [change.source.key for change in SourceChange.objects.filter(applied_at=None)] == ["ada"]
    assert set(Revision.objects.values_list("number", flat=True)) == {1}


def test_every_problem_is_listed_and_nothing_is_stored(loaded: Callable[..., Any], now: datetime) -> None:
    loaded(sources=[outlet("post")])
    bad = unnamed("u", "nobody"), outlet("graded", reliability={"grade": "A", "graded_on": "2024-01-01"})
    with pytest.raises(CaseFileError) as refused:
        save_sources(of(*bad, outlet("fine")), because(now), Rights(grade=False))
    assert [problem.path for problem in refused.value.problems] == ["$.sources[0].vouched_by", "$.sources[1].reliability"]
    assert list(Source.objects.values_list("key", flat=True)) == ["post"]


def test_the_reason_is_a_text_about_the_unnamed_source_and_may_not_name_a_person(
    loaded: Callable[..., Any], now: datetime
) -> None:
    loaded(sources=[person("putin", name="Vladimir Putin"), outlet("post")])
    with pytest.raises(CaseFileError) as refused:
        save_sources(of(unnamed("u", "post")), because(now, reason="He is close to Vladimir Putin."), Rights())
    assert [problem.path for problem in refused.value.problems] == ["$.sources[0].reason"]
