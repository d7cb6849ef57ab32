"""The current attributions of a claim that a new chain may join."""

from __future__ import annotations

from collections.abc import Sequence

from claims.intake.joining import CurrentAttribution
from claims.models import Attribution, AttributionDocument, Citation, Claim
from sources.models import Source
from sources.queries.mergers import ends_of


def standing_attributions(claim: Claim) -> list[CurrentAttribution]:
    """Return the attributions of a claim that are not withdrawn, superseded or voided, in the order of their recording."""
    gone = Attribution.objects.filter(claim=claim, voided_at=None, supersedes__isnull=False).values("supersedes")
    rows = Attribution.objects.filter(claim=claim, voided_at=None, withdrawal_recorded_at=None).exclude(pk__in=gone)
    links: dict[int, set[str]] = {}
    for citing, cited in Citation.objects.filter(claim=claim, struck_at=None).values_list("citing_id", "cited__key"):
        links.setdefault(citing, set()).add(cited)
    found = list(rows.select_related("source", "document").order_by("id"))
    keys = _first_keys(found)
    held: dict[int, set[str]] = {}
    further = AttributionDocument.objects.filter(claim=claim, struck_at=None).values_list("attribution_id", "document__key")
    for row_id, document in further:
        held.setdefault(row_id, set()).add(document)
    return [
        CurrentAttribution(
            row.key,
            keys[row.source_id],
            _said(row),
            frozenset(links.get(row.pk, ())),
            row.source.key,
            frozenset(held.get(row.pk, ())),
        )
        for row in found
    ]


def _first_keys(rows: Sequence[Attribution]) -> dict[int, str]:
    """Return the keys under which the sources of attributions are offered: for a second record, that of the first."""
    keys = {row.source_id: row.source.key for row in rows}
    ends = ends_of({row.source_id for row in rows if row.source.merged_into_id is not None})
    first = dict(Source.objects.filter(pk__in=ends.values()).values_list("pk", "key"))
    return keys | {source: first[end] for source, end in ends.items()}


def attribution_keys(claim: Claim) -> set[str]:
    """Return the keys that attributions of a claim have, current or not."""
    return set(Attribution.objects.filter(claim=claim).values_list("key", flat=True))


def _said(row: Attribution) -> dict[str, str]:
    return {
        "stance": row.stance,
        "scope": row.scope,
        "basis": row.basis,
        "hedge": row.hedge,
        "hedge_words": row.hedge_words,
        "reporter": row.reporter,
        "ground_rule": row.ground_rule,
        "said_at": row.said_at,
        "quote": row.quote_exact,
        "document": row.document.key if row.document else "",
    }
