"""The comments on a claim. The caller must check that the reader may see them."""

from __future__ import annotations

from typing import Final

from django.db.models import Q

from claims.models import Claim, Comment

#: Comments on the page of a claim (a guess); the list of comments has the rest.
SHOWN: Final = 50
#: More digits are no id of any row, and too many for some databases.
_LONGEST_ID: Final = 18
#: The highest number accepted; no claim has that many comments, and databases have a limit.
_MOST: Final = 2**31


def discussion_of(claim: Claim) -> list[Comment]:
    """Return the last comments on a claim and on the claims merged into it, oldest first, including struck out ones."""
    rows = Comment.objects.filter(Q(claim=claim) | Q(claim__merged_into=claim)).select_related("claim")
    return list(rows.order_by("-id")[:SHOWN])[::-1]


def comments_on(claim: int) -> list[Comment]:
    """Return all comments on a claim, newest first, including struck out ones, whose text is erased."""
    return list(Comment.objects.filter(claim=claim).order_by("-id"))


def comment_on(claim: Claim, number: str) -> Comment | None:
    """Return the comment on a claim that a URL names."""
    wanted = number.isascii() and number.isdecimal() and len(number) <= _LONGEST_ID
    return Comment.objects.filter(claim=claim, pk=int(number)).first() if wanted else None


def number_of(comment: Comment) -> int:
    """Return the position of a comment among all on its claim, from 1: single ones are never deleted, so it is stable."""
    return Comment.objects.filter(claim=comment.claim_id, pk__lte=comment.pk).count()


def comment_numbered(claim: int, number: int) -> Comment | None:
    """Return the comment on a claim with a number, struck out or not."""
    if not 0 < number < _MOST:
        return None
    return Comment.objects.filter(claim=claim).order_by("id")[number - 1 : number].first()
