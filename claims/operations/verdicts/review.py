"""The second pair of eyes: who reviews verdicts returns them with comments, publishes, confirms and withdraws them.

A verdict never changes the status of its claim. Whether it still holds is told by the ledger of decisions, which the policy
reads: each word in it is bound to the findings that stood before it was said, which are those that its speaker saw.
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

    Raises: OperationError without a comment, from an author or from who may not review, or where it is not in review;
        StaleRevisionError.
    """
    need_reason(change)
    with written(verdict, (IN_REVIEW,), change, expected) as (stands, dated):
        _need_second_eyes(stands, by)
        stands.state, stands.decided_by, stands.decided_at = RETURNED, by, dated.at
        stands.save()
        note(stands, SENT_BACK, by, dated, change.reason)


def publish_verdict(verdict: Verdict, by: User, change: Change, *, expected: Seen) -> None:
    """Publish a verdict in review, in the place of the one that is published if there is one.

    ``expected`` must hold the revision of the claim that the reviewer saw: what changed since is theirs to read first.

    Raises: OperationError without a reason, from an author or from who may not review, where it is not in review or says what
        cannot be published; StaleRevisionError. Nothing is stored then.
    """
    need_reason(change)
    _need_seen(verdict.claim_id, expected)
    with transaction.atomic():
        # The word first, as who changes it locks it before the claims that show it: else each would miss what the other writes.
        # It is the word that was in review, or the claim has another revision since.
        RatingWord.objects.select_for_update(no_key=True).get(pk=verdict.rating_id)
        _publish(verdict, by, change, expected)


def _publish(verdict: Verdict, by: User, change: Change, expected: Seen) -> None:
    with written(verdict, (IN_REVIEW,), change, expected) as (stands, dated):
        _need_second_eyes(stands, by)
        need_publishable(stands)
        for replaced in Verdict.objects.filter(claim=stands.claim_id, state=PUBLISHED):
            end(replaced, REPLACED, REPLACED_BY, by, dated, "")
        told = append(stands.claim_id, VERDICT_PUBLISHED, dated, about=_about(stands))
        stands.state, stands.decided_by, stands.decided_at = PUBLISHED, by, dated.at
        stands.findings_digest = told.findings_digest
        stands.save()
        note(stands, MADE_PUBLIC, by, dated, change.reason)


def confirm_verdict(verdict: Verdict, by: User, change: Change, *, expected: Seen) -> Decision:
    """Say that a published verdict holds on what is found now, which its speaker saw in the revision ``expected``.

    Raises: OperationError without a reason, from an author or from who may not review, where it is not published or holds on
        these findings already; StaleRevisionError. Nothing is stored then.
    """
    need_reason(change)
    _need_seen(verdict.claim_id, expected)
    with written(verdict, (PUBLISHED,), change, expected) as (stands, dated):
        _need_second_eyes(stands, by)
        if holds_on(stands.claim_id) == findings_of(stands.claim_id):
            raise OperationError("There is nothing to confirm: what was found is what the verdict was made on.")
        told = append(stands.claim_id, VERDICT_CONFIRMED, dated, about=_about(stands))
        note(stands, CONFIRMED, by, dated, change.reason)
        return told


def withdraw_verdict(verdict: Verdict, by: User, change: Change, *, expected: Seen | None = None) -> Decision:
    """Take a published verdict back, so that the claim has none.

    Raises: OperationError without a reason, from who may not review, or where it is not published; StaleRevisionError.
    """
    need_reason(change)
    with written(verdict, (PUBLISHED,), change, expected) as (stands, dated):
        _need_reviewer(by)
        end(stands, WITHDRAWN, TAKEN_BACK, by, dated, change.reason)
        return append(stands.claim_id, VERDICT_WITHDRAWN, dated, about=_about(stands))


def _need_reviewer(by: User) -> None:
    if not by.has_perm("claims.review_verdict"):
        raise OperationError("Only who may review verdicts publishes, returns, confirms or withdraws one.")


def _need_second_eyes(verdict: Verdict, by: User) -> None:
    """Refuse whoever had a hand in the words: two people stand behind each verdict, whatever one of them may do otherwise."""
    _need_reviewer(by)
    if wrote(verdict, by):
        raise OperationError("You drafted or changed this verdict: somebody else has to review it.")


def _need_seen(claim_id: int, expected: Seen) -> None:
    if claim_id not in expected:
        raise OperationError("Say which revision of the claim you saw: a verdict is bound to what stood before the reviewer.")


def _about(verdict: Verdict) -> list[tuple[str, str]]:
    keys = VerdictEvidence.objects.filter(verdict=verdict).order_by("position", "id").values_list("attribution__key", flat=True)
    return [("attribution", key) for key in keys]
