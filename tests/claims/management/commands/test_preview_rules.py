"""What ``manage.py preview_rules`` lists before new rules are in force, and how it ends."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from datetime import datetime
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.management.commands.preview_rules import CHANGES
from claims.models import Attribution, Claim, Standing
from claims.policy.assess import RULES_VERSION
from claims.runs import rules
from tests.cases import claim, person, row, two_statements

Load = Callable[..., Any]


@pytest.fixture(autouse=True)
def _today(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


def run(*arguments: str) -> tuple[str, str, int]:
    """Return what was printed, what was printed of errors, and the exit status."""
    out, err, status = StringIO(), StringIO(), 0
    try:
        call_command("preview_rules", *arguments, stdout=out, stderr=err, no_color=True)
    except SystemExit as error:
        status = int(error.code or 0)
    return out.getvalue(), err.getvalue(), status


@pytest.fixture
def old(loaded: Load) -> None:
    """Two claims of other rules, which counted a statement of the first that the installed ones do not."""
    loaded(**two_statements())
    loaded(claims=[claim("d", row("ada"))])
    Attribution.objects.filter(claim__key="c", key="ben").update(stance="denies")
    Standing.objects.update(policy_version="4+0")


LINE = (
    "c: corroborated → contested; support 2–2 (r 2, d 2, g 2) → 1–1 (r 1, d 1, g 1);"
    " denial 0–0 (r 0, d 0, g 0) → 1–1 (r 1, d 1, g 1); +contested +single_origin +unverified −independence_not_judged"
)


def test_it_lists_each_claim_that_would_change_with_old_and_new(old: None) -> None:
    out, err, status = run()
    first, *rest = out.splitlines()
    assert first == LINE
    assert rest == [
        f"Rules {RULES_VERSION}: 2 claims compared, 1 would change.",
        "status: 1, counts: 1, flags raised: 1, flags cleared: 1",
    ]
    assert (err, status) == ("", CHANGES)


def test_it_writes_nothing(old: None) -> None:
    with CaptureQueriesContext(connection) as queries:
        run()
    assert [query["sql"] for query in queries if not query["sql"].lstrip(" (").startswith(("SELECT", "DECLARE", "WITH"))] == []


def test_it_ends_with_0_where_nothing_would_change(loaded: Load) -> None:
    loaded(**two_statements())
    assert run() == (f"Rules {RULES_VERSION}: 0 claims compared, 0 would change.\n", "", 0)
    Standing.objects.update(policy_version="4+0")
    assert run() == (f"Rules {RULES_VERSION}: 1 claims compared, 0 would change.\n", "", 0)


def test_new_sentences_alone_are_counted_and_not_listed(loaded: Load) -> None:
    loaded(**two_statements())
    standing = Standing.objects.select_related("assessment").get()
    type(standing.assessment).objects.update(explanation="As other rules said it.")  # type: ignore[union-attr]
    Standing.objects.update(policy_version="4+0")
    assert run() == (f"Rules {RULES_VERSION}: 1 claims compared, 1 would change.\nwording only: 1\n", "", CHANGES)


def test_only_the_claims_named_are_compared_whatever_assessed_them(old: None) -> None:
    assert run("--claim", "d") == (f"Rules {RULES_VERSION}: 1 claims compared, 0 would change.\n", "", 0)
    Standing.objects.update(policy_version=f"{RULES_VERSION}+0")
    out, _, status = run("--claim", "c", "d")
    assert out.startswith(LINE)
    assert status == CHANGES
    with pytest.raises(CommandError, match="no claim has the key x"):
        run("--claim", "x")


def test_json_and_csv_hold_the_counts_of_both_sides(old: None) -> None:
    out, _, status = run("--json")
    said = json.loads(out)
    (one,) = said["claims"]
    assert (one["key"], one["before"]["status"], one["after"]["support"]["at_least"]) == ("c", "corroborated", 1)
    assert one["raised"] == ["contested", "single_origin", "unverified"]
    assert (said["rules"], said["summary"]["compared"], said["summary"]["by_kind"]["counts"]) == (RULES_VERSION, 2, 1)
    out, err, status = run("--csv")
    (cells,) = csv.DictReader(StringIO(out))
    assert (cells["claim"], cells["status_after"], cells["denial_at_least_after"]) == ("c", "contested", "1")
    assert "2 claims compared" in err
    assert status == CHANGES


def test_claims_that_are_due_anyway_are_marked(old: None, now: Any) -> None:
    Standing.objects.update(marked_at=now)
    out, _, _ = run()
    assert out.splitlines()[0] == f"{LINE} (due anyway)"
    assert "1 of them are marked or due anyway" in out


def test_it_goes_through_the_claims_in_batches(old: None, loaded: Load) -> None:
    loaded(sources=[person("ada")], claims=[claim(f"e{number}", row("ada")) for number in range(5)])
    Standing.objects.update(policy_version="4+0")
    parts = [part.number for part in rules.preview_rules(Claim.objects.latest("id").recorded_at, size=3)]
    assert parts == [3, 3, 1]


def test_a_claim_that_fails_is_named(old: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_arguments: Any) -> Any:
        raise ValueError("no such rule")

    monkeypatch.setattr("claims.verification.evaluating.assess", broken)
    err = StringIO()
    with pytest.raises(CommandError, match="2 claims could not be assessed"):
        call_command("preview_rules", stdout=StringIO(), stderr=err, no_color=True)
    assert "c could not be assessed: ValueError: no such rule" in err.getvalue()
