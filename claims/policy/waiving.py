"""What a waiver of a flag is bound to: what that flag itself rests on, so that news which leaves it alone does not end it."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from typing import Any, NamedTuple

import msgspec

from claims.policy.assess import RULES, Assessment, RaisedFlag
from claims.policy.findings import Culprit

#: They rest on the numbers of the support; a published verdict on all that was found.
_ON_SUPPORT = frozenset(rule.code for rule in RULES if rule.on_findings)
_ON_ALL = "verdict_outdated"
#: Characters of half a digest. Waivers of before hold a whole one of all that was found, whose first half this is.
_HALF = 16


class Basis(NamedTuple):
    """A flag as far as a waiver is bound to it; ``support`` holds the numbers of the support, ``findings`` their digest."""

    code: str
    severity: str
    level: str
    culprits: Iterable[Culprit]
    support: Iterable[Any]
    findings: str

    @property
    def binding(self) -> str:
        """What is stored with a waiver: half a digest of all that was found of the claim, half of what the flag rests on."""
        culprits = sorted(tuple(culprit) for culprit in self.culprits)
        support = tuple(self.support) if self.code in _ON_SUPPORT or not culprits else ()
        findings = self.findings if self.code == _ON_ALL else ""
        told = msgspec.json.encode((self.code, self.severity, self.level, culprits, support, findings))
        return self.findings[:_HALF] + blake2b(told, digest_size=_HALF // 2).hexdigest()


def holds(waived_on: str, flag: RaisedFlag, assessed: Assessment) -> bool:
    """Tell whether a waiver still holds: nothing else was found of the claim, or nothing else that its flag rests on."""
    code, severity, _, culprits, level = flag
    now = Basis(code, severity, level, culprits, assessed.support[:6], assessed.findings_digest).binding
    return waived_on[:_HALF] == now[:_HALF] or waived_on[_HALF:] == now[_HALF:]
