"""Fields of a case file that need a permission are refused at their places, whatever they say."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth.models import User

from claims.casefile import CaseFileError, decode
from claims.models import Claim
from claims.operations.cases import Rights, load_case
from claims.operations.cases.reserved import ALL_RIGHTS, reserved_problems
from claims.queries.cases.stored import stored_rows
from claims.verification import Change
from sources.models import Source
from tests.cases import outlet, unnamed

GRADED = {"grade": "A", "graded_on": "2024-01-01"}


def refused(rights: Rights, **lists: Any) -> list[str]:
    case = decode(json.dumps({"format": "factcheck-case/1", **lists}).encode())
    return [problem.path for problem in reserved_problems(case, stored_rows(case), rights)]


@pytest.fixture
def desk(loaded: Callable[..., Any]) -> None:
    known = unnamed("u", "post", anonymity_reason="afraid", approved_by="boss")
    loaded(sources=[outlet("post", reliability=GRADED), known])


def test_whoever_may_not_approve_may_not_even_repeat_what_is_stored(desk: None) -> None:
    stored = unnamed("u", "post", anonymity_reason="afraid", approved_by="boss", names_confirmed=True)
    judged = {"a": "u", "b": "post", "outcome": "unsure", "reason": "so", "names_confirmed": True}
    fields = ("anonymity_reason", "approved_by", "names_confirmed")
    assert refused(Rights(approve=False), sources=[outlet("x"), stored], judgements=[judged]) == [
        *(f"$.sources[1].{field}" for field in fields),
        "$.judgements[0].names_confirmed",
    ]
    assert refused(ALL_RIGHTS, sources=[stored], judgements=[judged]) == []


def test_a_grade_may_be_repeated_and_not_changed_by_who_may_not_grade(desk: None) -> None:
    repeated, other = outlet("post", reliability=GRADED), outlet("post", reliability={**GRADED, "grade": "B"})
    assert refused(Rights(grade=False), sources=[repeated, outlet("new")]) == []
    assert refused(Rights(grade=False), sources=[other]) == ["$.sources[0].reliability"]
    assert refused(Rights(grade=False), sources=[outlet("new", reliability=GRADED)]) == ["$.sources[0].reliability"]


def test_somebody_approves_in_their_own_name_and_nothing_that_they_record(desk: None, sen: User) -> None:
    rights = Rights(person=sen)
    assert refused(rights, sources=[unnamed("u", "post", approved_by="boss")]) == []  # as it is stored
    assert refused(rights, sources=[unnamed("u", "post", approved_by="sen")]) == []
    assert refused(rights, sources=[unnamed("u", "post", approved_by="ada")]) == ["$.sources[0].approved_by"]
    assert refused(rights, sources=[unnamed("new", "post", approved_by="sen")]) == ["$.sources[0].approved_by"]


def test_a_refused_file_stores_nothing(desk: None, now: datetime) -> None:
    case = decode(json.dumps({"format": "factcheck-case/1", "sources": [outlet("new", reliability=GRADED)]}).encode())
    with pytest.raises(CaseFileError, match="permission to grade"):
        load_case(case, Change(now, "user:ed", "load case"), rights=Rights(grade=False))
    assert not Source.objects.filter(key="new").exists()
    assert not Claim.objects.exists()
