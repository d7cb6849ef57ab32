"""A page no longer has the words that we quote from it."""

from __future__ import annotations

from claims.policy.findings import Case, Finding, Rule, attribution
from claims.policy.sentences import listed
from claims.vocabulary import WARNING
from factcheck.words import gettext_noop as _


def check(case: Case) -> Finding | None:
    """Raise where the latest capture of a page lacks the exact quote of a live attribution.

    Other quote marks, dashes and white space are the same quote. A quote whose words were edited is missing, although the
    page of the document shows where it probably is now.
    """
    if not case.facts.pages:
        return None
    missing = {page.attribution for page in case.facts.pages if page.missing_since is not None}
    rows = case.live(row for row in case.facts.attributions if row.id in missing)
    if not rows:
        return None
    names = listed(case.label(row) for row in rows)
    return Finding(
        WARNING, f"The page no longer has the words that we quote from {names}.", tuple(attribution(row) for row in rows)
    )


RULE = Rule(
    "quote_missing",
    check,
    label=_("quote missing"),
    severity="warning",
    cleared="a later capture has the quote, or an editor re-anchors it",
    example="The page no longer has the words that we quote from The Police Chief.",
    ask="Were the words of {names} edited, corrected or removed, and does the claim hold without them?",
    desk_only=True,
)
