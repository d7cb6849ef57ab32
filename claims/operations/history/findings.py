"""Updates what decisions, verdicts and waivers are bound to after a key in their findings was erased.

A digest of findings includes keys. If a key changes, the same findings have another digest: whatever was bound to the old
digest is bound to the new one, so that an erasure alone puts nothing in doubt. If an assessment cannot be repeated, because it
was made under other rules, a random digest replaces its digest.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from typing import NamedTuple

from claims.models import Assessment, Decision, Flag, Standing, Verdict
from claims.policy.origins.independence import Side
from claims.policy.waiving import Basis
from claims.verification.replaying import findings_again
from factcheck.database.lookups import among

_HALF = 16
_NUMBERS = Side._fields[:6]


class Waivers(NamedTuple):
    """Open flags that are waived, by id, and whether each waiver held before the erasure."""

    held: dict[int, bool]

    @classmethod
    def of(cls, claims: Collection[int]) -> Waivers:
        """Return those of some claims."""
        return cls({flag.pk: _same(flag.waived_findings, _binding(flag)) for flag in _waived(claims)})


def rebind(claims: Sequence[int], waivers: Waivers) -> None:
    """Bind what was bound to findings to their new digests; waivers that held continue to hold."""
    new = findings_again(claims)
    for claim in claims:
        digests: dict[str, str] = {}
        for row in Assessment.objects.filter(claim=claim).order_by("pk"):
            # Random where it cannot be computed: an old digest would let a guess at the erased key be confirmed.
            digests.setdefault(row.findings_digest, new.get(row.pk) or os.urandom(_HALF).hex())
        for old, digest in digests.items():
            if old and old != digest:
                for model in (Assessment, Decision, Verdict):
                    model._base_manager.filter(claim=claim, findings_digest=old).update(findings_digest=digest)
    for flag in _waived(claims):
        if waivers.held.get(flag.pk):
            Flag.objects.filter(pk=flag.pk).update(waived_findings=_binding(flag))
    # These too could confirm a guess, and a cleared flag has no waiver to keep.
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
