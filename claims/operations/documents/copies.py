"""Deciding what suggests that a document is a copy of another one."""

from __future__ import annotations

from django.db import transaction

from claims.casefile import FORMAT, case_of_values
from claims.operations.cases.loading import LoadResult, load_case
from claims.operations.writing import OperationError, lock_loading, need_reason
from claims.verification import Change
from sources.models import CopyHint, Document
from sources.operations.captures import decide_hint


def accept_copy(hint: CopyHint, change: Change, *, original: Document | None = None) -> LoadResult:
    """Record that the document of a capture is a copy, of ``original`` or of the document that the hint names.

    The document changes as by its form: every claim that shows it is revised. Counts follow what each attribution copies, which
    is recorded apart. The hint keeps who decided, when and why.

    Raises: OperationError without a reason, if the capture has no document or no original is known, or if the document is a
        copy of another one; CaseFileError if it would be a copy of itself; SourceOperationError if the hint is decided
        already. Nothing is stored then.
    """
    need_reason(change)
    copy, of = hint.capture.document, original or hint.original
    if copy is None:
        raise OperationError("Say first of which document this is a capture: only a document can be a copy.")
    if of is None:
        raise OperationError("Record the original first, and choose it: so far only its publisher is known.")
    with transaction.atomic():
        lock_loading()
        copy.refresh_from_db(fields=["copy_of"])
        if copy.copy_of_id not in (None, of.pk):
            raise OperationError(f"“{copy}” is recorded as a copy of “{copy.copy_of}”: change that first.")
        record = {"key": copy.key, "publisher": copy.publisher.key, "kind": copy.kind, "title": copy.title, "copy_of": of.key}
        loaded = load_case(case_of_values({"format": FORMAT, "documents": [record]}), change)
        decide_hint(hint, accepted=True, at=change.at, actor=change.actor, reason=change.reason)
        CopyHint.objects.filter(pk=hint.pk).update(original=of)  # the one chosen
    return loaded


def reject_copy(hint: CopyHint, change: Change) -> None:
    """Record that a document is no copy, whatever suggests it. No claim changes.

    Raises: SourceOperationError without a reason, or if the hint is decided already.
    """
    decide_hint(hint, accepted=False, at=change.at, actor=change.actor, reason=change.reason)
