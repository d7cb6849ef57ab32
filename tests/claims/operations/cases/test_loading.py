"""Loading case files: all or nothing, idempotent, every touched claim revised once."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from claims.casefile import CaseFileError, decode
from claims.models import Claim, Flag, Revision, Standing
from claims.operations.cases import load_case
from claims.operations.writing import StaleRevisionError
from claims.verification import Change
from sources.models import Source, SourceChange
from tests.cases import claim, load_sample, person, row, two_statements
from tests.recompute import assert_stored_equals_fresh

Load = Callable[..., Any]


def flags_of(key: str) -> set[str]:
    return set(Flag.objects.filter(claim__key=key, cleared_at=None).values_list("code", flat=True))


@pytest.mark.django_db
def test_the_sample_case_has_the_results_of_its_page(now: datetime) -> None:
    load_sample(now)
    arms = Standing.objects.select_related("assessment").get(claim__key="arms-transfers")
    support, denial = arms.assessment.result["support"], arms.assessment.result["denial"]
    assert (arms.status, support["at_least"], support["at_most"], support["open"]) == ("contested", 2, 4, True)
    assert (denial["at_least"], denial["at_most"], support["gateways"]) == (2, 2, ["bloomberg"])
    assert Flag.objects.get(claim__key="arms-transfers", code="contested").level == "party"
    assert flags_of("arms-transfers") >= {"contested", "unverified", "single_gateway"}
    assert flags_of("visit-within-weeks") >= {"unverified", "anonymous_only", "single_origin"}
    assert flags_of("limousine") >= {"unverified", "unstated_origin"}
    assert_stored_equals_fresh(now)


def test_a_second_load_changes_nothing(loaded: Load) -> None:
    loaded(**two_statements())
    before = list(Revision.objects.values_list("id", "sha256")), SourceChange.objects.count()
    again = loaded(**two_statements())
    assert again.revised == ()
    assert before == (list(Revision.objects.values_list("id", "sha256")), SourceChange.objects.count())


def test_one_error_stores_nothing(loaded: Load) -> None:
    with pytest.raises(CaseFileError) as refused:
        loaded(sources=[person("ada")], claims=[claim("c", row("ada")), claim("d", row("x", "nobody"))])
    assert [problem.path for problem in refused.value.problems] == ["$.claims[1].attributions[0].source"]
    assert not Source.objects.exists()
    assert not Claim.objects.exists()


def test_a_stale_load_is_refused_and_says_what_changed_since(loaded: Load, now: datetime) -> None:
    loaded(**two_statements())
    loaded(claims=[claim("c", priority=1)])
    case = decode(json.dumps({"format": "factcheck-case/1", "claims": [{"key": "c", "text": "Mine."}]}).encode())
    with pytest.raises(StaleRevisionError, match="revision 2 by user:ada, load case"):
        load_case(case, Change(now, "user:eve", "edit"), expected={"c": 1})
    assert Claim.objects.get().text != "Mine."
