"""A rule that a newsroom wrote and then took out leaves flags, waivers and policies on record: nothing stumbles over them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from claims.models import Claim, DeskPolicy, Flag, WebhookSubscription
from claims.operations.policy.drafts import draft_policy
from claims.operations.webhooks.subscriptions import subscribe
from claims.verification import Change
from tests.claims.management.typed import run

GONE = "house_rule"


@pytest.fixture
def left(arms: Claim, now: datetime) -> Claim:
    """Everything that a rule without a file leaves: an open, a waived and a past flag, two policies, and a webhook."""
    change = Change(now, "user:ada", "set policy", "Ours.")
    numbers: dict[str, Any] = {"min_on_record": 2, "min_disinterested": 1, "shelf_life_days": 90, "outcome_grace_days": 7}
    for version in (1, None):
        draft = draft_policy(change, **numbers)
        words = {"severities": {GONE: "critical"}, "switched_off": [GONE], "version": version}
        DeskPolicy.objects.filter(pk=draft.pk).update(**words)
    other = Claim.objects.get(key="limousine")
    assessment, of_other = arms.standing.assessment, other.standing.assessment
    open_flag = {"code": GONE, "severity": "critical", "reason": "Ours.", "raised_at": now, "raised_by": assessment}
    waived = {"waived_at": now, "waived_by": "user:ada", "waiver_reason": "Later.", "waived_until": now + timedelta(days=90)}
    Flag.objects.create(claim=arms, **open_flag)
    Flag.objects.create(claim=arms, **open_flag, cleared_at=now, cleared_by=assessment)
    Flag.objects.create(claim=other, **open_flag | {"raised_by": of_other}, **waived)
    hook = subscribe("The CMS", "https://cms.example/hook", change).subscription
    WebhookSubscription.objects.filter(pk=hook.pk).update(wanted={"flags": [GONE]})
    return arms


def test_pages_and_the_api_show_what_a_missing_rule_left(left: Claim, superuser: Client) -> None:
    pages = [reverse("admin:index"), reverse("admin:claims_deskpolicy_changelist"), reverse("admin:claims_flag_changelist")]
    pages += [reverse("admin:claims_claim_change", args=[left.pk])]
    pages += [
        reverse(f"admin:claims_claim_{tab}", args=[left.pk]) for tab in ("chain", "decisions", "history", "edit", "as_of")
    ]
    pages += [reverse("admin:claims_flag_change", args=[flag.pk]) for flag in Flag.objects.filter(code=GONE)]
    pages += [reverse("admin:claims_deskpolicy_change", args=[policy.pk]) for policy in DeskPolicy.objects.all()]
    pages += [reverse("admin:claims_webhooksubscription_change", args=[WebhookSubscription.objects.get().pk])]
    pages += [reverse("admin:claims_claim_changelist"), f"{reverse('admin:claims_claim_changelist')}?flag={GONE}"]
    pages += [f"/api/v1/{path}" for path in ("claims/", "flags/", "events/", "webhooks/", "policy/", "claims.csv", "claims.md")]
    pages += [f"/api/v1/claims/{left.key}/{part}" for part in ("", "flags/?cleared=1", "assessments/", "chain.svg")]
    found = {page: superuser.get(page, follow=True).status_code for page in pages}
    assert {page: status for page, status in found.items() if status != 200} == {}
    explained = superuser.get(reverse("admin:help_flag", args=[GONE])).status_code
    assert explained == 404


def test_migrate_verify_and_doctor_work_with_what_a_missing_rule_left(left: Claim) -> None:
    call_command("migrate", verbosity=0, interactive=False)
    run("check_integrity")
    with pytest.raises(SystemExit, match="3"):  # its flag would go
        run("preview_rules", "--claim", left.key)
    run("verify", "--all")
    assert not Flag.objects.filter(code=GONE, cleared_at=None).exists()
    run("check_integrity")
    run("replay")
