"""What another policy would find about claims: assessed twice on the same facts; nothing is written or locked."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import NamedTuple

from claims.policy.assess import Assessment, assess
from claims.policy.facts import Clock, Thresholds
from claims.queries.facts.current import Ids, Sources, load_facts

log = logging.getLogger(__name__)

Pairs = tuple[tuple[str, str], ...]


class Preview(NamedTuple):
    """The differences for some claims; each pair is the key of a claim, and what differs."""

    verified: int
    raised: Pairs  # flags
    cleared: Pairs  # flags
    regraded: Pairs  # open flags with another severity: "stale: info → warning"
    restated: Pairs  # "unverified → corroborated"
    failed: Pairs  # errors


def preview(ids: Ids, clock: Clock, now: Thresholds, wanted: Thresholds, sources: Sources | None = None) -> Preview:
    """Return what would differ for the claims ``ids`` if ``wanted`` were in force in place of ``now``.

    Both results are computed: a flag that the next verification would raise or clear anyway is not attributed to the draft.
    """
    loaded = load_facts(ids, clock.said_until, sources=sources)
    raised: list[tuple[str, str]] = []
    cleared: list[tuple[str, str]] = []
    regraded: list[tuple[str, str]] = []
    restated: list[tuple[str, str]] = []
    failed: list[tuple[str, str]] = []
    for facts in loaded.claims.values():
        try:
            before = assess(facts, loaded.directory, now, clock)
            after = assess(facts, loaded.directory, wanted, clock)
        except Exception as error:
            log.exception("assessment of claim %s failed", facts.key)
            failed.append((facts.key, f"{type(error).__name__}: {error}"))
            continue
        old, new = _severities(before), _severities(after)
        raised += [(facts.key, code) for code in new if code not in old]
        cleared += [(facts.key, code) for code in old if code not in new]
        regraded += [(facts.key, change) for change in _regraded(old, new)]
        if before.status != after.status:
            restated.append((facts.key, f"{before.status} → {after.status}"))
    return Preview(len(loaded.claims), *map(tuple, (raised, cleared, regraded, restated, failed)))


def _severities(assessed: Assessment) -> dict[str, str]:
    return {flag.code: flag.severity for flag in assessed.flags}


def _regraded(old: dict[str, str], new: dict[str, str]) -> Iterator[str]:
    for code, severity in new.items():
        if old.get(code, severity) != severity:
            yield f"{code}: {old[code]} → {severity}"
