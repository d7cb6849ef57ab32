"""A relay passes on something that was withdrawn."""

from __future__ import annotations

from claims.policy.findings import Case, Finding, Rule, attribution
from claims.policy.origins.chains import leading_to
from claims.policy.sentences import capitalised, listed
from claims.vocabulary import WARNING
from factcheck.words import gettext_noop as _


def check(case: Case) -> Finding | None:
    """Raise where everything that a live relay or copy passes on was withdrawn, discredited, superseded or outdated.

    It is not raised for upstream that was only voided (our own error) or is dated after the clock.
    """
    if not case.counts.chains.orphans:
        return None
    resting = _resting_on(_gone(case), case)
    orphans = [row for row in case.counts.chains.orphans if row.id in resting]
    if not orphans:
        return None
    names = listed(case.label(row) for row in orphans)
    verb = case.agree(orphans, "passes", "pass")
    return Finding(
        WARNING,
        capitalised(f"{names} {verb} on only what has since been withdrawn, discredited or replaced."),
        tuple(attribution(row) for row in orphans),
    )


def _gone(case: Case) -> set[int]:
    until = case.clock.said_until
    superseded = {row.supersedes for row in case.facts.attributions if row.supersedes is not None and row.said_at <= until}
    chains = case.counts.chains
    return chains.gone | superseded | chains.outdated


def _resting_on(gone: set[int], case: Case) -> set[int]:
    rows = case.facts.attributions
    return leading_to(gone, ((row.id, row.cites if row.copies is None else (row.copies,)) for row in rows))


RULE = Rule(
    "orphaned",
    check,
    label=_("orphaned"),
    severity="warning",
    cleared="the relay cites something that still counts, or is withdrawn",
    example="The Paper passes on only what has since been withdrawn, discredited or replaced.",
    ask="What does the report of {names} rest on now?",
)
