"""Another claim supersedes this one."""

from __future__ import annotations

from collections.abc import Iterator

from claims.policy.findings import Case, Finding, Rule
from claims.policy.sentences import clauses, quantity_text
from claims.vocabulary import INFO
from factcheck.words import gettext_noop as _


def check(case: Case) -> Finding | None:
    """Raise where another claim supersedes this one and was not itself merged, split or deleted.

    Of a chain, the next newer claim is named; that one's own flag names the one after it.
    """
    newer = case.facts.newer
    if not newer:
        return None
    return Finding(INFO, f"{clauses(_said(case))}.", tuple([("claim", one.key) for one in newer]))


def _said(case: Case) -> Iterator[str]:
    for one in case.facts.newer:
        if case.facts.quantity is not None and one.quantity is not None:
            yield f"“{one.key}” gives a newer figure: {quantity_text(one.quantity)}"
        else:
            yield f"“{one.key}” supersedes this claim"


RULE = Rule(
    "superseded_figure",
    check,
    label=_("superseded figure"),
    severity="info",
    cleared="the relation between the two claims is struck out",
    example="“shells-2024-09” gives a newer figure: 2 to 3 million shells as of 2024-09.",
    ask="Does {names} really replace this claim?",
)
