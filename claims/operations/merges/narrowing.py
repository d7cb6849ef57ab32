"""Narrow attributions that support only some parts of a claim to partial scope: each is superseded, because none is edited."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

from claims.attribution_fields import FIELDS
from claims.models import Attribution, Citation
from claims.models.attribution import column_of
from claims.operations.merges.copying import copy_further
from claims.queries.decisions.discrediting import discredited
from claims.verification import Change
from claims.vocabulary import CITES, COPIES, FULL, PARTIAL
from sources.names import free_key

#: Leaves room for "-part" and a number in the 100 characters of a key.
_KEY_LENGTH: Final = 90
#: What the successor has of its own: its scope, and whether it was withdrawn or voided.
_OWN: Final = frozenset(("scope", "withdrawn", "voided"))
_KEPT: Final = ("claim_id", *(column_of(one) for one in FIELDS if one.copied and one.case_file.split(".")[0] not in _OWN))


def narrow(claim_id: int, ids: Collection[int], dated: Change) -> list[str]:
    """Supersede those of the attributions ``ids`` that have full scope by partial ones; return the keys of the new ones.

    Call it within a write already started. Rows that pass them on pass on their successors too. It needs no room below the
    limit of rows per claim, because the split ends the claim.
    """
    keys = set(Attribution.objects.filter(claim=claim_id).values_list("key", flat=True))
    links = list(Citation.objects.filter(claim=claim_id, struck_at=None).order_by("id"))
    live = {row.pk: row for row in _live(claim_id)}
    old = _narrowed([row for row in live.values() if row.pk in ids], links)
    new = {row.pk: _in_part(row, keys, dated) for row in old}
    Attribution.objects.bulk_create(new.values())
    copy_further(new, dated)
    copies = []
    for link in links:
        citing, cited = new.get(link.citing_id), new.get(link.cited_id)
        if citing is not None:
            copies.append(_link(link, citing, cited or Attribution(pk=link.cited_id), dated))
        elif cited is not None and link.citing_id in live and link.kind == CITES:
            copies.append(_link(link, live[link.citing_id], cited, dated))
    Citation.objects.bulk_create(copies)
    return [row.key for row in new.values()]


def _live(claim_id: int) -> Iterable[Attribution]:
    rows = Attribution.objects.filter(claim=claim_id, voided_at=None, withdrawal_recorded_at=None)
    rows = rows.exclude(key__in=[key for _claim, key in discredited([claim_id])])
    gone = Attribution.objects.filter(claim=claim_id, voided_at=None, supersedes__isnull=False).values("supersedes")
    return rows.exclude(pk__in=gone).order_by("id")


def _narrowed(rows: list[Attribution], links: Iterable[Citation]) -> list[Attribution]:
    """Return the rows of full scope, and all copies of them, because a copy has one original at a time."""
    copies = {link.citing_id: link.cited_id for link in links if link.kind == COPIES}
    chosen = {row.pk for row in rows if row.scope == FULL}
    while more := {row.pk for row in rows if copies.get(row.pk) in chosen} - chosen:
        chosen |= more
    return [row for row in rows if row.pk in chosen]


def _in_part(row: Attribution, keys: set[str], dated: Change) -> Attribution:
    key = free_key(f"{row.key[:_KEY_LENGTH]}-part", keys)
    keys.add(key)
    kept = {name: getattr(row, name) for name in _KEPT}
    held = dated.at if row.document_id is not None else None
    return Attribution(key=key, scope=PARTIAL, supersedes=row, recorded_at=dated.at, document_recorded_at=held, **kept)


def _link(link: Citation, citing: Attribution, cited: Attribution, dated: Change) -> Citation:
    return Citation(claim_id=link.claim_id, citing=citing, cited=cited, kind=link.kind, recorded_at=dated.at)
