"""Claims: their keys, relations, mergers, interests and windows."""

from __future__ import annotations

from typing import Any

import pytest

from claims.casefile import Stored
from tests.claims.casefile.build import objections

CLAIM = "$.claims[0]"
OTHER = {"$.claims[1]": {"key": "other", "text": "Another."}}


def stake(source: str, side: int) -> dict[str, Any]:
    return {"source": source, "side": side}


@pytest.mark.parametrize(
    ("changes", "objection"),
    [
        (
            {"$.claims[1]": {"key": "putin-visit-weeks", "text": "Again."}},
            "$.claims[1].key: already given at $.claims[0].key; keep one",
        ),
        (
            {f"{CLAIM}.relations": [{"kind": "contradicts", "claim": "othr"}]} | OTHER,
            f"{CLAIM}.relations[0].claim: no claim 'othr', in this file or stored; did you mean 'other'?",
        ),
        (
            {f"{CLAIM}.relations": [{"kind": "restates", "claim": "putin-visit-weeks"}]},
            f"{CLAIM}.relations[0].claim: a claim cannot relate to itself; name another",
        ),
        (
            {f"{CLAIM}.relations": [{"kind": "restates", "claim": "other"}] * 2} | OTHER,
            f"{CLAIM}.relations[1]: already given at {CLAIM}.relations[0]; keep one",
        ),
        ({f"{CLAIM}.merged_into": "zzz"}, f"{CLAIM}.merged_into: no claim 'zzz', in this file or stored"),
        (
            {f"{CLAIM}.merged_into": "putin-visit-weeks"},
            f"{CLAIM}.merged_into: a claim cannot be merged into itself; name another, or leave it out",
        ),
        (
            {f"{CLAIM}.merged_into": "o", "$.claims[1]": {"key": "o", "text": "T", "merged_into": "putin-visit-weeks"}},
            f"{CLAIM}.merged_into: cycle: putin-visit-weeks → o → putin-visit-weeks; one of them must stay unmerged",
        ),
        ({f"{CLAIM}.interests[0]": stake("zzz", 1)}, f"{CLAIM}.interests[0].source: no source 'zzz', in this file or stored"),
        (
            {f"{CLAIM}.interests": [stake("vedomosti", 1)] * 2},
            f"{CLAIM}.interests[1]: already given at {CLAIM}.interests[0]; keep one",
        ),
        (
            {f"{CLAIM}.interests": [stake("vedomosti", 1), stake("vedomosti", -1)]},
            f"{CLAIM}.interests[1].side: source 'vedomosti' has the opposite stake at {CLAIM}.interests[0]; keep one",
        ),
        (
            {f"{CLAIM}.window": {"from": "2024-07", "until": "2024-06-30"}},
            f"{CLAIM}.window.until: 2024-06-30 is before from, 2024-07",
        ),
    ],
)
def test_a_fault_of_claims_is_named_with_its_path_and_mending(changes: dict[str, Any], objection: str) -> None:
    assert objections(changes) == [objection]


@pytest.mark.parametrize("window", [{"from": "2024-06-10", "until": "2024"}, {"until": "2024"}, {"from": None}, None])
def test_a_window_that_may_be_in_order_raises_no_objection(window: object) -> None:
    assert objections({f"{CLAIM}.window": window}) == []


def test_a_claim_may_be_tied_to_a_stored_one() -> None:
    changes = {f"{CLAIM}.relations": [{"kind": "contradicts", "claim": "old"}], f"{CLAIM}.merged_into": "older"}

    assert objections(changes, Stored(claims={"old", "older"})) == []
