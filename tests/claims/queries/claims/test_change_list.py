"""What the list of claims reads: lines, counts and choices."""

from __future__ import annotations

from datetime import timedelta

from claims.models import Claim
from claims.operations.flags.waivers import waive
from claims.operations.policy.drafts import set_policy
from claims.operations.sources.changes import mark
from claims.queries.claims import change_list as claim_list
from claims.queries.claims.selection import waiting_claims
from claims.verification import Change


def change(now, reason="why"):
    return Change(now, "user:ada", "waived", reason)


def waived(key, code, now, days=5):
    waive([Claim.objects.get(key=key).pk], [code], change(now), until=now + timedelta(days=days))


def test_waiting_claims_are_those_that_the_next_verification_visits(sample, now):
    def both():
        return claim_list.waiting().number, waiting_claims()

    assert both() == (0, 0)
    mark([Claim.objects.get(key="arms-transfers").pk], now)
    assert both() == (1, 1)
    set_policy(change(now), min_on_record=3, min_disinterested=1, shelf_life_days=30, outcome_grace_days=3)
    assert both() == (Claim.objects.count(), Claim.objects.count())
