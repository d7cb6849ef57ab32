"""What was discredited stays so where its attributions are copied to another claim."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from claims.models import Attribution, Claim, Decision
from claims.operations.decisions.ledger import append
from claims.queries.decisions.discrediting import discredited_by, discreditings_in
from claims.verification import Change
from claims.vocabulary import DISCREDITED, RecordKind


def copy_discreditings(
    origin: int, target: int, placed: Mapping[str, Attribution], new: Collection[str], dated: Change
) -> list[Decision]:
    """Copy the decisions in force that discredit the copied attributions ``new``, within a write already started.

    ``placed`` holds, by the key in the claim ``origin``, the attribution that says the same in the claim ``target``.
    """
    made = [each for each in discreditings_in(Claim(pk=origin)) if each.struck_at is None]
    return [_copy(each, keys, origin, target, placed, dated) for each in made if (keys := _copied(each, new))]


def _copied(made: Decision, new: Collection[str]) -> list[str]:
    return [key for key in discredited_by(made) if key in new]


def _copy(
    made: Decision, keys: list[str], origin: int, target: int, placed: Mapping[str, Attribution], dated: Change
) -> Decision:
    shown = placed.get(made.attribution.key) if made.attribution is not None else None
    other = made.other_claim_id if made.other_claim_id != target else None
    if shown is None and other is None and made.document_id is None:
        other = origin  # the evidence is not in the other claim, or is that claim itself: the decision there names it
    whole = [(record, key) for record, key in made.about if record == RecordKind.DOCUMENT]
    return append(
        target,
        DISCREDITED,
        dated._replace(reason=made.reason),
        about=[*(("attribution", key) for key in sorted({placed[key].key for key in keys})), *whole],
        document_id=made.document_id,
        attribution=shown,
        other_claim_id=other,
        source_id=made.source_id,
        happened_at=made.happened_at,
    )
