"""What the API takes of decisions: ids of stored proposals, and never offsets."""

from __future__ import annotations

from typing import Any

import pytest

from claims.models import Claim, ProposedAttribution
from tests.claims.api.proposals.proposing import accepted, faults, one
from tests.factcheck.api.asking import Caller
from tests.reviewing import CLOSES, DECLINED, proposal


@pytest.mark.parametrize(
    ("edits", "pointer"),
    [
        ({"quote": "words that nobody wrote"}, "/accept/0/proposals/0/quote"),
        ({"chain": ["nobody"]}, "/accept/0/proposals/0/chain/0"),
        ({"chain": ["transport", "transport"]}, "/accept/0/proposals/0/chain/1"),
        ({"stance": "reports"}, "/accept/0/proposals/0/stance"),
        ({"quote": {"exact": "x", "start": 0, "end": 999_999}}, "/accept/0/proposals/0/quote"),
        ({"start": 0}, "/accept/0/proposals/0/start"),
        ({"said_at": "31 June"}, "/accept/0/proposals/0/said_at"),
        ({"id": 0}, "/accept/0/proposals/0/id"),
        ({"id": 999_999_999}, "/accept/0/proposals/0/id"),
        ({"id": "1"}, "/accept/0/proposals/0/id"),
    ],
)
def test_a_fault_is_reported_at_its_place_and_nothing_is_recorded(
    tool: Caller, place: str, edits: dict[str, Any], pointer: str
) -> None:
    also = {"reject": [{"id": proposal(DECLINED).pk, "because": "no_statement"}]}
    found = faults(tool.post(place, {**accepted({**one(CLOSES), **edits}), **also}))

    assert [each for each in found if each == pointer or each.startswith(pointer.rpartition("/")[0])], found
    assert not Claim.objects.exists()
    assert not ProposedAttribution.objects.exclude(decision="").exists()
