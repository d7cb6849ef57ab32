"""Comments of those who work on a claim: like private notes they are in no other response, in no revision, and in no log."""

from __future__ import annotations

from typing import Any

import msgspec
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from rest_framework.request import Request

from claims.api.private_texts import TextList, TextMove, head_of, numbered
from claims.api.writing import require, sends
from claims.casefile.values import Record, Text
from claims.models import Claim, Comment
from claims.operations.desk.discussion import add_comment, edit_comment, strike_comment
from claims.queries.desk.discussion import comment_numbered, comments_on, number_of
from factcheck.access.scopes import CLAIMS_WRITE
from factcheck.api.describing import Op
from factcheck.api.writing import actor_of

_NEEDS = ("claims.view_claim", *sends("claims_claim_discuss"))


class DeskCommentHead(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The record of a comment: its number within the claim, its author and times, and who struck it out.

    ``mentioned`` holds the user names of those who find it in their inbox, in the response to a write.
    """

    number: int
    actor: str
    at: str
    edited_at: str = ""
    struck_at: str = ""
    struck_by: str = ""
    mentioned: tuple[str, ...] = ()


class DeskCommentLine(DeskCommentHead, frozen=True, kw_only=True, omit_defaults=True):
    """A comment; if it was struck out, its text is erased."""

    text: str = ""


class DeskCommentList(msgspec.Struct, frozen=True, kw_only=True):
    """The comments on a claim, newest first."""

    comments: tuple[DeskCommentLine, ...]


class NewDeskComment(Record, frozen=True, kw_only=True):
    """A comment. ``@username`` calls a colleague. It may not identify an unnamed source either."""

    text: Text


class Discussion(TextList):
    """``/claims/KEY/discussion/``: list the comments of the desk, and add one."""

    name = "discussion"
    ops = {
        "GET": Op(
            name="list_discussion",
            does="The comments on a claim by those who work on it; readers see none of them.",
            scope=CLAIMS_WRITE,
            needs=("claims.view_claim", "claims.view_comment"),
            gives=DeskCommentList,
            problems=("gone",),
        ),
        "POST": Op(
            name="discuss_claim",
            does="Add a comment for those who work on a claim: it does not change the claim, and calls whom it mentions.",
            scope=CLAIMS_WRITE,
            needs=_NEEDS,
            takes=NewDeskComment,
            gives=DeskCommentHead,
            status=201,
            problems=("gone",),
            example={"text": "The ministry calls back at nine. Please take it."},
        ),
    }

    def listed(self, claim: Claim) -> DeskCommentList:
        lines = (DeskCommentLine(**_parts(row, number), text=row.text) for number, row in numbered(comments_on(claim.pk)))
        return DeskCommentList(comments=tuple(lines))

    @sensitive_variables()
    def posted(self, request: Request, said: NewDeskComment, **keys: Any) -> HttpResponse:
        head = self.found(keys["key"])
        made = add_comment(head.id, said.text, at=timezone.now(), actor=actor_of(request), person=request.user.pk)
        mentioned = tuple(one.get_username() for one in made.mentioned)
        return _head(made.comment, number_of(made.comment), status=201, mentioned=mentioned)


class _CommentMove(TextMove):
    numbered = comment_numbered
    unknown = "Unknown comment on this claim."


class EditDeskComment(_CommentMove):
    """Replace the text of one's own comment."""

    ops = {
        "POST": Op(
            name="edit_discussion",
            does="Edit one's own comment: its earlier text is erased, and that it was edited is recorded.",
            scope=CLAIMS_WRITE,
            needs=("claims.view_claim", *sends("claims_claim_discuss_edit")),
            takes=NewDeskComment,
            gives=DeskCommentHead,
            problems=("gone",),
            example={"text": "The ministry calls back at ten."},
        )
    }

    @sensitive_variables()
    def posted(self, request: Request, said: NewDeskComment, **keys: Any) -> HttpResponse:
        made = edit_comment(self.row(**keys), said.text, at=timezone.now(), person=request.user.pk)
        return _head(made.comment, keys["number"], mentioned=tuple(one.get_username() for one in made.mentioned))


class StrikeDeskComment(_CommentMove):
    """Erase the text of a comment for good; the record that it existed stays."""

    ops = {
        "POST": Op(
            name="strike_discussion",
            does="Strike out a comment, one's own or with `claims.change_comment` any: its text is erased, its record stays.",
            scope=CLAIMS_WRITE,
            needs=("claims.view_claim", *sends("claims_claim_discuss_strike")),
            gives=DeskCommentHead,
            problems=("gone",),
        )
    }

    def posted(self, request: Request, said: Any, **keys: Any) -> HttpResponse:  # noqa: ARG002 - the body is empty
        comment = self.row(**keys)
        if comment.person_id != request.user.pk:
            require(request, "claims.change_comment")
        strike_comment(comment, at=timezone.now(), actor=actor_of(request))
        comment.refresh_from_db()
        return _head(comment, keys["number"])


def _head(row: Comment, number: int, *, status: int = 200, mentioned: tuple[str, ...] = ()) -> HttpResponse:
    return head_of(DeskCommentHead(**_parts(row, number), mentioned=mentioned), status)


def _parts(row: Comment, number: int) -> dict[str, Any]:
    times = {"edited_at": row.edited_at, "struck_at": row.struck_at}
    known = {name: at.isoformat() for name, at in times.items() if at is not None}
    return {"number": number, "actor": row.actor, "at": row.recorded_at.isoformat(), "struck_by": row.struck_by, **known}
