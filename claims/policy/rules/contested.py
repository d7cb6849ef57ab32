"""Someone denies what someone else supports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from claims.policy.facts import Contradiction, Supporter
from claims.policy.findings import Case, Culprit, Finding, Rule, attribution
from claims.policy.sentences import capitalised, clauses, listed
from claims.vocabulary import CONTEST_RESOLVED, CRITICAL, ContestLevel
from factcheck.words import gettext_noop as _

_Rival = tuple[Contradiction, list[Supporter]]
PARTY = ContestLevel.PARTY
INDEPENDENT = ContestLevel.INDEPENDENT


def check(case: Case) -> Finding | None:
    """Raise where there is live support and also a live full denial, or support by somebody else for a contradicting claim.

    Level ``party``: everyone who opposes it has a stake; ``independent``: somebody has no known stake. An editor may resolve
    it with a reason; another denial, or another contradicting claim, reopens it.
    """
    if not case.support.at_most or not (case.denial.at_most or case.facts.contradictions):
        return None
    rivals = _rivals(case)
    if not case.denial.at_most and not rivals:
        return None
    culprits = _culprits(case, rivals)
    if case.settled(culprits, CONTEST_RESOLVED):
        return None
    against = [_denied(case)] if case.denial.at_most else []
    against += [f"{_supporters(who)} the contradicting claim “{other.key}”" for other, who in rivals]
    level = PARTY if _all_have_a_stake(case, rivals) else INDEPENDENT
    tail = "everyone who opposes it has a stake" if level == PARTY else "not everyone who opposes it has a stake"
    return Finding(CRITICAL, capitalised(f"{clauses(against)}; {tail}."), culprits, level)


def _rivals(case: Case) -> list[_Rival]:
    """Return the contradicting claims with those who support them and not this claim.

    Whoever supports both contradicts themselves, which is another flag.
    """
    if not case.facts.contradictions:
        return []
    found = [(other, [who for who in other.supporters if not case.behind(who)]) for other in case.facts.contradictions]
    return [(other, who) for other, who in found if who]


def _supporters(who: Sequence[Supporter]) -> str:
    names = list(dict.fromkeys(one.label for one in who))
    plural = len(names) > 1 or any(one.plural for one in who)
    return f"{listed(names)} {'support' if plural else 'supports'}"


def _denied(case: Case) -> str:
    names = [case.label(row) for row in (*case.denial.origins, *case.denial.dark)]
    return f"Denied by {listed(names)}" if names else "Denied in a closed circle of citations"


def _all_have_a_stake(case: Case, rivals: Iterable[_Rival]) -> bool:
    return (
        not case.denial.closed
        and all(case.stakeholders(row, -1) for row in (*case.denial.origins, *case.denial.dark))
        and all(one.interested for _, who in rivals for one in who)
    )


def _culprits(case: Case, rivals: Iterable[_Rival]) -> tuple[Culprit, ...]:
    rows = (*case.denial.origins, *case.denial.dark, *(row for circle in case.denial.closed for row in circle.members))
    return (*(attribution(row) for row in rows), *(("claim", other.key) for other, _ in rivals))


RULE = Rule(
    "contested",
    check,
    label=_("contested"),
    severity="critical",
    cleared="the denials are withdrawn or superseded, or an editor resolves the contest; another denial reopens it",
    example="Denied by Moscow; everyone who opposes it has a stake.",
    ask="Which document or witness decides between those who say so and {names}?",
    settles=(CONTEST_RESOLVED,),
)
