"""Drafts of verdicts: written, changed, sent to review or given up; and the frame of every write to a verdict.

What authors and reviewers tell each other is kept in the notes of the verdict alone, after publication too. Revisions and
decisions say that something was done, and by whom: more people read those than may read drafts.
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
_STANDS: Final[dict[str, str]] = {
    DRAFT: "is a draft",
    IN_REVIEW: "is in review",
    RETURNED: "was returned with comments",
    PUBLISHED: "is published",
    REPLACED: "was replaced by a later one",
    WITHDRAWN: "was withdrawn",
    DROPPED: "was dropped",
}


class Wording(NamedTuple):
    """What a verdict says: the desk's word, why, and the attributions that it rests on, in the order of the rationale."""

    rating: RatingWord
    rationale: str
    evidence: Sequence[Attribution] = ()


def draft_verdict(claim_id: int, wording: Wording, by: User, change: Change, *, expected: Seen | None = None) -> Verdict:
    """Draft a verdict on a claim.

    Raises: OperationError without a rationale, for a word that is retired, for evidence that is voided or of another claim,
        where a draft is under way already, or on a claim that goes on under other keys; StaleRevisionError.
    """
    with writing([claim_id], change._replace(reason=""), expected=expected) as dated:
        _need_current(claim_id)
        if under_way := Verdict.objects.filter(claim=claim_id, state__in=UNDER_WAY).first():
            raise OperationError(f"A verdict on this claim {_STANDS[under_way.state]} already: change that one, or drop it.")
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
    """Change what a verdict under way says; whoever does is an author of it from then on, and one in review is a draft again.

    Raises: OperationError as ``draft_verdict`` does, where nothing differs, or once it is published; StaleRevisionError.
    """
    with written(verdict, UNDER_WAY, change, expected) as (stands, dated):
        _check(stands.claim_id, wording)
        before = _differs(stands, wording)
        if not before:
            raise OperationError("Nothing was changed: the draft says this already.")
        stands.rating, stands.rationale = wording.rating, wording.rationale.strip()
        stands.drafted_by, stands.drafted_at = by, dated.at
        stands.state, stands.submitted_at, stands.findings_digest = DRAFT, None, ""
        stands.decided_by, stands.decided_at = None, None
        stands.save()
        VerdictEvidence.objects.filter(verdict=stands).delete()
        _rest_on(stands, wording.evidence)
        note(stands, CHANGED, by, dated, "\n".join([*filter(None, [change.reason]), *before]))


def submit_draft(verdict: Verdict, by: User, change: Change, *, expected: Seen | None = None) -> None:
    """Ask for the review of a draft.

    Raises: OperationError where it is in review or past it, or says what cannot be published; StaleRevisionError.
    """
    with written(verdict, (DRAFT, RETURNED), change, expected) as (stands, dated):
        need_publishable(stands)
        stands.state, stands.submitted_at = IN_REVIEW, dated.at
        stands.findings_digest = findings_of(stands.claim_id)
        stands.save()
        note(stands, SUBMITTED, by, dated, change.reason)


def drop_draft(verdict: Verdict, by: User, change: Change, *, expected: Seen | None = None) -> None:
    """Give up a verdict that was never published; it stays on record.

    Raises: OperationError without a reason, or where it is published or past; StaleRevisionError.
    """
    need_reason(change)
    with written(verdict, UNDER_WAY, change, expected) as (stands, dated):
        end(stands, DROPPED, GIVEN_UP, by, dated, change.reason)


@contextmanager
def written(
    verdict: Verdict, states: Collection[str], change: Change, expected: Seen | None
) -> Iterator[tuple[Verdict, Change]]:
    """Frame a write to a verdict: its claim is locked, and the verdict read again as it is under that lock.

    What is yielded to be written carries no reason: that is for ``note`` alone.
    """
    with writing([verdict.claim_id], change._replace(reason=""), expected=expected) as dated:
        stands = Verdict.objects.select_related("rating").get(pk=verdict.pk)
        if stands.state not in states:
            raise OperationError(f"Nothing was done: the verdict {_STANDS[stands.state]} by now. Open the claim again.")
        yield stands, dated


def _need_current(claim_id: int) -> None:
    retired = Decision.objects.filter(claim=claim_id, kind__in=RETIRING, struck_at=None).exists()
    if retired or not Claim.objects.filter(pk=claim_id, merged_into=None, removed_at=None).exists():
        raise OperationError("This claim does not go on under its key: give the verdict on the claim that took its place.")


def need_publishable(verdict: Verdict) -> None:
    """Refuse what readers cannot be shown, as far as it may have come about since the draft was written."""
    _need_current(verdict.claim_id)
    if verdict.rating.retired_at is not None:
        raise OperationError(f"“{verdict.rating}” is not one of the desk's words any more: change the draft first.")
    voided = VerdictEvidence.objects.filter(verdict=verdict, attribution__voided_at__isnull=False)
    if key := voided.values_list("attribution__key", flat=True).first():
        raise OperationError(f"“{key}” was voided as our own error, so nothing rests on it: change the draft first.")
    if not findings_of(verdict.claim_id):
        raise OperationError("This claim could not be verified yet, so there are no findings that a verdict could hold on.")


def _check(claim_id: int, wording: Wording) -> None:
    if is_blank(wording.rationale):
        raise OperationError("Say why: readers are given the rationale with the word.")
    if not RatingWord.objects.filter(pk=wording.rating.pk, retired_at=None).exists():
        raise OperationError(f"“{wording.rating}” is not one of the desk's words any more: choose another.")
    keys = [row.key for row in wording.evidence]
    if len(set(keys)) < len(keys):
        raise OperationError("Each piece of evidence is named once.")
    known = Attribution.objects.filter(claim=claim_id, pk__in=[row.pk for row in wording.evidence])
    voided: dict[int, bool] = {pk: at is not None for pk, at in known.values_list("pk", "voided_at")}
    for row in wording.evidence:
        if row.pk not in voided:
            raise OperationError(f"“{row.key}” belongs to another claim: a verdict rests on what is recorded of its own.")
        if voided[row.pk]:
            raise OperationError(f"“{row.key}” was voided as our own error, so nothing rests on it.")


def _differs(verdict: Verdict, wording: Wording) -> list[str]:
    """Return what a draft says otherwise than new wording, for the record: the draft itself is written over."""
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
    """Write the end of a verdict within a write that is under way."""
    verdict.state, verdict.ended_at = state, dated.at
    verdict.save()
    note(verdict, action, by, dated, text)


def note(verdict: Verdict, action: str, by: User, dated: Change, text: str) -> None:
    """Write within a write that is under way what was done with a verdict, and what was said of it."""
    VerdictNote.objects.create(verdict=verdict, action=action, actor=called(by), person=by, at=dated.at, text=text)
