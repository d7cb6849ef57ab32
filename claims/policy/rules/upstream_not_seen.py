"""A cited publication has not been seen by the desk."""

from __future__ import annotations

from collections.abc import Set

from claims.policy.findings import Case, Finding, Rule, attribution
from claims.policy.origins.chains import Chains
from claims.policy.sentences import listed
from claims.vocabulary import INFO
from factcheck.words import gettext_noop as _


def check(case: Case) -> Finding | None:
    """Raise where we hold no document of a cited attribution of an outlet or agency that is reached from what we hold."""
    chains, sources = case.counts.chains, case.directory.sources
    publications = [index for index, row in enumerate(chains.nodes) if sources[row.source].publishes and chains.reached[index]]
    if not publications:
        return None
    seen = _seen(chains)
    rows = [chains.nodes[index] for index in publications if index not in seen]
    if not rows:
        return None
    names = listed([case.label(row) for row in rows])
    return Finding(INFO, f"Cited, but not seen by us: {names}.", tuple([attribution(row) for row in rows]))


def _seen(chains: Chains) -> Set[int]:
    """Return the held rows that we have a document of, or that nobody cites.

    A copy makes its original held, but the original has not been seen.
    """
    seen = set(chains.held)
    if chains.undocumented:
        seen -= {index for out in chains.edges for index in out if chains.nodes[index].id in chains.undocumented}
    return seen


RULE = Rule(
    "upstream_not_seen",
    check,
    label=_("original not seen"),
    severity="info",
    cleared="a document of it, or of a copy of it, is recorded",
    example="Cited, but not seen by us: AP.",
    ask="Can we get the original from {names}?",
)
