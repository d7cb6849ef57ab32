"""Whether the installed rules are in force for all claims, and which claims keep results of other rules until they are.

Rules come with the code. A claim that is written, marked or due is assessed by the installed ones; all others keep their
results until an administrator puts new rules in force. See docs/decisions/0037-new-rules-wait.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, Q

from claims.models import RulesInForce, Standing
from claims.policy.assess import policy_version
from claims.policy.facts import Thresholds
from claims.queries.facts.current import Ids, of


def installed_rules() -> str:
    """Return the version of the rules in the code."""
    return policy_version(Thresholds()).partition("+")[0]


def by_installed_rules() -> Q:
    """Return the condition on standings that the installed rules made the result."""
    return Q(policy_version__startswith=f"{installed_rules()}+")


def in_force() -> Exists:
    """Return the condition that the installed rules were put in force."""
    return Exists(RulesInForce.objects.filter(rules=installed_rules()))


def rules_wait() -> bool:
    """Return whether the installed rules wait for an administrator: claims keep results of other rules."""
    if RulesInForce.objects.filter(rules=installed_rules()).exists():
        return False  # before any standing is read: there may be a million, all of these rules
    return Standing.objects.filter(~by_installed_rules()).exists()


def held_back(ids: Ids, now: datetime) -> set[int]:
    """Return those of the claims that keep their results until the installed rules are put in force."""
    kept = Standing.objects.filter(~in_force(), ~by_installed_rules(), of("claim_id", ids), marked_at=None)
    return set(kept.exclude(due_at__lte=now).values_list("claim_id", flat=True))


def count_of_other_rules(most: int | None = None) -> int:
    """Return how many claims have results of other rules, counted up to ``most``."""
    return Standing.objects.filter(~by_installed_rules())[:most].count()


def batches_of_other_rules(size: int) -> Iterator[list[int]]:
    """Yield the ids of the claims with results of other rules, in ascending order."""
    last = 0
    of_others = Standing.objects.filter(~by_installed_rules(), claim__removed_at=None).order_by("claim_id")
    while ids := list(of_others.filter(claim_id__gt=last).values_list("claim_id", flat=True)[:size]):
        yield ids
        last = ids[-1]
