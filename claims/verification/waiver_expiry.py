"""Waivers end by themselves: when their day comes, or when what the flag rested on at the time of the waiver has changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from claims.models import Flag
from claims.policy.assess import Assessment
from claims.policy.waiving import holds
from claims.queries.facts.current import compact
from claims.queries.facts.standings import Waiver, waivers
from factcheck.database.lookups import among

#: The values of a waiver's columns where there is no waiver.
NO_WAIVER: Final[dict[str, Any]] = {
    "waived_at": None, "waived_by": "", "waiver_reason": "", "waived_until": None, "waived_findings": ""
}  # fmt: skip


class Lapsed(NamedTuple):
    """Which waivers have ended, and when the next of the open ones ends, by claim."""

    flags: tuple[Waiver, ...]
    until: Mapping[int, datetime]

    @property
    def claims(self) -> frozenset[int]:
        """The claims with a waiver that has ended."""
        return frozenset(waiver.claim_id for waiver in self.flags)


def would_lapse(claim: int, assessed: Assessment, now: datetime) -> frozenset[str]:
    """Return the flags of a claim whose waivers would end at ``now`` if it were assessed so: those flags are open again."""
    raised = {flag.code: flag for flag in assessed.flags}
    return frozenset(
        waiver.code
        for waiver in waivers([claim])
        if waiver.code in raised and (waiver.until <= now or not holds(waiver.findings, raised[waiver.code], assessed))
    )


def lapse(found: Mapping[int, Assessment], now: datetime) -> Lapsed:
    """End the waivers of assessed claims that no longer apply at ``now``; a flag that is not raised any more is left alone."""
    ended: list[Waiver] = []
    until: dict[int, datetime] = {}
    for waiver in waivers(compact(sorted(found))) if found else ():
        assessed = found[waiver.claim_id]
        flag = next((flag for flag in assessed.flags if flag.code == waiver.code), None)
        # The flag is cleared, and keeps its waiver as a record (decision 9).
        if flag is None:
            continue
        if waiver.until <= now or not holds(waiver.findings, flag, assessed):
            ended.append(waiver)
        else:
            until[waiver.claim_id] = min(waiver.until, until.get(waiver.claim_id, waiver.until))
    if ended:
        Flag.objects.filter(among("id", [waiver.id for waiver in ended])).update(**NO_WAIVER)
    return Lapsed(tuple(ended), until)
