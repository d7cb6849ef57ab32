"""Answers to requests for comment: an attribution with the decision that it answers the request, or that no answer came."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction

from claims.models import Attribution, Decision
from claims.operations.attributions.record import add_records, lock_claim
from claims.operations.decisions.ledger import append
from claims.operations.merges.retired import refuse_retired
from claims.operations.writing import OperationError, need_reason, writing
from claims.queries.attributions.chain_anchors import attribution_keys
from claims.verification import Change
from claims.vocabulary import (
    ANSWERS,
    COMMENT_ANSWERED,
    COMMENT_REQUESTED,
    ON_THE_RECORD,
    STATEMENT,
)
from sources.models import Document, Source
from sources.names import free_key

#: Leaves room in a key, which has 100 characters at most, for the number that makes it unique.
_KEY_LENGTH: Final = 95


def record_answer(
    request: Decision,
    stance: str,
    change: Change,
    *,
    quote: str = "",
    translation: str = "",
    said_at: str = "",
    document: Document | None = None,
    ground_rule: str = ON_THE_RECORD,
    expected: Mapping[int, int] | None = None,
) -> Decision:
    """Record the answer to a request for comment: the party's own statement, and the decision that it answers the request.

    ``quote`` holds the exact words, ``said_at`` is a partial date. An earlier decision that no answer came in time stays on
    record.

    Raises: OperationError without a reason, for a stance that is no answer, or if the request was answered or withdrawn;
        CaseFileError for values that do not fit; StaleRevisionError. Nothing is stored then.
    """
    need_reason(change)
    if stance not in ANSWERS:
        raise OperationError(f"“{stance}” is not an answer: use one of {', '.join(ANSWERS)}.")
    said: dict[str, Any] = {"said_at": said_at, "document": document.key if document is not None else ""}
    if quote:
        said["quote"] = {"exact": quote, "translation": translation}
    with transaction.atomic():
        # First, so that two colleagues who hear of the answer do not both record it.
        claim = lock_claim(request.claim_id, expected)
        _refuse_settled(request)
        asked = _asked(request)
        key = free_key(asked.key[:_KEY_LENGTH], attribution_keys(claim))
        statement = {"key": key, "source": asked.key, "stance": stance, "basis": STATEMENT, "ground_rule": ground_rule}
        filled = {name: value for name, value in said.items() if value}
        add_records(claim, change._replace(action="attribution recorded"), attributions=[statement | filled])
        with writing([claim.pk], change) as dated:
            answer = Attribution.objects.get(claim=claim, key=key)
            return append(claim.pk, COMMENT_ANSWERED, dated, source=asked, request=request, attribution=answer)


def record_silence(request: Decision, change: Change, *, expected: Mapping[int, int] | None = None) -> Decision:
    """Record that no answer came before the deadline.

    Raises: OperationError without a reason, before that time, or if the request was answered or withdrawn;
        StaleRevisionError. Nothing is stored then.
    """
    need_reason(change)
    if request.answer_by is not None and request.answer_by > change.at:
        raise OperationError("The deadline for an answer has not passed yet.")
    with writing([request.claim_id], change, expected=expected) as dated:
        refuse_retired([request.claim_id])
        _refuse_settled(request, silence=True)
        return append(request.claim_id, COMMENT_ANSWERED, dated, source=request.source, request=request)


def _refuse_settled(request: Decision, *, silence: bool = False) -> None:
    if request.kind != COMMENT_REQUESTED or not Decision.objects.filter(pk=request.pk, struck_at=None).exists():
        raise OperationError("This request for comment was withdrawn: there is nothing to answer.")
    answers = Decision.objects.filter(request=request, struck_at=None)
    # A late answer may follow "no answer", but not the other way round.
    if not silence:
        answers = answers.filter(attribution__isnull=False)
    if answers.exists():
        raise OperationError("The outcome of this request is already recorded: withdraw that first if it is wrong.")


def _asked(request: Decision) -> Source:
    if request.source is None:  # a database constraint prevents this
        raise OperationError("This request names nobody.")
    return request.source
