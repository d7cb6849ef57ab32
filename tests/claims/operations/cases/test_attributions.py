"""Attributions in case files: none changes its meaning; each is superseded, withdrawn or voided."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from claims.casefile import CaseFileError
from claims.models import Flag, PublicBody, Standing
from tests.cases import claim, outlet, person, row, two_statements
from tests.recompute import assert_stored_equals_fresh

Load = Callable[..., Any]


def flags_of(key: str) -> set[str]:
    return set(Flag.objects.filter(claim__key=key, cleared_at=None).values_list("code", flat=True))


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"stance": "denies"}, "stance"),
        ({"scope": "partial"}, "scope"),
        ({"basis": "evidence"}, "basis"),
        ({"said_at": "2024"}, "said_at"),
        ({"quote": {"exact": "yes"}}, "quote"),
    ],
)
def test_a_changed_meaning_is_refused_and_names_supersedes(loaded: Load, change: dict[str, Any], named: str) -> None:
    loaded(**two_statements())
    with pytest.raises(CaseFileError) as refused:
        loaded(claims=[claim("c", {**row("ada"), **change})])
    reported = str(refused.value.problems[0])
    assert named in reported
    assert "supersede" in reported


def test_a_superseding_attribution_replaces_the_old_one(loaded: Load, now: datetime) -> None:
    loaded(**two_statements())
    loaded(claims=[claim("c", row("ada-2", "ada", "questions", supersedes="ada"))])
    result = Standing.objects.select_related("assessment").get(claim__key="c").assessment.result
    assert result["support"]["witnesses"] == ["ben"]
    assert_stored_equals_fresh(now)


def test_a_withdrawal_in_a_file_flags_what_rested_on_it(loaded: Load, now: datetime) -> None:
    loaded(sources=[person("ada")], claims=[claim("c", row("ada"))])
    loaded(claims=[claim("c", row("ada", withdrawn={"by": "source", "reason": "Misspoke.", "at": "2024-06-12"}))])
    assert Flag.objects.get(claim__key="c", code="retracted_source", cleared_at=None).severity == "critical"
    assert Standing.objects.get(claim__key="c").status == "unsourced"
    assert_stored_equals_fresh(now)


def test_a_voided_attribution_counts_as_never_recorded(loaded: Load, now: datetime) -> None:
    loaded(**two_statements())
    loaded(claims=[claim("c", row("ada", voided={"reason": "Another Ada."}))])
    assert "retracted_source" not in flags_of("c")
    assert "ada" not in PublicBody.objects.get(claim__key="c").body
    assert_stored_equals_fresh(now)


def test_a_relay_keeps_its_link_to_a_voided_attribution(loaded: Load, now: datetime) -> None:
    loaded(
        sources=[outlet("post"), person("ada")],
        claims=[claim("c", row("ada"), row("post", stance="supports", cites=["ada"]))],
    )
    loaded(claims=[claim("c", row("ada", voided={"reason": "Never said."}))])
    result = Standing.objects.select_related("assessment").get(claim__key="c").assessment.result
    assert result["support"]["at_most"] == 0
    assert "orphaned" not in flags_of("c")
    assert_stored_equals_fresh(now)


def test_a_link_struck_out_once_and_recorded_again_is_kept_when_the_file_is_loaded_again(loaded: Load) -> None:
    struck = [{"kind": "cites", "to": "ada", "reason": "Misread."}]
    rows = row("ada"), row("post", stance="reports", cites=["ada"], struck_links=struck)
    loaded(sources=[outlet("post"), person("ada")], claims=[claim("c", *rows)])
    assert loaded(claims=[claim("c", *rows)]).revised == ()
    assert Standing.objects.get().status == "unverified"
