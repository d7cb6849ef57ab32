"""Comments of those who work on a claim: like private notes they are in no other response, in no revision, and in no log.

Reading and writing them requires the same scope, so that a token for reading claims opens none. The response to a new comment
does not repeat it, because responses are kept for a while for clients that repeat a request.
"""

from __future__ import annotations

from typing import Any

import msgspec
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from rest_framework.request import Request

from claims.api.claims.bodies import tagged
from claims.api.writing import ClaimWrite, require, sends
from claims.casefile.values import Record, Text
from claims.models import Comment
from claims.operations.desk.discussion import add_comment, edit_comment, strike_comment
from claims.queries.claims import read as reading
from claims.queries.desk.discussion import comment_numbered, comments_on, number_of
from factcheck.access.scopes import CLAIMS_WRITE
from factcheck.api.describing import Op
from factcheck.api.problems import ProblemError
from factcheck.api.views import answer, encoded, unchanged
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


class Discussion(ClaimWrite):
    """``/claims/KEY/discussion/``: list the comments of the desk, and add one."""

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

    def get(self, request: Request, key: str) -> HttpResponse:
        rows = comments_on(reading.claim(self.found(key).id).pk)
        # Positions serve as numbers, because single comments are never deleted.
        numbers = range(len(rows), 0, -1)
        lines = (DeskCommentLine(**_parts(row, number), text=row.text) for number, row in zip(numbers, rows, strict=True))
        body = encoded(DeskCommentList(comments=tuple(lines)))
        etag = tagged("discussion", body.decode())
        response = unchanged(request, etag) or answer(body, etag=etag)
        # The text of a comment is stored nowhere but in its row, so not in a cache either.
        response["Cache-Control"] = "private, no-store"
        return response

    # Django's debug page and error reports list local variables.
    @sensitive_variables()
    def post(self, request: Request, **keys: Any) -> HttpResponse:
        return super().post(request, **keys)

    @sensitive_variables()
    def posted(self, request: Request, said: NewDeskComment, **keys: Any) -> HttpResponse:
        head = self.found(keys["key"])
        made = add_comment(head.id, said.text, at=timezone.now(), actor=actor_of(request), person=request.user.pk)
        mentioned = tuple(one.get_username() for one in made.mentioned)
        return _head(made.comment, number_of(made.comment), status=201, mentioned=mentioned)


class _CommentMove(ClaimWrite):
    """``POST /claims/KEY/discussion/NUMBER/…/``: an action on one comment."""

    def comment(self, **keys: Any) -> Comment:
        found = comment_numbered(self.found(keys["key"]).id, keys["number"])
        if found is None:
            raise ProblemError("not-found", "Unknown comment on this claim.")
        return found


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
    def post(self, request: Request, **keys: Any) -> HttpResponse:
        return super().post(request, **keys)

    @sensitive_variables()
    def posted(self, request: Request, said: NewDeskComment, **keys: Any) -> HttpResponse:
        made = edit_comment(self.comment(**keys), said.text, at=timezone.now(), person=request.user.pk)
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
        comment = self.comment(**keys)
        if comment.person_id != request.user.pk:
            require(request, "claims.change_comment")
        strike_comment(comment, at=timezone.now(), actor=actor_of(request))
        comment.refresh_from_db()
        return _head(comment, keys["number"])


def _head(row: Comment, number: int, *, status: int = 200, mentioned: tuple[str, ...] = ()) -> HttpResponse:
    response = answer(encoded(DeskCommentHead(**_parts(row, number), mentioned=mentioned)))
    response.status_code = status
    return response


def _parts(row: Comment, number: int) -> dict[str, Any]:
    times = {"edited_at": row.edited_at, "struck_at": row.struck_at}
    known = {name: at.isoformat() for name, at in times.items() if at is not None}
    return {"number": number, "actor": row.actor, "at": row.recorded_at.isoformat(), "struck_by": row.struck_by, **known}
