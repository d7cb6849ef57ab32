"""Attributions cite each other in a circle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from claims.policy.facts import AttributionFact
from claims.policy.findings import Case, Finding, Rule, attribution
from claims.policy.origins.chains import build
from claims.policy.origins.circles import coming_back
from claims.policy.origins.independence import Circle
from claims.policy.sentences import capitalised, clauses, listed
from claims.vocabulary import CRITICAL, WARNING
from factcheck.words import gettext_noop as _


def check(case: Case) -> Finding | None:
    """Raise where rows cite each other in a circle, or where what a voice passes on comes back to it through another one.

    It is critical if a circle has no origin behind it. The statement that the chain comes back to may have been withdrawn
    since: it still shows where the story comes from.
    """
    circles = case.counts.circles
    ways = _ways_back(case, circles) if _may_come_back(case) else []
    if not circles and not ways:
        return None
    closed = any(circle.closed for circle in circles)
    reason = clauses([*(_described(case, circle) for circle in circles), *(_returning(case, way) for way in ways)])
    rows = dict.fromkeys([*(row for circle in circles for row in circle.members), *(row for way in ways for row in way)])
    return Finding(CRITICAL if closed else WARNING, f"{capitalised(reason)}.", tuple([attribution(row) for row in rows]))


def _ways_back(case: Case, circles: Sequence[Circle]) -> list[list[AttributionFact]]:
    """Return the chains from a row through another voice to one of its own voice, except those within a circle."""
    chains = case.counts.chains
    links: Sequence[tuple[int, ...]] = chains.edges
    if chains.withdrawn or chains.discredited or chains.outdated:
        chains = build(case.facts.attributions, case.directory.sources, case.clock.said_until, everything=True)
        gone = chains.gone
        links = [() if row.id in gone else out for row, out in zip(chains.nodes, chains.edges, strict=True)]
    ways = coming_back(links, [case.source(row).voice for row in chains.nodes], chains.order)
    circling = {row.id for circle in circles for row in circle.members}
    found = [[chains.nodes[index] for index in way] for way in ways]
    return [way for way in found if not all(row.id in circling for row in way)]


def _may_come_back(case: Case) -> bool:
    """Return whether a voice that passes something on has another statement too, or whether uncounted rows may form a circle.

    This check costs a fraction of the full search, and for most claims the answer is no.
    """
    if False in case.counts.chains.reached:
        return True
    sources, rows = case.directory.sources, case.facts.attributions
    voices = [sources[row.source].voice for row in rows if row.copies is None]
    if len(voices) == len(set(voices)):
        return False
    relays = {sources[row.source].voice for row in rows if row.cites}
    return any(number > 1 and voice in relays for voice, number in Counter(voices).items())


def _returning(case: Case, way: Sequence[AttributionFact]) -> str:
    start, end = way[0], way[-1]
    between = listed(case.label(row) for row in way[1:-1])
    if case.label(start) == case.label(end):
        return f"{case.label(start)} {case.agree([start], 'passes', 'pass')} on, through {between}, its own statement"
    return (
        f"{case.label(start)} {case.agree([start], 'passes', 'pass')} on, through {between}, the statement of {case.label(end)}"
    )


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
    ask="Where did {first} get it, if not from the circle?",
)
