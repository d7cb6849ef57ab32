"""Which claims a case file takes along, and what of a desk it tells."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from claims.casefile import encode
from claims.models import Claim
from claims.operations.decisions.ledger import link_outcome
from claims.operations.merges.merge import merge
from claims.operations.merges.removal import remove_claim
from claims.queries.cases.export import claim_ids, export, missing_keys
from sources.models import Source
from tests.cases import claim, outlet, person, row, unnamed
from tests.claims.operations.moving import because, pk

Load = Callable[..., Any]


@pytest.fixture
def desk(loaded: Load) -> None:
    """Claims that lead on: ``a`` relates to ``b``, which relates to ``c``; ``d`` stands alone."""

    def to(key: str) -> list[dict[str, str]]:
        return [{"kind": "restates", "claim": key}]

    rows = row("ada"), row("u", withdrawn={"by": "outlet", "reason": "Misheard."})
    loaded(
        sources=[person("ada"), outlet("post"), unnamed("u", "post"), outlet("bystander")],
        claims=[claim("d"), claim("c"), claim("b", relations=to("c")), claim("a", *rows, relations=to("b"))],
    )


def keys(*wanted: str) -> list[str]:
    return [Claim.objects.get(pk=found).key for found in claim_ids(wanted)]


def test_a_claim_takes_along_what_its_relations_mergers_and_decisions_lead_to(desk: None, now: datetime) -> None:
    assert (keys("a"), keys("c"), keys()) == (["c", "b", "a"], ["c"], ["d", "c", "b", "a"])

    merge(pk("c"), pk("d"), because(now))

    assert keys("b") == ["d", "c", "b"]
    link_outcome(pk("d"), "did_not", because(now), other_claim=Claim.objects.get(key="a"))
    assert keys("d") == ["d", "c", "b", "a"]


def test_a_deleted_claim_is_neither_exported_nor_missed(desk: None, now: datetime) -> None:
    remove_claim(pk("c"), because(now))

    assert (keys("a"), keys()) == (["b", "a"], ["d", "b", "a"])
    assert missing_keys(["a", "c", "never"]) == ["c", "never"]
    merge(pk("a"), pk("d"), because(now))
    remove_claim(pk("d"), because(now))
    assert keys("a") == ["b", "a"]


def test_sources_that_nothing_names_are_exported_only_with_everything(desk: None) -> None:
    assert [one.key for one in export(claim_ids(["a"]), whole=False).sources or ()] == ["ada", "post", "u"]
    assert [one.key for one in export([], whole=True).sources or ()] == ["ada", "post", "bystander", "u"]
    assert export(claim_ids(["d"]), whole=False).sources == []


def test_why_a_name_is_withheld_is_exported_only_to_approvers(desk: None) -> None:
    Source.objects.filter(key="u").update(anonymity_reason="canary reason", approved_by="canary editor")

    assert b"canary" in encode(export(claim_ids(["a"]), whole=False))
    assert b"canary" not in encode(export(claim_ids(["a"]), whole=True, approvals=False))
