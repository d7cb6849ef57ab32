"""Requests for comment, and their results."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

import msgspec
from django.http import HttpResponse
from msgspec import UNSET, Meta, UnsetType
from rest_framework.request import Request

from claims.api.claims.bodies import ClaimBody
from claims.api.named import document_named, sources_named
from claims.api.writing import Because, ClaimMove, Expected, changing
from claims.casefile.values import Instant, Key, Note, PartialDate, Record, Text
from claims.models import Decision
from claims.operations.decisions.comments import record_answer, record_silence
from claims.operations.decisions.ledger import request_comment
from claims.queries.decisions.ledger import decision_numbered, number_of
from claims.verification import Change
from claims.vocabulary import COMMENT_REQUESTED, ON_THE_RECORD, Answer, GroundRule
from factcheck.api.problems import ProblemError
from factcheck.words import OneOf


class AskingForComment(Because, frozen=True, kw_only=True):
    """Who was asked, and the deadline for an answer. The reason says how and what was asked; readers do not see it."""

    sources: Annotated[list[Key], Meta(min_length=1, max_length=100)]
    answer_by: Instant | UnsetType = UNSET


class CommentRequested(msgspec.Struct, frozen=True, kw_only=True):
    """One request, by the number of its decision, which identifies it in later calls."""

    source: str
    number: int


class CommentsRequested(msgspec.Struct, frozen=True, kw_only=True):
    """The current claim, and the requests."""

    claim: ClaimBody
    requests: tuple[CommentRequested, ...]


class Comments(ClaimMove):
    """Record requests for comment. They never conflict with other changes, so no If-Match is required."""

    recorded_as = "comment requested"
    ops = {
        "POST": changing(
            "request_comment",
            "Record that one or several parties were asked for comment, with the same words.",
            "claims_claim_comment",
            AskingForComment,
            gives=CommentsRequested,
            status=201,
            on_revision=False,
            problems=("gone",),
            example={"sources": ["vedomosti"], "answer_by": "2024-06-13T12:00:00Z", "reason": "By e-mail: who told you?"},
        )
    }

    def moved(
        self, claim_id: int, said: AskingForComment, change: Change, seen: Expected, /, **_keys: Any
    ) -> Mapping[str, Any]:
        first, *others = sources_named(said.sources, "/sources/{}".format)
        until = datetime.fromisoformat(said.answer_by) if said.answer_by else None
        made = request_comment(claim_id, first, change, *others, answer_by=until, expected=seen)
        asked = dict.fromkeys(said.sources)
        pairs = zip(asked, made, strict=True)
        return {"requests": [CommentRequested(source=key, number=number_of(row)) for key, row in pairs]}


class CommentMove(ClaimMove):
    """``POST /claims/KEY/comments/NUMBER/…/``: the result of a request for comment."""

    def posted(self, request: Request, said: Any, **keys: Any) -> HttpResponse:
        keys["asked"] = self._asked(self.found(keys["key"]).id, keys.pop("number"))
        return super().posted(request, said, **keys)

    def _asked(self, claim_id: int, number: int) -> Decision:
        found = decision_numbered(claim_id, number)
        if found is None or found.kind != COMMENT_REQUESTED:
            raise ProblemError("not-found", f"Decision {number} of this claim is not a request for comment.")
        return found


class AnswerWords(Record, frozen=True, kw_only=True):
    """The exact words of an answer, in their language, and their translation."""

    exact: Text
    translation: Note = ""


class AnsweringComment(Because, frozen=True, kw_only=True):
    """An answer: it is recorded as a statement of the party that was asked. The reason says how it reached us."""

    stance: OneOf[Answer]
    quote: AnswerWords | UnsetType = UNSET
    said_at: PartialDate | UnsetType = UNSET
    document: Key | UnsetType = UNSET
    ground_rule: OneOf[GroundRule] = ON_THE_RECORD


class CommentAnswer(CommentMove):
    """They answered."""

    within = "$.claims[0].attributions[0]"
    recorded_as = "comment answered"
    ops = {
        "POST": changing(
            "answer_comment",
            "Record the answer to a request for comment, as the party's own statement.",
            "claims_claim_answer",
            AnsweringComment,
            status=201,
            on_revision=False,
            problems=("gone",),
            example={"stance": "declined", "said_at": "2024-06-12", "reason": "By e-mail."},
        )
    }

    def moved(self, _claim_id: int, said: AnsweringComment, change: Change, seen: Expected, /, **keys: Any) -> None:
        words = {"quote": said.quote.exact, "translation": said.quote.translation} if said.quote else {}
        document = document_named(said.document, "/document") if said.document else None
        extra: dict[str, Any] = {**words, "document": document, "ground_rule": said.ground_rule}
        record_answer(keys["asked"], said.stance, change, said_at=said.said_at or "", expected=seen, **extra)


class NoAnswer(CommentMove):
    """Record that no answer came."""

    recorded_as = "no answer"
    ops = {
        "POST": changing(
            "record_silence",
            "Record that no answer came by the deadline; a later answer can still be recorded.",
            "claims_claim_no_answer",
            Because,
            status=201,
            on_revision=False,
            problems=("gone",),
            example={"reason": "Nothing came by Friday."},
        )
    }

    def moved(self, _claim_id: int, _said: Because, change: Change, seen: Expected, /, **keys: Any) -> None:
        record_silence(keys["asked"], change, expected=seen)
