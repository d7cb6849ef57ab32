"""verify: what it prints of the claims that it verified, as of which time, and what it stores."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from claims.management.commands import verify
from claims.models import Assessment, Flag, Revision, VerificationRun
from claims.operations.policy.drafts import set_policy
from claims.verification import Change
from tests.cases import claim, load_sample, person, row, two_statements
from tests.claims.management.typed import run

Load = Callable[..., Any]


def verified(*arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("verify", *arguments, "--json"))
    return found


@pytest.mark.django_db
@pytest.mark.door
def test_verify_prints_one_json_object_with_every_claim_it_verified(now: datetime) -> None:
    load_sample(now)
    found = verified("--all", "--now", "2024-06-12T12:00Z")
    assert len(found["claims"]) == found["run"]["verified"] == 13
    arms = next(one for one in found["claims"] if one["key"] == "arms-transfers")
    assert arms["status"] == "contested"
    assert arms["support"] == {
        "at_least": 2, "at_most": 4, "open": True, "on_record": 1, "disinterested": 0, "routes": 1,
        "gateways": ["bloomberg"], "witnesses": ["south-korea", "us-government"],
    }  # fmt: skip
    assert arms["denial"]["at_least"] == 2
    assert {"code", "severity", "reason"} <= arms["flags"][0].keys()
    assert arms["explanation"].startswith("At least 2 independent origins")


@pytest.mark.django_db
def test_evaluating_another_time_stores_nothing(now: datetime) -> None:
    load_sample(now)
    before = Assessment.objects.count(), Revision.objects.count(), Flag.objects.count(), VerificationRun.objects.count()
    found = verified("--claim", "visit-within-weeks", "--now", "2024-09-01")
    assert "overdue_outcome" in [flag["code"] for flag in found["claims"][0]["flags"]]
    assert not found["run"]["stored"]
    assert before == (
        Assessment.objects.count(),
        Revision.objects.count(),
        Flag.objects.count(),
        VerificationRun.objects.count(),
    )


def test_as_of_shows_what_was_recorded_then(loaded: Load, now: datetime) -> None:
    loaded(**two_statements())
    loaded(claims=[claim("c", row("ada", withdrawn={"by": "source", "reason": "Misspoke."}))])
    instants = list(Revision.objects.order_by("number").values_list("at", flat=True))
    then, after = (verified("--claim", "c", "--as-of", at.isoformat())["claims"][0]["support"] for at in instants)
    assert (then["at_least"], after["at_least"]) == (2, 1)


def test_as_of_takes_the_policy_that_was_in_force_then(loaded: Load, now: datetime) -> None:
    loaded(**two_statements())
    strict = {"min_on_record": 5, "min_disinterested": 5, "shelf_life_days": 90, "outcome_grace_days": 7}
    set_policy(Change(now + timedelta(hours=2), "user:boss", "policy set", "stricter"), **strict)
    at = ((now + timedelta(hours=hours)).isoformat() for hours in (1, 3))
    then, after = (verified("--as-of", instant)["claims"][0]["status"] for instant in at)
    assert (then, after) == ("corroborated", "unverified")


def test_of_very_many_claims_only_the_numbers_are_shown_and_json_has_them_all(
    loaded: Load, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verify, "MOST_LISTED", 2)
    loaded(sources=[person("ada")], claims=[claim(f"c{number}", row("ada")) for number in (2, 0, 1)])
    out = StringIO()
    call_command("verify", "--all", stdout=out)
    assert "3 verified" in out.getvalue()
    assert "night_report" in out.getvalue()
    assert [found["key"] for found in verified("--all")["claims"]] == ["c0", "c1", "c2"]


@pytest.mark.parametrize("number", ["0", "65", "two", "-1", "²"])
def test_a_number_of_workers_that_cannot_be_is_refused(number: str, db: None) -> None:
    with pytest.raises(CommandError, match="from 1 to 64"):
        call_command("verify", "--workers", number)


def test_said_until_leaves_out_what_was_said_later(loaded: Load) -> None:
    loaded(
        sources=[person("ada"), person("ben")],
        claims=[claim("c", row("ada", said_at="2024-05"), row("ben", said_at="2024-06"))],
    )
    assert verified("--claim", "c", "--said-until", "2024-05-31")["claims"][0]["support"]["at_least"] == 1


def test_nothing_marked_or_due_is_said_with_what_to_do(loaded: Load) -> None:
    loaded(sources=[person("ada")], claims=[])
    assert "--all verifies every claim" in run("verify")


def test_a_selected_claim_is_verified_and_the_run_stored(loaded: Load) -> None:
    loaded(**two_statements())
    assert verified("--claim", "c")["run"]["scope"] == "claims"
    assert VerificationRun.objects.get().verified == 1


@pytest.mark.django_db
def test_an_unknown_claim_is_named() -> None:
    with pytest.raises(CommandError, match="no claim has the key nowhere"):
        run("verify", "--claim", "nowhere")
    with pytest.raises(CommandError, match="no claim has the key nowhere"):
        run("export_case", "nowhere")


@pytest.mark.django_db
def test_an_invalid_date_shows_the_valid_forms() -> None:
    with pytest.raises(CommandError, match="write 2024, 2024-06"):
        run("verify", "--now", "yesterday")
