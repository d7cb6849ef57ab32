"""All support depends on one relay: its error would remove everything."""

from __future__ import annotations

from claims.policy.findings import Case, Finding, Rule, source
from claims.policy.sentences import listed
from claims.vocabulary import WARNING
from factcheck.words import gettext_noop as _


def check(case: Case) -> Finding | None:
    """Raise where every route from what we hold to the support passes through one relay."""
    gateways = case.support.gateways
    if not gateways:
        return None
    names = listed([gateway.label for gateway in gateways], joined_by="and through")
    return Finding(
        WARNING,
        f"All support reached us through {names}.",
        tuple([source(gateway) for gateway in gateways]),
    )


RULE = Rule(
    "single_gateway",
    check,
    label=_("single gateway"),
    severity="warning",
    cleared="a route that avoids the relay is recorded",
    example="All support reached us through Bloomberg News and through the Post.",
    ask="Where can we read or hear it other than through {names}?",
)
