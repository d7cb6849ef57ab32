"""Changes to a recorded attribution and its links. Its meaning is never edited.

``claims.operations.cases.load_case`` records new attributions, including those that supersede others;
``claims.operations.documents.changes`` holds what a document does to the attributions made from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from claims.models import Attribution, Citation
from claims.operations.merges.retired import refuse_retired
from claims.operations.writing import OperationError, need_reason, writing
from claims.verification import Change
from claims.vocabulary import COPIES, REPORTS, Withdrawer
from factcheck.dates.partial_dates import parse
from sources.models import AuthorsRetraction


def withdraw(
    attribution: Attribution, change: Change, *, by: str, withdrawn_at: str = "", expected: Mapping[int, int] | None = None
) -> None:
    """Record that the source or the outlet withdrew an attribution; ``withdrawn_at`` is a partial date, as said.

    Raises: OperationError if it is already withdrawn, without a reason, or if the claim was merged or deleted (as all below
    do).
    """
    if by not in Withdrawer.words():
        raise OperationError(f"An attribution is withdrawn by {' or '.join(Withdrawer.words())}, not by “{by}”.")
    need_reason(change)
    with writing([attribution.claim_id], change, expected=expected) as dated:
        refuse_retired([attribution.claim_id])
        mark_withdrawn(attribution, dated, by=by, withdrawn_at=withdrawn_at)


def mark_withdrawn(
    attribution: Attribution,
    change: Change,
    *,
    by: str,
    withdrawn_at: str,
    with_document: bool = False,
    with_authors: AuthorsRetraction | None = None,
) -> None:
    """Write a withdrawal within a write already started."""
    why = {"withdrawn_at": withdrawn_at, "reason": change.reason}
    values = withdrawal(change.at, by=by, **why, with_document=with_document, with_authors=with_authors)
    # The caller's instance may be older than the lock: the condition asks the row itself.
    if not Attribution.objects.filter(pk=attribution.pk, withdrawal_recorded_at=None, voided_at=None).update(**values):
        raise OperationError(f"“{attribution.key}” is already withdrawn or voided.")


def withdrawal(
    at: datetime,
    *,
    by: str,
    withdrawn_at: str,
    reason: str,
    with_document: bool = False,
    with_authors: AuthorsRetraction | None = None,
) -> dict[str, Any]:
    """Return the columns of a withdrawn attribution; ``withdrawn_at`` is a partial date or empty.

    ``with_document``: the retraction of its document caused the withdrawal, and undoing the retraction undoes it. So does
    ``with_authors``, the retraction of its document by some of its authors.
    """
    return {
        "withdrawn_at": parse(withdrawn_at) if withdrawn_at else "",
        "withdrawal_recorded_at": at,
        "withdrawn_by": by,
        "withdrawal_reason": reason,
        "withdrawn_with_document": with_document,
        "withdrawn_with_authors_id": with_authors.pk if with_authors is not None else None,
    }


def void(attribution: Attribution, change: Change, *, expected: Mapping[int, int] | None = None) -> None:
    """Record that an attribution was our own error: it counts as never recorded and raises no flag.

    Raises: OperationError if it is already voided, or without a reason.
    """
    need_reason(change)
    with writing([attribution.claim_id], change, expected=expected) as dated:
        refuse_retired([attribution.claim_id])
        mark_voided(attribution, dated)


def mark_voided(attribution: Attribution, change: Change) -> None:
    """Write a voiding within a write already started."""
    if not Attribution.objects.filter(pk=attribution.pk, voided_at=None).update(voided_at=change.at, void_reason=change.reason):
        raise OperationError(f"“{attribution.key}” is already voided.")


def strike_link(citation: Citation, change: Change, *, expected: Mapping[int, int] | None = None) -> None:
    """Strike out a citation that does not hold.

    Raises: OperationError if it is already struck out, without a reason, or if a bare report would lose its only upstream.
    """
    need_reason(change)
    with writing([citation.citing.claim_id], change, expected=expected) as dated:
        refuse_retired([citation.citing.claim_id])
        mark_struck(citation, dated)
        _refuse_bare_report(citation.citing)


def mark_struck(citation: Citation, change: Change) -> None:
    """Strike out a link within a write already started."""
    if not Citation.objects.filter(pk=citation.pk, struck_at=None).update(struck_at=change.at, struck_reason=change.reason):
        raise OperationError("The link is already struck out.")


def redirect_link(
    citation: Citation, cited: Attribution, change: Change, *, expected: Mapping[int, int] | None = None
) -> Citation:
    """Point a citation at another attribution of the same claim: strike out the old link and record a new one.

    Raises: OperationError for an attribution of another claim, the citing one itself, one that it already passes on, or a copy
    that would close a cycle.
    """
    need_reason(change)
    citing = citation.citing
    if cited.claim_id != citing.claim_id:
        raise OperationError(f"“{cited.key}” belongs to another claim; a citation stays within one claim.")
    if cited.pk == citing.pk:
        raise OperationError(f"“{citing.key}” cannot pass on itself.")
    with writing([citing.claim_id], change, expected=expected) as dated:
        refuse_retired([citing.claim_id])
        mark_struck(citation, dated)
        # Only copies: outlets do cite each other in circles, which the flag ``circular`` is about.
        if citation.kind == COPIES:
            _refuse_copy_circle(citing, cited)
        if Citation.objects.filter(citing=citing, cited=cited, struck_at=None).exists():
            raise OperationError(f"“{citing.key}” already passes on “{cited.key}”; strike out the other link instead.")
        # A new row, because the struck one stays as it was: as-of and replay read it.
        return Citation.objects.create(citing=citing, cited=cited, kind=citation.kind, recorded_at=dated.at)


def _refuse_bare_report(citing: Attribution) -> None:
    left = Citation.objects.filter(citing=citing, struck_at=None).exists()
    if citing.stance == REPORTS and not left:
        raise OperationError(
            f"“{citing.key}” only passes on what others say and needs a link: redirect this one, or void the attribution."
        )


def _refuse_copy_circle(citing: Attribution, cited: Attribution) -> None:
    copied: dict[int, int] = dict(
        Citation.objects.filter(citing__claim=citing.claim_id, kind=COPIES, struck_at=None).values_list("citing_id", "cited_id")
    )
    at: int | None = cited.pk
    while at is not None and at != citing.pk:
        at = copied.pop(at, None)
    if at == citing.pk:
        raise OperationError(f"“{cited.key}” is itself a copy of “{citing.key}”: copies cannot form a cycle.")
