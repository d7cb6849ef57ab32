"""Recording captures, and what editors do with them: attaching them to documents, and deciding what is a copy.

Nothing here uses the network: ``sources.capturing`` fetches and reads, and then calls these operations.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any, Final, NamedTuple

from django.db import transaction

from factcheck.text.blanks import is_blank
from factcheck.text.texts import in_form
from sources.models import BodyBand, Capture, CapturedBytes, CaptureTimestamp, CopyHint, Document, Source
from sources.operations.changes import SourceOperationError

#: The most characters of a hint's words that are stored.
_LONGEST_WORDS: Final = 500


class Sign(NamedTuple):
    """What suggests that a captured page is a copy: of a document, or of what a source reported, as far as we know them."""

    sign: str  # of CopySign
    words: str
    original: Document | None = None
    credited: Source | None = None


def record_capture(
    capture: Capture,
    *,
    at: datetime,
    actor: str,
    reason: str = "",
    body: bytes | None = None,
    bands: Sequence[int] = (),
    signs: Sequence[Sign] = (),
) -> Capture:
    """Store a new, unsaved capture with its bytes, and with what suggests that it is a copy; return it.

    ``bands`` are those of ``near_duplicates``. Its digest is computed here; the same bytes are stored once.
    """
    capture.recorded_at, capture.recorded_by, capture.reason = at, actor, in_form(reason).strip()
    with transaction.atomic():
        if body is not None:
            capture.sha256, capture.size = sha256(body).hexdigest(), len(body)
            if not CapturedBytes.objects.filter(pk=capture.sha256).exists():
                row = CapturedBytes(sha256=capture.sha256, data=zlib.compress(body))
                CapturedBytes.objects.bulk_create([row], ignore_conflicts=True)
        capture.save(force_insert=True)
        BodyBand.objects.bulk_create([BodyBand(capture=capture, band=band) for band in bands])
        hints = {(each.sign, each.words[:_LONGEST_WORDS]): each for each in signs}
        CopyHint.objects.bulk_create(
            [
                CopyHint(capture=capture, sign=sign, words=words, original=each.original, credited=each.credited, found_at=at)
                for (sign, words), each in hints.items()
            ]
        )
    return capture


def attach_capture(
    capture: Capture, document: Document, *, at: datetime | None = None, actor: str = "", reason: str = ""
) -> None:
    """Say of which document a capture is a copy, and record who said so. Its contents stay, and no claim changes.

    Raises: SourceOperationError if it is attached to another document already.
    """
    with transaction.atomic():
        stored = Capture.objects.select_for_update(of=("self",)).get(pk=capture.pk)
        if stored.document_id not in (None, document.pk):
            raise SourceOperationError(f"This capture is already one of “{stored.document}”.")
        if stored.document_id is None:
            said = {"attached_at": at, "attached_by": actor, "attach_reason": in_form(reason).strip()}
            Capture.objects.filter(pk=capture.pk).update(document=document, **said)
            for name, value in said.items():
                setattr(capture, name, value)
    capture.document = document


def decide_hint(hint: CopyHint, *, accepted: bool, at: datetime, actor: str, reason: str) -> None:
    """Record what an editor decided about a hint. Only ``claims`` can set what a document copies: that revises claims.

    Raises: SourceOperationError without a reason, or if it is decided already.
    """
    if is_blank(reason):
        raise SourceOperationError("Say why it is a copy, or why not.")
    decided: dict[str, Any] = {"decided_at": at, "decided_by": actor, "accepted": accepted, "decision_reason": reason.strip()}
    if not CopyHint.objects.filter(pk=hint.pk, decided_at=None).update(**decided):
        raise SourceOperationError("Somebody else has decided this.")
    for name, value in decided.items():
        setattr(hint, name, value)


def record_timestamp(capture: Capture, token: bytes, *, authority: str, stamped_at: datetime, actor: str) -> CaptureTimestamp:
    """Store a time-stamp token over the digest of a capture."""
    return CaptureTimestamp.objects.create(
        capture=capture, token=token, authority=authority[:2000], stamped_at=stamped_at, recorded_by=actor
    )
