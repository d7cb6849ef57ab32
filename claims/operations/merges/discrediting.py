"""What was discredited stays so where its attributions are copied to another claim, and where that is undone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from claims.models import Attribution, Claim, Decision
from claims.operations.decisions.ledger import append
from claims.queries.decisions.discrediting import discredited, discredited_by, discreditings_in
from claims.verification import Change
from claims.vocabulary import DISCREDITED, RecordKind


def copy_discreditings(
    origin: int, target: int, placed: Mapping[str, Attribution], new: Collection[str], dated: Change
) -> list[Decision]:
    """Copy the decisions in force that discredit the copied attributions ``new``, within a write already started.

    ``placed`` holds, by the key in the claim ``origin``, the attribution that says the same in the claim ``target``.
    """
    found = []
    for made in _in_force(origin):
        if keys := {placed[key].key for key in discredited_by(made) if key in new}:
            shown = placed.get(made.attribution.key) if made.attribution is not None else None
            found.append(_copy(made, keys, origin, target, shown, dated))
    return found


def carry_back_discreditings(
    merged: int, into: int, alike: Mapping[str, Sequence[Attribution]], since: datetime, dated: Change
) -> None:
    """Copy to a merged claim the decisions made in the other one after ``since``, within a write already started.

    ``alike`` holds, by the key in the other claim, the attributions of the merged one that say the same.
    """
    gone = {key for _claim, key in discredited([merged])}
    for made in _in_force(into):
        keys = {row.key for key in discredited_by(made) for row in alike.get(key, ())} - gone
        if keys and made.recorded_at > since:
            shown = alike.get(made.attribution.key, ()) if made.attribution is not None else ()
            _copy(made, keys, into, merged, next(iter(shown), None), dated)
            gone |= keys


def _in_force(claim: int) -> list[Decision]:
    return [made for made in discreditings_in(Claim(pk=claim)) if made.struck_at is None]


def _copy(made: Decision, keys: Iterable[str], origin: int, target: int, shown: Attribution | None, dated: Change) -> Decision:
    """Copy a decision of one claim to another: on these attributions there; ``shown`` is the one there that shows it."""
    other = made.other_claim_id if made.other_claim_id != target else None
    if shown is None and other is None and made.document_id is None:
        other = origin  # the evidence is not in the other claim, or is that claim itself: the decision there names it
    whole = [(record, key) for record, key in made.about if record == RecordKind.DOCUMENT]
    return append(
        target,
        DISCREDITED,
        dated._replace(reason=made.reason),
        about=[*(("attribution", key) for key in sorted(keys)), *whole],
        document_id=made.document_id,
        attribution=shown,
        other_claim_id=other,
        source_id=made.source_id,
        happened_at=made.happened_at,
    )
