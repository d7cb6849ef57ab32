"""Snapshots of claims, for comparing before and after: status, counts and open flags."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from claims.models import Claim, Flag
from claims.published import PublicSide
from claims.queries.claims.admin_lists import sides_of
from claims.queries.facts.current import of


class Snapshot(NamedTuple):
    """The current state of a claim; empty if it was never assessed, or was erased."""

    key: str
    text: str
    status: str = ""
    explanation: str = ""
    support: PublicSide | None = None
    denial: PublicSide | None = None
    flags: tuple[Flag, ...] = ()


def snapshots(ids: Iterable[int]) -> dict[int, Snapshot]:
    """Return snapshots of the claims ``ids``, in two queries."""
    wanted = sorted(set(ids))
    flags: dict[int, list[Flag]] = {}
    for flag in Flag.objects.filter(of("claim_id", wanted), cleared_at=None).order_by("code"):
        flags.setdefault(flag.claim_id, []).append(flag)
    claims = Claim.objects.filter(of("id", wanted)).select_related("standing__assessment").order_by("id")
    return {claim.pk: _snapshot(claim, flags.get(claim.pk, [])) for claim in claims}


def _snapshot(claim: Claim, flags: Iterable[Flag]) -> Snapshot:
    standing = getattr(claim, "standing", None)
    bare = Snapshot(claim.key, claim.text)
    if standing is None or standing.assessment is None:
        return bare
    sides = sides_of(standing.assessment.result)
    support, denial = sides if sides else (None, None)
    return Snapshot(claim.key, claim.text, standing.status, standing.assessment.explanation, support, denial, tuple(flags))
