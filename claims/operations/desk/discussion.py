"""Comments of those who work on a claim. Like private notes they are not part of its record: no revision, and no log.

Whoever a comment mentions as ``@username`` finds it in the inbox.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final, NamedTuple

from django.contrib.auth.models import User
from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from claims.models import Comment, Notice
from claims.operations.merges.retired import refuse_retired
from claims.operations.writing import OperationError, lock
from claims.queries.desk.people import MOST_MENTIONED, mentioned_in, reads_comments
from factcheck.text.blanks import is_blank

#: A comment is not a file; longer text belongs in a document (a guess).
LONGEST: Final = 5_000


class Said(NamedTuple):
    """A comment, whom it calls, and the names after an @ that nobody has."""

    comment: Comment
    mentioned: tuple[User, ...]
    unknown: tuple[str, ...]


@sensitive_variables("text", "said")
def add_comment(claim_id: int, text: str, *, at: datetime, actor: str, person: int | None = None) -> Said:
    """Keep a comment on a claim, and put it into the inboxes of those whom it mentions.

    ``person`` is the account of the ``actor``, whose own notices of this claim count as seen.

    Raises: OperationError for an empty or overlong text, which its message does not quote, if it mentions somebody who may not
        read it, or if the claim was merged, split or deleted.
    """
    said, mentioned, unknown = _checked(text)
    with transaction.atomic():
        lock([claim_id])  # or it might outlive its claim if somebody deletes that at this moment
        refuse_retired([claim_id])
        written = {"text": said, "recorded_at": at, "actor": actor, "person_id": person}
        comment = Comment.objects.create(claim_id=claim_id, **written)
        _call(comment, mentioned, at)
        Notice.objects.filter(person=person, claim=claim_id, seen_at=None).update(seen_at=at)
    return Said(comment, mentioned, unknown)


@sensitive_variables("text", "said")
def edit_comment(comment: Comment, text: str, *, at: datetime, person: int | None) -> Said:
    """Replace the text of one's own comment; the earlier text is erased, since it may have said too much.

    Raises: OperationError as ``add_comment`` does, if somebody else wrote it, or if it was struck out.
    """
    said, mentioned, unknown = _checked(text)
    with transaction.atomic():
        lock([comment.claim_id])
        refuse_retired([comment.claim_id])
        if person is None or comment.person_id != person:
            raise OperationError("Only its author may edit a comment; strike it out instead.")
        if not Comment.objects.filter(pk=comment.pk, struck_at=None).update(text=said, edited_at=at):
            raise OperationError("This comment is struck out.")
        comment.refresh_from_db()
        Notice.objects.filter(comment=comment, seen_at=None).exclude(person__in=mentioned).delete()
        _call(comment, mentioned, at)
    return Said(comment, mentioned, unknown)


def strike_comment(comment: Comment, *, at: datetime, actor: str) -> None:
    """Erase the text of a comment; that it existed, its author and who struck it out stay on record.

    Raises: OperationError if it is already struck out.
    """
    with transaction.atomic():
        struck = {"text": "", "struck_at": at, "struck_by": actor}
        if not Comment.objects.filter(pk=comment.pk, struck_at=None).update(**struck):
            raise OperationError("This comment is already struck out.")
        Notice.objects.filter(comment=comment).delete()


@sensitive_variables("text", "said")
def _checked(text: str) -> tuple[str, tuple[User, ...], tuple[str, ...]]:
    """Return the text to store, whom it calls, and the names that nobody has. Raises: OperationError."""
    said = text.strip()
    if is_blank(said) or len(said) > LONGEST:
        raise OperationError(f"Write a comment of 1 to {LONGEST:,} characters.")
    mentioned, unknown = mentioned_in(said)
    if len(mentioned) > MOST_MENTIONED:
        raise OperationError(f"Mention at most {MOST_MENTIONED} people in one comment.")
    if barred := ", ".join(f"“{one.get_username()}”" for one in mentioned if not reads_comments(one)):
        raise OperationError(f"{barred} may not read comments on this claim, so nobody would see the mention: take it out.")
    return said, mentioned, unknown


def _call(comment: Comment, mentioned: Iterable[User], at: datetime) -> None:
    rows = [
        Notice(person=one, claim_id=comment.claim_id, comment=comment, at=at, actor=comment.actor)
        for one in mentioned
        if one.pk != comment.person_id
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
