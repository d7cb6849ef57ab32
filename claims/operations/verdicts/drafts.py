"""Drafts of verdicts: writing, changing, submitting and dropping them; and the frame of every write to a verdict.

What authors and reviewers write to each other stays in the notes of the verdict, after publication too. Revisions and
decisions only say that something was done, and by whom: more people read those than may read drafts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final, NamedTuple

from django.contrib.auth.models import User

from claims.models import Attribution, Claim, Decision, RatingWord, Verdict, VerdictEvidence, VerdictNote
from claims.models.verdict import DRAFT, DROPPED, IN_REVIEW, PUBLISHED, REPLACED, RETURNED, UNDER_WAY, WITHDRAWN
from claims.operations.writing import OperationError, need_reason, writing
from claims.queries.verdicts.read import CHANGED, DRAFTED, GIVEN_UP, SUBMITTED, called, findings_of
from claims.verification import Change
from claims.vocabulary import RETIRING
from factcheck.text.blanks import is_blank

Seen = Mapping[int, int]
_STATE_PHRASES: Final[dict[str, str]] = {
    DRAFT: "is a draft",
    IN_REVIEW: "is in review",
    RETURNED: "was returned with comments",
    PUBLISHED: "is published",
    REPLACED: "was replaced by a later one",
    WITHDRAWN: "was withdrawn",
    DROPPED: "was dropped",
}


class Wording(NamedTuple):
    """The content of a verdict: the desk's word, why, and the attributions that it rests on, in the order of the rationale."""

    rating: RatingWord
    rationale: str
    evidence: Sequence[Attribution] = ()


def draft_verdict(claim_id: int, wording: Wording, by: User, change: Change, *, expected: Seen | None = None) -> Verdict:
    """Draft a verdict on a claim.

    Raises: OperationError without a rationale, for a retired word, for evidence that is voided or of another claim, if a draft
    already exists, or for a claim that was merged, split or deleted; StaleRevisionError.
    """
    with writing([claim_id], change._replace(reason=""), expected=expected) as dated:
        _need_current(claim_id)
        if under_way := Verdict.objects.filter(claim=claim_id, state__in=UNDER_WAY).first():
            raise OperationError(
                f"A verdict on this claim {_STATE_PHRASES[under_way.state]} already: change that one, or drop it."
            )
        _check(claim_id, wording)
        verdict = Verdict.objects.create(
            claim_id=claim_id,
            rating=wording.rating,
            rationale=wording.rationale.strip(),
            drafted_by=by,
            drafted_at=dated.at,
        )
        _rest_on(verdict, wording.evidence)
        note(verdict, DRAFTED, by, dated, change.reason)
        return verdict


def change_draft(verdict: Verdict, wording: Wording, by: User, change: Change, *, expected: Seen | None = None) -> None:
    """Change an unpublished verdict; whoever does becomes one of its authors, and one in review becomes a draft again.

    Raises: OperationError as ``draft_verdict`` does, if nothing differs, or once it is published; StaleRevisionError.
    """
    with written(verdict, UNDER_WAY, change, expected) as (current, dated):
        _check(current.claim_id, wording)
        before = _differs(current, wording)
        if not before:
            raise OperationError("Nothing was changed: the draft already says this.")
        current.rating, current.rationale = wording.rating, wording.rationale.strip()
        current.drafted_by, current.drafted_at = by, dated.at
        # A draft again, also out of review: the reviewer has not seen these words.
        current.state, current.submitted_at, current.findings_digest = DRAFT, None, ""
        current.decided_by, current.decided_at = None, None
        current.save()
        # A draft is working material: the note below keeps what it rested on, and evidence is final only on
        # publication.
        VerdictEvidence.objects.filter(verdict=current).delete()
        _rest_on(current, wording.evidence)
        note(current, CHANGED, by, dated, "\n".join([*filter(None, [change.reason]), *before]))


def submit_draft(verdict: Verdict, by: User, change: Change, *, expected: Seen | None = None) -> None:
    """Submit a draft for review.

    Raises: OperationError if it is in review or later, or cannot be published; StaleRevisionError.
    """
    with written(verdict, (DRAFT, RETURNED), change, expected) as (current, dated):
        need_publishable(current)
        current.state, current.submitted_at = IN_REVIEW, dated.at
        current.findings_digest = findings_of(current.claim_id)
        current.save()
        note(current, SUBMITTED, by, dated, change.reason)


