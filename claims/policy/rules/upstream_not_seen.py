"""A publication is cited that the desk has not seen."""

from __future__ import annotations

from claims.policy.chains import Chains
from claims.policy.findings import Case, Finding, Rule, attribution
from claims.policy.sentences import listed
from claims.vocabulary import INFO


def check(case: Case) -> Finding | None:
    """Raise where a cited attribution of an outlet or agency, reached from what we hold, has no document of ours."""
    chains, sources = case.counts.chains, case.directory.sources
    publications = [index for index, row in enumerate(chains.nodes) if sources[row.source].publishes and chains.reached[index]]
    rows = [chains.nodes[index] for index in publications if _is_cited_unseen(index, chains)]
    if not rows:
        return None
    names = listed([case.label(row) for row in rows])
    return Finding(INFO, f"Cited, but not seen by us: {names}.", tuple([attribution(row) for row in rows]))


def _is_cited_unseen(index: int, chains: Chains) -> bool:
    """Tell whether others cite what we hold no document of; an uncited copy of it makes it count as held, but not as seen."""
    if index not in chains.held:
        return True
    return chains.nodes[index].id in chains.undocumented and any(index in out for out in chains.edges)


RULE = Rule("upstream_not_seen", check, ask="Can we get hold of what {names} itself put out?")
