"""Attributions and their links, by the keys that they have within one claim."""

from __future__ import annotations

from claims.models import Attribution, Citation


def attribution_of(claim: int, key: str) -> Attribution | None:
    """Return the attribution of a claim with a key, with its source."""
    return Attribution.objects.select_related("source").filter(claim=claim, key=key).first()


def link_of(citing: Attribution, cited: str) -> Citation | None:
    """Return the standing link of an attribution to that with the key ``cited``."""
    return Citation.objects.select_related("citing", "cited").filter(citing=citing, cited__key=cited, struck_at=None).first()
