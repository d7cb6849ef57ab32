"""Everything that is wrong with a case file is listed at once: what does not fit, and the problems of the rest."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.casefile import CaseFile, Malformed, Problem, Stored, problems, read_case
from tests.claims.casefile.build import GONE, encoded, visit

#: What does not fit, anywhere in the visit case.
MISFITS: dict[str, Any] = {
    "$.format": "factcheck-case/9",
    "$.sources[0].key": "Vedo mosti",
    "$.sources[0].kind": "outet",
    "$.sources[1].identified": "no",
    "$.sources[1].name": GONE,
    "$.sources[2]": "bloomberg",
    "$.sources[3].country": "us",
    "$.documents[0].published_at": "2024-13",
    "$.documents[0].publisher": 7,
    "$.claims[0].text": "",
    "$.claims[0].topics": "diplomacy",
    "$.claims[0].priority": 12,
    "$.claims[0].attributions[0].stance": "suports",
    "$.claims[0].attributions[1].cites[0]": "D I P",
    "$.claims[0].attributions[3].copies": 5,
    "$.claims[0].attributions[2].key": GONE,
    "$.claims[0].window": {"from": "soon", "until": "2024-07", "to": "2025"},
    "$.claims[0].attributions[0].said_at": "yesterday",
}
#: What fits and is wrong all the same.
WRONG: dict[str, Any] = {
    "$.claims[0].attributions[4]": {"key": "x", "source": "nobody", "stance": "denies"},
    "$.relations[0]": {"from": "vedomosti", "to": "nobody", "kind": "part_of", "reason": "r"},
    "$.claims[0].interests[0]": {"source": "nobody", "side": 1},
    "$.claims[0].attributions[3].document": "none",
    "$.documents[0].copy_of": "none",
}


def listed(changes: dict[str, Any]) -> set[str]:
    read = read_case(encoded(visit(changes)))
    if isinstance(read, CaseFile):
        return {str(problem) for problem in problems(read, Stored())}
    return {str(problem) for problem in read.with_what_else(lambda case: problems(case, Stored())).problems}


@pytest.mark.parametrize("path", MISFITS)
def test_other_problems_are_listed_with_values_that_do_not_fit(path: str) -> None:
    misfits, wrong = listed({path: MISFITS[path]}), listed(WRONG)
    assert len(misfits) >= 1
    assert len(wrong) >= len(WRONG)

    both = listed({path: MISFITS[path], **WRONG})

    assert both >= misfits | wrong
    # A source without its key is missing where something new refers to it.
    more = ["$.relations[0].from"] if path == "$.sources[0].key" else []
    assert [shown.split(":")[0] for shown in both - misfits - wrong] == more


@given(
    st.lists(st.sampled_from(sorted(MISFITS)), unique=True, min_size=1), st.lists(st.sampled_from(sorted(WRONG)), unique=True)
)
def test_nothing_is_reported_of_a_placeholder(misfits: list[str], wrong: list[str]) -> None:
    changes = {path: {**MISFITS, **WRONG}[path] for path in (*misfits, *wrong)}
    try:
        case = visit(changes)
    except (IndexError, KeyError, TypeError):  # the record in which another change is made is gone
        return
    shown = read_case(encoded(case))

    assert isinstance(shown, Malformed)
    found: list[Problem] = list(shown.with_what_else(lambda read: problems(read, Stored())).problems)
    assert len(found) == len(set(found))
    assert not [one for one in found if "?$" in one.message]


def test_problems_that_only_follow_from_a_misspelling_are_not_reported() -> None:
    unnamed = {"$.sources[1].identified": "no", "$.sources[1].aliases": ["Ivan"]}
    assert {shown.split(":")[0] for shown in listed(unnamed)} == {"$.sources[1].identified"}
    relay = {"$.claims[0].attributions[1].stance": "reprots", "$.claims[0].attributions[1].cites": []}
    assert {shown.split(":")[0] for shown in listed(relay)} == {"$.claims[0].attributions[1].stance"}
