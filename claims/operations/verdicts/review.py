"""The review of verdicts: reviewers return them with comments, publish, confirm and withdraw them.

A verdict never changes the status of its claim. The ledger of decisions, which the policy reads, says whether it is still
valid: each entry is bound to the findings before it was made, which are those that the reviewer saw.
"""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction

from claims.models import Decision, RatingWord, Verdict, VerdictEvidence
from claims.models.verdict import IN_REVIEW, PUBLISHED, REPLACED, RETURNED, WITHDRAWN
from claims.operations.decisions.ledger import append
from claims.operations.verdicts.drafts import Seen, end, need_publishable, note, written
from claims.operations.writing import OperationError, need_reason
from claims.queries.verdicts.read import (
    CONFIRMED,
    MADE_PUBLIC,
    REPLACED_BY,
    SENT_BACK,
    TAKEN_BACK,
    findings_of,
    holds_on,
    wrote,
)
from claims.verification import Change
from claims.vocabulary import VERDICT_CONFIRMED, VERDICT_PUBLISHED, VERDICT_WITHDRAWN


def return_draft(verdict: Verdict, by: User, change: Change, *, expected: Seen | None = None) -> None:
    """Send a verdict in review back to its author; the reason is the comment.

    Raises: OperationError without a comment, by an author, without permission to review, or if it is not in review;
    StaleRevisionError.
    """
    need_reason(change)
    with written(verdict, (IN_REVIEW,), change, expected) as (current, dated):
        _need_second_eyes(current, by)
        current.state, current.decided_by, current.decided_at = RETURNED, by, dated.at
        current.save()
        note(current, SENT_BACK, by, dated, change.reason)


def publish_verdict(verdict: Verdict, by: User, change: Change, *, expected: Seen) -> None:
    """Publish a verdict in review; it replaces the published one, if there is one.

    ``expected`` must hold the revision of the claim that the reviewer saw: they must read later changes first.

    Raises: OperationError without a reason, by an author, without permission to review, if it is not in review or cannot be
    published; StaleRevisionError. Nothing is stored then.
    """
    need_reason(change)
    _need_seen(verdict.claim_id, expected)
    with transaction.atomic():
        # Lock the word first, as changing a word locks it before the claims that show it: otherwise each would miss the other's
        # write. It is the word that was in review, or the claim has another revision since.
        RatingWord.objects.select_for_update(no_key=True).get(pk=verdict.rating_id)
        _publish(verdict, by, change, expected)


def _publish(verdict: Verdict, by: User, change: Change, expected: Seen) -> None:
    with written(verdict, (IN_REVIEW,), change, expected) as (current, dated):
        _need_second_eyes(current, by)
        need_publishable(current)
        for replaced in Verdict.objects.filter(claim=current.claim_id, state=PUBLISHED):
            end(replaced, REPLACED, REPLACED_BY, by, dated, "")
        decision = append(current.claim_id, VERDICT_PUBLISHED, dated, about=_about(current))
        current.state, current.decided_by, current.decided_at = PUBLISHED, by, dated.at
        current.findings_digest = decision.findings_digest
        current.save()
        note(current, MADE_PUBLIC, by, dated, change.reason)


def confirm_verdict(verdict: Verdict, by: User, change: Change, *, expected: Seen) -> Decision:
    """Confirm that a published verdict is valid for the current findings, which the reviewer saw in revision ``expected``.

    Raises: OperationError without a reason, by an author, without permission to review, if it is not published or already bound
    to these findings; StaleRevisionError. Nothing is stored then.
    """
    need_reason(change)
    _need_seen(verdict.claim_id, expected)
    with written(verdict, (PUBLISHED,), change, expected) as (current, dated):
        _need_second_eyes(current, by)
        if holds_on(current.claim_id) == findings_of(current.claim_id):
            raise OperationError("There is nothing to confirm: the findings have not changed since the verdict.")
        decision = append(current.claim_id, VERDICT_CONFIRMED, dated, about=_about(current))
        note(current, CONFIRMED, by, dated, change.reason)
        return decision


def withdraw_verdict(verdict: Verdict, by: User, change: Change, *, expected: Seen | None = None) -> Decision:
    """Withdraw a published verdict, so that the claim has none.

    Raises: OperationError without a reason, without permission to review, or if it is not published; StaleRevisionError.
    """
    need_reason(change)
    with written(verdict, (PUBLISHED,), change, expected) as (current, dated):
        _need_reviewer(by)
        end(current, WITHDRAWN, TAKEN_BACK, by, dated, change.reason)
        return append(current.claim_id, VERDICT_WITHDRAWN, dated, about=_about(current))


def _need_reviewer(by: User) -> None:
    if not by.has_perm("claims.review_verdict"):
        raise OperationError("You need permission to review verdicts to publish, return, confirm or withdraw one.")


def _need_second_eyes(verdict: Verdict, by: User) -> None:
    """Refuse an author: two people are responsible for each verdict, whatever permissions one of them has."""
    _need_reviewer(by)
    if wrote(verdict, by):
        raise OperationError("You drafted or changed this verdict: somebody else must review it.")


def _need_seen(claim_id: int, expected: Seen) -> None:
    if claim_id not in expected:
        raise OperationError("Say which revision of the claim you saw: a verdict is bound to what its reviewer saw.")


def _about(verdict: Verdict) -> list[tuple[str, str]]:
    keys = VerdictEvidence.objects.filter(verdict=verdict).order_by("position", "id").values_list("attribution__key", flat=True)
    return [("attribution", key) for key in keys]
