"""How claims stand, as a person compares before and after: status, counts and open flags."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from claims.models import Claim, Flag
from claims.published import PublicSide
from claims.queries.claims.admin_lists import sides_of
from claims.queries.facts.current import of


class Picture(NamedTuple):
    """A claim as it stands; empty where nothing was ever found of it, or all of it was erased."""

    key: str
    text: str
    status: str = ""
    explanation: str = ""
    support: PublicSide | None = None
    denial: PublicSide | None = None
    flags: tuple[Flag, ...] = ()


def pictures(ids: Iterable[int]) -> dict[int, Picture]:
    """Return how the claims ``ids`` stand, in two queries."""
    wanted = sorted(set(ids))
    flags: dict[int, list[Flag]] = {}
    for flag in Flag.objects.filter(of("claim_id", wanted), cleared_at=None).order_by("code"):
        flags.setdefault(flag.claim_id, []).append(flag)
    claims = Claim.objects.filter(of("id", wanted)).select_related("standing__assessment").order_by("id")
    return {claim.pk: _picture(claim, flags.get(claim.pk, [])) for claim in claims}


def _picture(claim: Claim, flags: Iterable[Flag]) -> Picture:
    standing = getattr(claim, "standing", None)
    bare = Picture(claim.key, claim.text)
    if standing is None or standing.assessment is None:
        return bare
    sides = sides_of(standing.assessment.result)
    support, denial = sides if sides else (None, None)
    return Picture(claim.key, claim.text, standing.status, standing.assessment.explanation, support, denial, tuple(flags))
