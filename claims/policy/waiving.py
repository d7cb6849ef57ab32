"""What a waiver of a flag is bound to: only what that flag rests on, so that unrelated news does not end the waiver."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from typing import Any, NamedTuple

import msgspec

from claims.policy.assess import RULES, Assessment, RaisedFlag
from claims.policy.findings import Culprit

#: Flags that rest on the numbers of the support; an outdated verdict rests on all findings.
_ON_SUPPORT = frozenset(rule.code for rule in RULES if rule.on_findings)
_ON_ALL = "verdict_outdated"
#: Characters of half a digest. Older waivers hold a whole digest of all findings; their first half equals this one.
_HALF = 16


class Basis(NamedTuple):
    """The parts of a flag that a waiver is bound to: ``support`` is the numbers of the support, ``findings`` their digest."""

    code: str
    severity: str
    level: str
    culprits: Iterable[Culprit]
    support: Iterable[Any]
    findings: str

    @property
    def binding(self) -> str:
        """What a waiver stores: half a digest of all findings of the claim, then half a digest of what the flag rests on."""
        culprits = sorted(tuple(culprit) for culprit in self.culprits)
        support = tuple(self.support) if self.code in _ON_SUPPORT or not culprits else ()
        findings = self.findings if self.code == _ON_ALL else ""
        encoded = msgspec.json.encode((self.code, self.severity, self.level, culprits, support, findings))
        return self.findings[:_HALF] + blake2b(encoded, digest_size=_HALF // 2).hexdigest()


def holds(waived_on: str, flag: RaisedFlag, assessed: Assessment) -> bool:
    """Return whether a waiver still holds: all findings of the claim, or all that its flag rests on, are unchanged."""
    code, severity, _, culprits, level = flag
    now = Basis(code, severity, level, culprits, assessed.support[:6], assessed.findings_digest).binding
    return waived_on[:_HALF] == now[:_HALF] or waived_on[_HALF:] == now[_HALF:]