def drop_draft(verdict: Verdict, by: User, change: Change, *, expected: Seen | None = None) -> None:
    """Drop a verdict that was never published; it stays on record.

    Raises: OperationError without a reason, or if it is or was published; StaleRevisionError.
    """
    need_reason(change)
    with written(verdict, UNDER_WAY, change, expected) as (current, dated):
        end(current, DROPPED, GIVEN_UP, by, dated, change.reason)


@contextmanager
def written(
    verdict: Verdict, states: Collection[str], change: Change, expected: Seen | None
) -> Iterator[tuple[Verdict, Change]]:
    """Frame a write to a verdict: its claim is locked, and the verdict is read again under that lock.

    The change that it yields carries no reason: only ``note`` stores that.
    """
    with writing([verdict.claim_id], change._replace(reason=""), expected=expected) as dated:
        current = Verdict.objects.select_related("rating").get(pk=verdict.pk)
        if current.state not in states:
            raise OperationError(
                f"Nothing was changed, because the verdict {_STATE_PHRASES[current.state]}. Open the claim again."
            )
        yield current, dated


def _need_current(claim_id: int) -> None:
    retired = Decision.objects.filter(claim=claim_id, kind__in=RETIRING, struck_at=None).exists()
    if retired or not Claim.objects.filter(pk=claim_id, merged_into=None, removed_at=None).exists():
        raise OperationError("This claim was merged, split or deleted: give the verdict on the claim that replaced it.")


def need_publishable(verdict: Verdict) -> None:
    """Refuse what readers cannot be shown, where that may have changed since the draft was written."""
    _need_current(verdict.claim_id)
    if verdict.rating.retired_at is not None:
        raise OperationError(f"“{verdict.rating}” is no longer one of the desk's words: change the draft first.")
    voided = VerdictEvidence.objects.filter(verdict=verdict, attribution__voided_at__isnull=False)
    if key := voided.values_list("attribution__key", flat=True).first():
        raise OperationError(f"“{key}” was voided as our own error and cannot be evidence: change the draft first.")
    if not findings_of(verdict.claim_id):
        raise OperationError("This claim is not verified yet: a verdict needs findings to rest on.")


def _check(claim_id: int, wording: Wording) -> None:
    if is_blank(wording.rationale):
        raise OperationError("Say why: readers see the rationale with the word.")
    if not RatingWord.objects.filter(pk=wording.rating.pk, retired_at=None).exists():
        raise OperationError(f"“{wording.rating}” is no longer one of the desk's words: choose another.")
    keys = [row.key for row in wording.evidence]
    if len(set(keys)) < len(keys):
        raise OperationError("Name each piece of evidence once.")
    known = Attribution.objects.filter(claim=claim_id, pk__in=[row.pk for row in wording.evidence])
    voided: dict[int, bool] = {pk: at is not None for pk, at in known.values_list("pk", "voided_at")}
    for row in wording.evidence:
        if row.pk not in voided:
            raise OperationError(f"“{row.key}” belongs to another claim: a verdict rests on records of its own claim.")
        if voided[row.pk]:
            raise OperationError(f"“{row.key}” was voided as our own error, and cannot be evidence.")


def _differs(verdict: Verdict, wording: Wording) -> list[str]:
    """Return the old values that new wording replaces, for the record: the draft itself is overwritten."""
    found = []
    if verdict.rating_id != wording.rating.pk:
        found.append(f"It was rated “{verdict.rating}”.")
    if verdict.rationale != wording.rationale.strip():
        found.append(f"The rationale was: {verdict.rationale}")
    rows = VerdictEvidence.objects.filter(verdict=verdict).order_by("position", "id").select_related("attribution")
    rested = [row.attribution for row in rows]
    if [row.pk for row in rested] != [row.pk for row in wording.evidence]:
        found.append(f"It rested on: {', '.join(row.key for row in rested) or 'nothing recorded'}.")
    return found


def _rest_on(verdict: Verdict, evidence: Sequence[Attribution]) -> None:
    rows = [VerdictEvidence(verdict=verdict, attribution=row, position=place) for place, row in enumerate(evidence, 1)]
    VerdictEvidence.objects.bulk_create(rows)


def end(verdict: Verdict, state: str, action: str, by: User, dated: Change, text: str) -> None:
    """Write the end of a verdict within a write already started."""
    verdict.state, verdict.ended_at = state, dated.at
    verdict.save()
    note(verdict, action, by, dated, text)


def note(verdict: Verdict, action: str, by: User, dated: Change, text: str) -> None:
    """Record an action on a verdict, with its comment, within a write already started."""
    VerdictNote.objects.create(verdict=verdict, action=action, actor=called(by), person=by, at=dated.at, text=text)
