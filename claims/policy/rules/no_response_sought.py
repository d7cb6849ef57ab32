"""Somebody is accused and was not asked for comment."""

from __future__ import annotations

from claims.policy.findings import Case, Finding, Rule, source
from claims.policy.sentences import listed
from claims.vocabulary import COMMENT_REQUESTED, INFO, REPORTS
from factcheck.words import gettext_noop as _


def check(case: Case) -> Finding | None:
    """Raise where an accused party neither has a statement on record nor was asked for one.

    An unnamed party is left out: the desk cannot ask it. Passing on what others say is not a statement of one's own.
    """
    accused = [party for pk, side in case.facts.stakes if side < 0 and (party := case.directory.sources[pk]).identified]
    if not accused:
        return None
    spoken = [row for row in case.facts.attributions if row.stance != REPORTS and row.said_at <= case.clock.said_until]
    heard = {case.source(row).voice for row in spoken} | {case.source(row).id for row in spoken}
    asked = {case.directory.sources[by.source].voice for by in case.decided(COMMENT_REQUESTED) if by.source is not None}
    answered = heard | asked
    silent = sorted((party for party in accused if answered.isdisjoint((party.id, party.voice))), key=lambda party: party.key)
    if not silent:
        return None
    names = listed(party.label for party in silent)
    verb = "are" if len({party.label for party in silent}) > 1 or silent[0].plural else "is"
    reason = f"{names} {verb} accused; neither a statement nor a request for comment is recorded."
    return Finding(INFO, reason, tuple([source(party) for party in silent]))


RULE = Rule(
    "no_response_sought",
    check,
    label=_("no response sought"),
    severity="info",
    cleared="a statement of theirs, or a request for comment, is recorded",
    example="Moscow is accused; neither a statement nor a request for comment is recorded.",
    ask="What is the answer of {names}?",
    settles=(COMMENT_REQUESTED,),
)
