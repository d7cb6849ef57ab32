"""Someone denies what someone else supports."""

from __future__ import annotations

from claims.policy.facts import Contradiction
from claims.policy.findings import Case, Culprit, Finding, Rule, attribution
from claims.policy.sentences import capitalised, clauses, listed
from claims.vocabulary import CONTEST_RESOLVED, CRITICAL, ContestLevel
from factcheck.words import gettext_noop as _

PARTY = ContestLevel.PARTY
INDEPENDENT = ContestLevel.INDEPENDENT


def check(case: Case) -> Finding | None:
    """Raise where a live full denial, or support for a contradicting claim, stands beside live support.

    Level ``party``: everyone who stands against it has a stake; ``independent``: somebody has none that we know of. An editor
    may resolve it with a reason; another denial, or another contradicting claim, reopens it.
    """
    if not case.support.at_most or not (case.denial.at_most or case.facts.contradictions):
        return None
    if case.settled(_culprits(case), CONTEST_RESOLVED):
        return None
    against = [_denied(case)] if case.denial.at_most else []
    against += [f"{listed(other.supporters)} {_support(other)} the contradicting claim"
                f" “{other.key}”" for other in case.facts.contradictions]  # fmt: skip
    level = PARTY if _all_have_a_stake(case) else INDEPENDENT
    tail = "all who stand against it have a stake" if level == PARTY else "not all who stand against it have a stake"
    return Finding(CRITICAL, capitalised(f"{clauses(against)}; {tail}."), _culprits(case), level)


def _support(other: Contradiction) -> str:
    return "support" if len(other.supporters) > 1 or other.plural else "supports"


def _denied(case: Case) -> str:
    names = [case.label(row) for row in (*case.denial.origins, *case.denial.dark)]
    return f"Denied by {listed(names)}" if names else "Denied in a closed circle of citations"


def _all_have_a_stake(case: Case) -> bool:
    deniers = {case.source(row).voice for row in (*case.denial.origins, *case.denial.dark)}
    return (
        not case.denial.closed
        and all(-1 in case.stake(voice) for voice in deniers)
        and all(other.interested for other in case.facts.contradictions)
    )


def _culprits(case: Case) -> tuple[Culprit, ...]:
    rows = (*case.denial.origins, *case.denial.dark, *(row for circle in case.denial.closed for row in circle.members))
    return (*(attribution(row) for row in rows), *(("claim", other.key) for other in case.facts.contradictions))


RULE = Rule(
    "contested",
    check,
    label=_("contested"),
    severity="critical",
    cleared="the denials are withdrawn or superseded, or an editor resolves the contest; another denial reopens it",
    example="Denied by Moscow; all who stand against it have a stake.",
    ask="Which document or witness decides between those who say so and {names}?",
    settles=(CONTEST_RESOLVED,),
)
