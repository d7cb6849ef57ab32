"""A publication is cited that the desk has not seen."""

from __future__ import annotations

from claims.policy.findings import Case, Finding, Rule, attribution
from claims.policy.sentences import listed
from claims.vocabulary import INFO


def check(case: Case) -> Finding | None:
    """Raise where a cited attribution of an outlet or agency, reached from what we hold, has no document of ours."""
    chains, sources = case.counts.chains, case.directory.sources
    reached = chains.reached
    cited = [index for index, row in enumerate(chains.nodes) if reached[index] and sources[row.source].publishes]
    rows = [chains.nodes[index] for index in cited if index not in chains.held]
    if not rows:
        return None
    names = listed(case.label(row) for row in rows)
    return Finding(INFO, f"Cited, but not seen by us: {names}.", tuple(attribution(row) for row in rows))


RULE = Rule("upstream_not_seen", check)
