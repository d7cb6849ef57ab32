"""Putting the rules that came with the code in force for all claims."""

from __future__ import annotations

from datetime import datetime

from claims.models import RulesInForce
from claims.queries.policy.rules_in_force import installed_rules, rules_wait


def record_rules(at: datetime, actor: str) -> bool:
    """Record that the installed rules are in force; return whether they were not before."""
    return RulesInForce.objects.get_or_create(rules=installed_rules(), defaults={"at": at, "actor": actor})[1]


def record_if_none_waits(at: datetime, actor: str) -> None:
    """Record the installed rules as in force if no claim has a result of others, as on a new database."""
    if not rules_wait():
        record_rules(at, actor)
