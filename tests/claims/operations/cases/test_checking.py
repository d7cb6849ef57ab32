"""All problems of a case file are listed at once, whichever check finds them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from claims.casefile import CaseFileError, read_case
from claims.models import Claim
from claims.operations.cases import load_case
from claims.verification import Change
from tests.cases import claim, outlet, person, row, unnamed

Load = Callable[..., Any]
pytestmark = pytest.mark.django_db
NIGERIA = outlet("guardian", name="The Guardian (Nigeria)", country="NG")


def test_everything_that_is_wrong_is_listed_at_once(loaded: Load) -> None:
    loaded(sources=[person("ada"), person("bea")], claims=[claim("c", row("ada"))])
    came_about = {"kind": "outcome_linked", "outcome": "came_about", "document": "doc", "happened_at": "2999", "reason": "r"}
    file = {
        "format": "factcheck-case/1",
        "sources": [outlet("ada"), {"key": "u", "name": "Close to Bea", "kind": "person", "identified": False}],
        "claims": [
            claim("c", row("ada", basis="evidence"), priority="high"),
            claim("d", {"key": "x", "stance": "denys", "source": "nobody"}),
            claim("e", decisions=[came_about]),
        ],
        "documents": [{"key": "doc", "publisher": "ada", "kind": "article", "title": "t"}],
    }
    with pytest.raises(CaseFileError) as refused:
        load_case(read_case(json.dumps(file).encode()), Change(timezone.now(), "user:ada", "load case", "r"))
    assert {problem.path for problem in refused.value.problems} == {
        "$.claims[0].priority",
        "$.claims[1].attributions[0].stance",
        "$.sources[1]",
        "$.sources[1].name",
        "$.sources[0].kind",
        "$.claims[0].attributions[0]",
        "$.claims[1].attributions[0].source",
        "$.claims[2].decisions[0].happened_at",
    }
    assert Claim.objects.count() == 1


@pytest.fixture
def guardian(loaded: Load) -> None:
    loaded(sources=[outlet("guardian", name="The Guardian", country="GB")])


def refused(loaded: Load, **case: Any) -> dict[str, str]:
    with pytest.raises(CaseFileError) as caught:
        loaded(**case)
    return {problem.path: problem.message for problem in caught.value.problems}


@pytest.mark.usefixtures("guardian")
def test_reuse_is_listed_together_with_all_else_that_is_wrong(loaded: Load) -> None:
    found = refused(loaded, sources=[{**NIGERIA, "kind": "person"}, unnamed("u", "nobody")])

    assert found.keys() == {"$.sources[0].kind", "$.sources[0].name", "$.sources[1].vouched_by"}
