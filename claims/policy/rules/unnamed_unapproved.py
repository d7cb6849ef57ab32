"""An unnamed source is used without what the desk's rules require."""

from __future__ import annotations

from claims.policy.facts import SourceFact
from claims.policy.findings import Case, Finding, Rule, source
from claims.policy.sentences import capitalised, clauses, listed
from claims.vocabulary import WARNING
from factcheck.words import gettext_noop as _


def check(case: Case) -> Finding | None:
    """Raise where an unnamed source in use lacks a description, a reason for anonymity or an approving editor."""
    lacking: dict[int, SourceFact] = {}
    for row in case.counts.chains.nodes:
        fact = case.directory.sources[row.source]
        if fact.lacks:
            lacking[fact.id] = fact
    if not lacking:
        return None
    reason = clauses(f"missing for {fact.label}: {listed(fact.lacks)}" for fact in lacking.values())
    return Finding(WARNING, f"{capitalised(reason)}.", tuple(source(fact) for fact in lacking.values()))


RULE = Rule(
    "unnamed_unapproved",
    check,
    label=_("unnamed source not approved"),
    severity="warning",
    cleared="what is missing is supplied, or the source is no longer used",
    example="Missing for a diplomat: a reason for anonymity and an approving editor.",
    ask="Which editor knows about {names} and approves withholding the name?",
    desk_only=True,
)
