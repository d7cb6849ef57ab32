"""What those say who were asked for comment: an attribution and the decision that it answers the request, or that none came."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction

from claims.models import Attribution, Decision
from claims.operations.attributions.record import claim_to_add_to, load_beside
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

#: How somebody may answer; who passes on what others say was not asked for that.
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
    """Record the answer to a request for comment: the party's own statement, and that the request is answered by it.

    ``quote`` holds the exact words, ``said_at`` is a partial date. Where it was recorded that no answer came in time, that
    stands beside it.

    Raises: OperationError without a reason, for a stance that is no answer, or where the request was answered or taken back;
        CaseFileError for values that do not fit; StaleRevisionError. Nothing is stored then.
    """
    need_reason(change)
    if stance not in ANSWERS:
        raise OperationError(f"“{stance}” is no answer: say one of {', '.join(ANSWERS)}.")
    said: dict[str, Any] = {"said_at": said_at, "document": document.key if document is not None else ""}
    if quote:
        said["quote"] = {"exact": quote, "translation": translation}
    with transaction.atomic():
        claim = claim_to_add_to(request.claim_id, expected)
        _refuse_settled(request)
        asked = _asked(request)
        key = free_key(asked.key[:_KEY_LENGTH], attribution_keys(claim))
        statement = {"key": key, "source": asked.key, "stance": stance, "basis": STATEMENT, "ground_rule": ground_rule}
        filled = {name: value for name, value in said.items() if value}
        load_beside(claim, change._replace(action="attribution recorded"), attributions=[statement | filled])
        with writing([claim.pk], change) as dated:
            answer = Attribution.objects.get(claim=claim, key=key)
            return append(claim.pk, COMMENT_ANSWERED, dated, source=asked, request=request, attribution=answer)


def record_silence(request: Decision, change: Change, *, expected: Mapping[int, int] | None = None) -> Decision:
    """Record that no answer came by the time until which it was awaited.

    Raises: OperationError without a reason, before that time, or where the request was answered or taken back;
        StaleRevisionError. Nothing is stored then.
    """
    need_reason(change)
    if request.answer_by is not None and request.answer_by > change.at:
        raise OperationError("An answer is still awaited: its time is not up yet.")
    with writing([request.claim_id], change, expected=expected) as dated:
        refuse_retired([request.claim_id])
        _refuse_settled(request, silence=True)
        return append(request.claim_id, COMMENT_ANSWERED, dated, source=request.source, request=request)


def _refuse_settled(request: Decision, *, silence: bool = False) -> None:
    if request.kind != COMMENT_REQUESTED or not Decision.objects.filter(pk=request.pk, struck_at=None).exists():
        raise OperationError("This request for comment was taken back: there is nothing to answer.")
    answers = Decision.objects.filter(request=request, struck_at=None)
    if not silence:
        answers = answers.filter(attribution__isnull=False)
    if answers.exists():
        raise OperationError("What came of this request is recorded already: take that back first, if it does not hold.")


def _asked(request: Decision) -> Source:
    if request.source is None:  # the database does not let it be
        raise OperationError("This request names nobody.")
    return request.source
