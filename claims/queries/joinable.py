"""What stands of a claim, as far as a new chain of attributions may join it."""

from __future__ import annotations

from claims.intake.joining import Standing
from claims.models import Attribution, Citation, Claim


def standing_attributions(claim: Claim) -> list[Standing]:
    """Return the attributions of a claim that were not withdrawn, superseded or voided, in the order of their recording."""
    gone = Attribution.objects.filter(claim=claim, voided_at=None, supersedes__isnull=False).values("supersedes")
    rows = Attribution.objects.filter(claim=claim, voided_at=None, withdrawal_recorded_at=None).exclude(pk__in=gone)
    links: dict[int, set[str]] = {}
    for citing, cited in Citation.objects.filter(claim=claim, struck_at=None).values_list("citing_id", "cited__key"):
        links.setdefault(citing, set()).add(cited)
    return [
        Standing(row.key, row.source.key, _said(row), frozenset(links.get(row.pk, ())))
        for row in rows.select_related("source", "document").order_by("id")
    ]


def attribution_keys(claim: Claim) -> set[str]:
    """Return the keys that attributions of a claim have, whatever became of them."""
    return set(Attribution.objects.filter(claim=claim).values_list("key", flat=True))


def _said(row: Attribution) -> dict[str, str]:
    return {
        "stance": row.stance,
        "scope": row.scope,
        "basis": row.basis,
        "ground_rule": row.ground_rule,
        "said_at": row.said_at,
        "quote": row.quote_exact,
        "document": row.document.key if row.document else "",
    }
