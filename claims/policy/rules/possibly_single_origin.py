"""What seems to be several origins may be one."""

from __future__ import annotations

from claims.policy.findings import Case, Finding, Rule, attribution
from claims.policy.sentences import listed
from claims.vocabulary import INFO
from factcheck.words import gettext_noop as _


def check(case: Case) -> Finding | None:
    """Raise where one origin is certain and more are possible."""
    side = case.support
    if side.at_least != 1 or (side.at_most == 1 and not side.open):
        return None
    names = listed(case.label(row) for row in (*side.origins, *side.dark))
    most = f"{side.at_most} or more" if side.open else str(side.at_most)
    return Finding(
        INFO,
        f"Only one origin is certain among {names}; at most {most}.",
        tuple(attribution(row) for row in (*side.origins, *side.dark)),
    )


def _settling(case: Case) -> str | None:
    """Return the question about what keeps the number open, if no judgement about two sources settles it."""
    side = case.support
    voices = {case.source(row).voice for row in side.origins}
    if dark := [row for row in side.dark if case.source(row).voice not in voices]:
        return f"Who told {listed(case.label(row) for row in dark)}?"
    if side.closed:
        return f"Where did {listed(case.label(row) for circle in side.closed for row in circle.members)} have it from?"
    named = [case.source(row) for row in side.origins if case.source(row).identified]
    if len(voices) > 1 and len({source.family for source in named}) < len({source.voice for source in named}):
        return f"Does the recorded tie between {listed(source.label for source in named)} hold for this claim?"
    if several := [row for row in side.origins if case.source(row).plural]:
        return f"Who of {listed(case.label(row) for row in several)} knows it independently of the others?"
    return None


RULE = Rule(
    "possibly_single_origin",
    check,
    label=_("possibly single origin"),
    severity="info",
    cleared="a second origin is certain",
    example="Only one origin is certain among a diplomat and an envoy; at most 2.",
    ask="Does each of {names} know it first-hand?",
    asks=_settling,
    judges=True,
)
