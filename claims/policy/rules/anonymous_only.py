"""Nobody who supports the claim is named."""

from __future__ import annotations

from claims.policy.findings import Case, Finding, Rule, attribution
from claims.policy.sentences import listed
from claims.vocabulary import WARNING
from factcheck.words import gettext_noop as _


def check(case: Case) -> Finding | None:
    """Raise where there are origins and none of them is named."""
    side = case.support
    if side.on_record or not side.at_least:
        return None
    speakers = [case.source(row) for row in side.origins]
    if True in [speaker.identified for speaker in speakers]:
        return None
    names = listed([speaker.label for speaker in speakers])
    return Finding(WARNING, f"Nobody who supports it is named: {names}.", tuple([attribution(row) for row in side.origins]))


RULE = Rule(
    "anonymous_only",
    check,
    label=_("anonymous only"),
    severity="warning",
    cleared="somebody who is named supports it",
    example="Nobody who supports it is named: a diplomat it did not identify.",
    ask="Will {names} say so on the record, or can a named source confirm it?",
    implies=("unverified",),
)
