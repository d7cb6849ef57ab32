"""Discrediting: an editor's decision that attributions were shown to be forged or false, with what shows it.

Unlike a withdrawal, nobody takes anything back: a third party shows it. It is undone by striking the decision out
(``claims.operations.decisions.ledger.strike_decision``).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Final, NamedTuple

from claims.models import Attribution, Claim, Decision
from claims.operations.decisions.ledger import append
from claims.operations.merges.retired import refuse_retired
from claims.operations.writing import OperationError, need_reason, writing
from claims.queries.decisions.discrediting import discredited
from claims.queries.documents.read import made_from
from claims.verification import Change
from claims.vocabulary import DISCREDITED
from factcheck.database.lookups import among
from factcheck.dates.partial_dates import earliest, parse
from sources.models import Document, Source

#: Any place's calendar day lies within one day of the same date in UTC.
_ZONE_SLACK: Final = timedelta(days=1)


class Evidence(NamedTuple):
    """What shows that something is forged or false: at least one of a document, an attribution of the claim, another claim.

    ``by`` is the named source that showed it; if not given, the publisher of the document. ``shown_at`` is a partial date.
    """

    document: Document | None = None
    attribution: Attribution | None = None
    claim: Claim | None = None
    by: Source | None = None
    shown_at: str = ""

    @property
    def source(self) -> Source | None:
        """Who showed it, as far as a document or the caller says so."""
        return self.by or (self.document.publisher if self.document is not None else None)


def discredit(
    attributions: Collection[Attribution],
    evidence: Evidence,
    change: Change,
    *,
    expected: Mapping[int, int] | None = None,
) -> Decision:
    """Decide that attributions of one claim count for nothing, since they were shown to be forged or false.

    Raises: OperationError without a reason or evidence, if one is voided or already discredited, if the evidence is one of them
    or names an unnamed source, or if it lies in the future; PartialDateError; StaleRevisionError. Nothing is stored then.
    """
    need_reason(change)
    if not attributions:
        raise OperationError("Choose at least one attribution to discredit.")
    claims = {row.claim_id for row in attributions}
    if len(claims) > 1:
        raise OperationError("These attributions belong to several claims: discredit them in each.")
    (claim_id,) = claims
    _refuse_evidence(claim_id, attributions, evidence)
    shown_at = read_shown_at(evidence, change)
    with writing([claim_id], change, expected=expected) as dated:
        refuse_retired([claim_id])
        return mark_discredited(attributions, evidence, dated, shown_at=shown_at)


def mark_discredited(
    attributions: Collection[Attribution],
    evidence: Evidence,
    dated: Change,
    *,
    shown_at: str,
    whole: Document | None = None,
) -> Decision:
    """Write the decision within a write already started; the attributions are of one claim.

    ``whole`` is the document that they were made from, if all that rests on it is discredited with them.
    """
    claim_id = next(iter(attributions)).claim_id
    already = {key for _claim, key in discredited([claim_id])}
    for row in attributions:
        if Attribution.objects.filter(pk=row.pk, voided_at__isnull=False).exists():
            raise OperationError(f"“{row.key}” is voided: it counts as never recorded, so there is nothing to discredit.")
        if row.key in already:
            raise OperationError(f"“{row.key}” is already discredited: strike that decision out first.")
    return append(
        claim_id,
        DISCREDITED,
        dated,
        about=[
            *(("attribution", key) for key in sorted({row.key for row in attributions})),
            *([("document", whole.key)] if whole is not None else []),
        ],
        document=evidence.document,
        attribution=evidence.attribution,
        other_claim=evidence.claim,
        source=evidence.source,
        happened_at=shown_at,
    )


def read_shown_at(evidence: Evidence, change: Change) -> str:
    """Return when it was shown, as it is stored.

    Raises: OperationError if that lies in the future; PartialDateError.
    """
    shown_at = parse(evidence.shown_at) if evidence.shown_at else ""
    if shown_at and earliest(shown_at) - _ZONE_SLACK > change.at:
        raise OperationError(f"{shown_at} is in the future: discredit it once it is shown.")
    return shown_at


def refuse_unnamed(evidence: Evidence) -> None:
    """Refuse an unnamed source as the one that showed it.

    Raises: OperationError.
    """
    if evidence.by is not None and not evidence.by.identified:
        raise OperationError("Only a named source can show that another is wrong: leave it empty, and link the document.")


def _refuse_evidence(claim_id: int, attributions: Collection[Attribution], evidence: Evidence) -> None:
    if evidence.document is None and evidence.attribution is None and evidence.claim is None:
        raise OperationError("Link what shows it: a document, an attribution of this claim, or another claim.")
    if evidence.attribution is not None and evidence.attribution.claim_id != claim_id:
        raise OperationError(f"“{evidence.attribution.key}” belongs to another claim: link that claim instead.")
    if evidence.attribution in attributions:
        raise OperationError(f"“{evidence.attribution}” cannot discredit itself: link what else shows it.")
    if evidence.claim is not None and evidence.claim.pk == claim_id:
        raise OperationError("A claim cannot discredit its own attributions: link another claim, or a document.")
    refuse_unnamed(evidence)
    if evidence.document is not None and _made_from(evidence.document, attributions):
        raise OperationError(f"“{evidence.document}” is what is discredited: link the document that shows it.")


def _made_from(document: Document, attributions: Collection[Attribution]) -> bool:
    return Attribution.objects.filter(made_from(document), among("id", [row.pk for row in attributions])).exists()
