"""What ``manage.py replay`` prints and how it ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from claims.models import Assessment, Attribution
from claims.policy import assess
from tests.cases import claim, load_sample, person, row, two_statements

Load = Callable[..., Any]


def run(*arguments: str) -> tuple[str, str, str]:
    """Return what was printed, what was printed of errors, and how the command failed."""
    out, err, failed = StringIO(), StringIO(), ""
    try:
        call_command("replay", *arguments, stdout=out, stderr=err, no_color=True)
    except CommandError as error:  # which ends a command with status 1
        failed = str(error)
    return out.getvalue(), err.getvalue(), failed


@pytest.mark.django_db
def test_every_assessment_of_the_sample_equals_what_its_records_give(now: datetime) -> None:
    load_sample(now)
    assert run() == (f"{Assessment.objects.count()} assessments: 13 match their records.\n", "", "")


def test_one_that_differs_is_named_with_both_results_and_fails_the_command(loaded: Load) -> None:
    loaded(**two_statements())
    loaded(claims=[claim("d", row("ada"))])
    Attribution.objects.filter(claim__key="c", key="ben").update(stance="denies")
    out, err, failed = run()
    assert out.startswith("2 assessments: 1 match")
    assert "c, revision 1, 2024-06-12T12:00:00+00:00: status, explanation, findings_digest, result\n" in err
    assert "  stored: corroborated; independence_not_judged, undocumented; 2 independent origins" in err
    assert "  found:  contested; contested" in err
    assert failed.startswith("1 assessments differ from their records")


def test_only_the_claims_named_are_replayed(loaded: Load) -> None:
    loaded(**two_statements())
    loaded(claims=[claim("d", row("ada"))])
    assert run("d")[0].startswith("1 assessments: 1 match")
    assert run("nowhere")[2] == "no claim has the key nowhere."


def test_those_of_other_rules_are_counted_and_are_no_failure(loaded: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded(sources=[person("ada")], claims=[claim("c", row("ada"))])
    made = f"{assess.RULES_VERSION}+0"
    monkeypatch.setattr(assess, "RULES_VERSION", "next")
    assert run() == (
        f"1 assessments: 0 match their records.\n1 were made under policy {made} and cannot be replayed here.\n",
        "",
        "",
    )


def test_as_json_it_is_one_object(loaded: Load) -> None:
    loaded(**two_statements())
    assert json.loads(run("--json")[0]) == {"equal": 1, "other_policy": {}, "differing": []}
    Attribution.objects.filter(key="ben").update(stance="denies")
    (one,) = json.loads(run("--json")[0])["differing"]
    assert (one["key"], one["revision"], one["stored"]["status"], one["found"]["status"]) == (
        "c",
        1,
        "corroborated",
        "contested",
    )
