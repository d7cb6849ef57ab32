"""New rules wait for an administrator: what nobody touches keeps its result until then."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client

import claims.tasks
from claims.launch import begin_run, sweep_by_new_rules
from claims.models import Assessment, RulesInForce, Standing, VerificationRun
from claims.models.run import ALL, DONE, STOPPED
from claims.operations.policy.drafts import set_policy
from claims.operations.writing import OperationError
from claims.policy.assess import RULES_VERSION
from claims.queries.claims.change_list import waiting as waiting_in_list
from claims.queries.claims.selection import waiting_claims
from claims.queries.policy.rules_in_force import held_back, installed_rules, rules_wait
from claims.runs.chunks import start_run, work_chunk
from claims.verification import Change
from sources.models import Source
from sources.operations import change_source
from tests.cases import claim, person, row

Load = Callable[..., Any]
RULES = "/admin/claims/verificationrun/rules/"
KEYS = ("c0", "c1", "c2", "c3")


@pytest.fixture
def _old(loaded: Load, now: datetime) -> Iterator[None]:
    """Four claims with results of other rules, on the day on which they were recorded."""
    loaded(sources=[person("ada"), person("ben")], claims=[claim(key, row("ada")) for key in KEYS[:3]])
    loaded(claims=[claim("c3", row("ben"))])
    Standing.objects.update(policy_version="4+0", result_digest="0" * 32)
    with time_machine.travel(now + timedelta(hours=1), tick=False):
        yield


def by_new_rules() -> set[str]:
    found = Standing.objects.filter(policy_version__startswith=f"{installed_rules()}+")
    return set(found.values_list("claim__key", flat=True))


def number(key: str) -> int:
    return Standing.objects.get(claim__key=key).pk


@pytest.fixture
def change(now: datetime) -> Change:
    return Change(now + timedelta(hours=2), "user:boss", "rules put in force", "Reviewed.")


@pytest.mark.usefixtures("_old")
class TestUntilAnAdministratorPutsThemInForce:
    @pytest.mark.parametrize("task", [claims.tasks.verify_nightly, claims.tasks.verify_everything])
    def test_no_scheduled_run_touches_the_others(self, task: Any) -> None:
        task.delay()
        assert VerificationRun.objects.get().state == DONE
        assert by_new_rules() == set()
        assert Assessment.objects.count() == len(KEYS)
        assert rules_wait()
        assert not RulesInForce.objects.exists()

    def test_the_nightly_and_the_weekly_run_assess_what_is_marked_or_due(self, now: datetime) -> None:
        Standing.objects.filter(claim__key="c0").update(marked_at=now)
        Standing.objects.filter(claim__key="c1").update(due_at=now)
        claims.tasks.verify_nightly.delay()
        assert by_new_rules() == {"c0", "c1"}
        Standing.objects.filter(claim__key="c2").update(marked_at=now)
        claims.tasks.verify_everything.delay()
        assert by_new_rules() == {"c0", "c1", "c2"}

    def test_a_write_assesses_its_claim_by_them_at_once(self, loaded: Load) -> None:
        loaded(claims=[claim("c0", row("ada"), priority=1)])
        assert by_new_rules() == {"c0"}

    def test_a_changed_source_has_its_claims_assessed_by_them(self, now: datetime) -> None:
        change_source(Source.objects.get(key="ben"), {"country": "US"}, at=now, actor="user:eve")
        claims.tasks.apply_source_changes.delay()
        assert by_new_rules() == {"c3"}

    def test_a_run_that_other_rules_began_does_not_sweep_on(self, now: datetime) -> None:
        run = start_run(ALL, now=now, actor="job:weekly")
        VerificationRun.objects.update(policy_version="4+0")
        run.refresh_from_db()
        assert work_chunk(run, lambda: now) is not None
        assert by_new_rules() == set()

    def test_the_desk_counts_them_apart_from_what_the_next_run_visits(self, now: datetime) -> None:
        Standing.objects.filter(claim__key="c0").update(marked_at=now)
        assert waiting_claims() == waiting_in_list()[0] == 1
        ids = sorted(Standing.objects.values_list("pk", flat=True))
        assert held_back(ids, now) == set(ids) - {number("c0")}

    def test_another_policy_waits_for_them(self, change: Change) -> None:
        policy = {"min_on_record": 3, "min_disinterested": 1, "shelf_life_days": 90, "outcome_grace_days": 7}
        with pytest.raises(OperationError, match=f"Rules {RULES_VERSION} are installed and not in force yet"):
            set_policy(change, **policy)
        sweep_by_new_rules(change, clock=lambda: change.at)
        assert set_policy(change, **policy).version == 1


@pytest.mark.usefixtures("_old")
class TestPutInForce:
    def test_every_claim_is_assessed_by_them(self, change: Change) -> None:
        run = sweep_by_new_rules(change, clock=lambda: change.at)
        run.refresh_from_db()
        assert (run.scope, run.state, run.actor) == (ALL, DONE, "user:boss")
        assert by_new_rules() == set(KEYS)
        rules = RulesInForce.objects.get()
        assert (rules.rules, rules.at, rules.actor) == (installed_rules(), change.at, "user:boss")
        assert not rules_wait()

    def test_a_run_that_left_claims_out_is_closed(self, change: Change, now: datetime) -> None:
        weekly = start_run(ALL, now=now, actor="job:weekly")
        sweep_by_new_rules(change, clock=lambda: change.at)
        weekly.refresh_from_db()
        assert (weekly.state, weekly.trouble) == (STOPPED, f"Closed unfinished: rules {RULES_VERSION} were put in force.")
        assert by_new_rules() == set(KEYS)

    def test_by_the_command_that_verifies_everything(self) -> None:
        err = StringIO()
        call_command("verify", "--all", stdout=StringIO(), stderr=err)
        assert f"Rules {RULES_VERSION} are in force from now on." in err.getvalue()
        assert by_new_rules() == set(KEYS)
        err = StringIO()
        call_command("verify", "--all", stdout=StringIO(), stderr=err)
        assert "in force" not in err.getvalue()

    def test_not_by_a_run_over_all_that_anybody_else_starts(self, now: datetime) -> None:
        begin_run(ALL, clock=lambda: now, actor="token:x")
        assert by_new_rules() == set()

    def test_a_lost_sweep_is_made_up_for_by_the_weekly_run(self, change: Change, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("claims.launch.SECONDS", 0)
        run = sweep_by_new_rules(change, clock=lambda: change.at)
        VerificationRun.objects.filter(pk=run.pk).update(state=STOPPED)
        claims.tasks.verify_everything.delay()
        assert by_new_rules() == set(KEYS)


class TestOnTheDesk:
    @pytest.mark.usefixtures("_old")
    def test_the_front_page_leads_to_what_would_change_and_an_administrator_starts(
        self, editor: Client, superuser: Client
    ) -> None:
        for client in (editor, superuser):
            shown = client.get("/admin/").context["desk"]["rules"]
            assert (shown.value, shown.url) == (len(KEYS), RULES)
            assert f"rules {RULES_VERSION} are installed" in shown.words
        Assessment.objects.filter(claim__key="c0").update(status="corroborated")
        Standing.objects.filter(claim__key="c0").update(status="corroborated")
        page = editor.get(RULES).content.decode()
        assert "Compared here: 4 claims. 1 would change." in page
        assert "Only an administrator puts rules in force." in page
        assert editor.post(RULES).status_code == 403
        assert by_new_rules() == set()
        assert "Put them in force" in superuser.get(RULES).content.decode()
        sent = superuser.post(RULES)
        assert sent.url == f"/admin/claims/verificationrun/{VerificationRun.objects.get().pk}/change/"
        assert by_new_rules() == set(KEYS)
        assert superuser.get("/admin/").context["desk"]["rules"] is None
        assert "No claim waits for them." in superuser.get(RULES).content.decode()
        assert superuser.post(RULES).url == RULES
        assert VerificationRun.objects.count() == 1

    @pytest.mark.django_db
    def test_on_a_new_database_they_are_in_force_from_the_first_run(
        self, superuser: Client, loaded: Load, now: datetime
    ) -> None:
        loaded(sources=[person("ada")], claims=[claim("c", row("ada"))])
        assert superuser.get("/admin/").context["desk"]["rules"] is None
        start_run(ALL, now=now, actor="job:weekly")
        assert RulesInForce.objects.get().actor == "job:weekly"
