"""Attributions cite each other in a circle."""

from __future__ import annotations

from claims.policy.findings import Case, Finding, Rule, attribution
from claims.policy.independence import Circle
from claims.policy.sentences import capitalised, clauses, listed
from claims.vocabulary import CRITICAL, WARNING
from factcheck.words import gettext_noop as _


def check(case: Case) -> Finding | None:
    """Raise where a citation circle is among what held rows reach; critical where nothing stands behind one."""
    circles = case.counts.circles
    if not circles:
        return None
    closed = any(circle.closed for circle in circles)
    reason = clauses(_described(case, circle) for circle in circles)
    culprits = tuple(attribution(row) for circle in circles for row in circle.members)
    return Finding(CRITICAL if closed else WARNING, f"{capitalised(reason)}.", culprits)


def _described(case: Case, circle: Circle) -> str:
    names = list(dict.fromkeys(case.label(row) for row in circle.members))
    each_other = case.agree(circle.members, "cites itself", "cite each other" if len(names) > 1 else "cite themselves")
    return f"{listed(names)} {each_other} in a circle{', with no origin behind it' if circle.closed else ''}"


RULE = Rule(
    "circular",
    check,
    label=_("circular"),
    severity="warning; critical where no origin is behind the circle",
    cleared="a link of the circle is withdrawn or redirected",
    example="The Agency and the Bulletin cite each other in a circle, with no origin behind it.",
    ask="Where did {first} have it from, if not from the circle?",
)
