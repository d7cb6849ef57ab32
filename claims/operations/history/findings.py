"""What decisions, verdicts and waivers are bound to follows where a key that findings name was erased.

A digest of findings is made of keys. Once one of those is another, the same findings have another digest: whatever named the
old one names the new one, so that nothing is in doubt for an erasure alone. Of assessments that cannot be made again, by other
rules than these, a digest of chance stands in its place.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from typing import NamedTuple

from claims.models import Assessment, Decision, Flag, Standing, Verdict
from claims.policy.independence import Side
from claims.policy.waiving import Basis
from claims.verification.replaying import findings_again
from factcheck.database.lookups import among

_HALF = 16
_NUMBERS = Side._fields[:6]


class Waivers(NamedTuple):
    """Flags that stand and are waived, by their ids, with whether each waiver held as the claims stood."""

    held: dict[int, bool]

    @classmethod
    def of(cls, claims: Collection[int]) -> Waivers:
        """Return those of some claims."""
        return cls({flag.pk: _same(flag.waived_findings, _binding(flag)) for flag in _waived(claims)})


def rebind(claims: Sequence[int], waivers: Waivers) -> None:
    """Give what is bound to findings the digests that these have now; waivers that held hold on."""
    new = findings_again(claims)
    for claim in claims:
        digests: dict[str, str] = {}
        for row in Assessment.objects.filter(claim=claim).order_by("pk"):
            digests.setdefault(row.findings_digest, new.get(row.pk) or os.urandom(_HALF).hex())
        for old, digest in digests.items():
            if old and old != digest:
                for model in (Assessment, Decision, Verdict):
                    model._base_manager.filter(claim=claim, findings_digest=old).update(findings_digest=digest)
    for flag in _waived(claims):
        if waivers.held.get(flag.pk):
            Flag.objects.filter(pk=flag.pk).update(waived_findings=_binding(flag))
    Flag.objects.filter(among("claim", claims), cleared_at__isnull=False).update(waived_findings="")


def _waived(claims: Collection[int]) -> list[Flag]:
    return list(Flag.objects.filter(among("claim", claims), cleared_at=None, waived_at__isnull=False).order_by("pk"))


def _binding(flag: Flag) -> str:
    assessment = Standing.objects.select_related("assessment").get(claim=flag.claim_id).assessment
    if assessment is None:
        return ""
    support = assessment.result["support"]
    numbers = [support[name] for name in _NUMBERS]
    basis = Basis(flag.code, flag.severity, flag.level, flag.culprits, numbers, assessment.findings_digest)
    return basis.binding


def _same(one: str, other: str) -> bool:
    return bool(one) and (one[:_HALF] == other[:_HALF] or one[_HALF:] == other[_HALF:])
