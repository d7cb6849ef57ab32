"""Attributions and their links, by their keys within one claim."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from claims.models import Attribution, Citation


def attribution_of(claim: int, key: str) -> Attribution | None:
    """Return the attribution of a claim with a key, with its source."""
    return Attribution.objects.select_related("source").filter(claim=claim, key=key).first()


def attributions_by_key(claim: int, keys: Iterable[str]) -> dict[str, Attribution]:
    """Return the attributions of a claim with these keys."""
    return {row.key: row for row in Attribution.objects.filter(claim=claim, key__in=list(keys))}


def keys_taken(claim: int, keys: Collection[str]) -> set[str]:
    """Return which of these keys attributions of the claim have."""
    return set(Attribution.objects.filter(claim=claim, key__in=sorted(keys)).values_list("key", flat=True))


def link_of(citing: Attribution, cited: str) -> Citation | None:
    """Return the link in force of an attribution to the one with the key ``cited``."""
    return Citation.objects.select_related("citing", "cited").filter(citing=citing, cited__key=cited, struck_at=None).first()
