"""Waivers end by themselves: when their day comes, or when the findings on which an editor waived the flag have changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from claims.models import Flag
from claims.policy.assess import Assessment
from claims.queries.facts import compact
from claims.queries.standings import Waiver, waivers
from factcheck.lookups import among

#: What the columns of a waiver hold where there is none.
NO_WAIVER: Final[dict[str, Any]] = {
    "waived_at": None, "waived_by": "", "waiver_reason": "", "waived_until": None, "waived_findings": ""
}  # fmt: skip


class Lapsed(NamedTuple):
    """Which waivers have ended, and when the next of those that stand ends, by claim."""

    flags: tuple[Waiver, ...]
    until: Mapping[int, datetime]

    @property
    def claims(self) -> frozenset[int]:
        """The claims of which a waiver has ended."""
        return frozenset(waiver.claim_id for waiver in self.flags)


def lapse(found: Mapping[int, Assessment], now: datetime) -> Lapsed:
    """End the waivers of assessed claims that no longer hold at ``now``; a flag that is not raised any more is left alone."""
    ended: list[Waiver] = []
    until: dict[int, datetime] = {}
    for waiver in waivers(compact(sorted(found))) if found else ():
        assessed = found[waiver.claim_id]
        if all(flag.code != waiver.code for flag in assessed.flags):
            continue
        if waiver.until <= now or waiver.findings != assessed.findings_digest:
            ended.append(waiver)
        else:
            until[waiver.claim_id] = min(waiver.until, until.get(waiver.claim_id, waiver.until))
    if ended:
        Flag.objects.filter(among("id", [waiver.id for waiver in ended])).update(**NO_WAIVER)
    return Lapsed(tuple(ended), until)
