"""Reading the text of a capture with an extractor. What it proposes is stored as offsets: nothing becomes a claim by it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final, TypeAlias

from django.db import IntegrityError, transaction

from claims.intake.extraction.plugins import ExtractorError
from claims.intake.extraction.proposals import Checked, Proposal
from claims.models import CaptureReading, ProposedAttribution
from claims.operations.writing import OperationError
from sources.models import Capture
from sources.queries.documents.captures import ERASED_DIGEST
from sources.vocabulary import NOTED

#: ``claims.extractors.extract``: from a text, its language and the name of an extractor to what that proposes. It may use the
#: network.
Extract: TypeAlias = Callable[[str, str, str], Checked]
#: The most proposals of one reading that are stored: an article of the corpus has a dozen.
_MOST: Final = 1_000
TOO_MANY: Final = "too_many"
_RULE: Final = 100


def is_readable(capture: Capture) -> bool:
    """Return whether a capture has a text to read: one of our own, from which nothing was erased."""
    return bool(capture.text) and capture.way != NOTED and capture.sha256 != ERASED_DIGEST


def read_capture(
    capture: Capture, extractor: str, language: str, extract: Extract, *, at: datetime, actor: str
) -> CaptureReading:
    """Store what an extractor proposes on the text of a capture, once for each extractor and language; return the reading.

    Raises: OperationError if the capture has no text or no document, or if the extractor fails. Nothing is stored then.
    """
    if not is_readable(capture):
        raise OperationError("This capture has no text that could be read, or it was erased.")
    if capture.document_id is None:
        raise OperationError("Record the document first: what is accepted rests on it.")
    if known := CaptureReading.objects.filter(capture=capture, extractor=extractor, language=language).first():
        return known
    try:
        found = extract(capture.text, language, extractor)
    except ExtractorError as error:
        raise OperationError(f"{error} Nothing was stored: try again, or another extractor.") from error
    return _store(capture, extractor, language, found, at, actor)


def _store(capture: Capture, extractor: str, language: str, found: Checked, at: datetime, actor: str) -> CaptureReading:
    dropped = {str(fault): number for fault, number in found.dropped.items()}
    if len(found.kept) > _MOST:
        dropped[TOO_MANY] = len(found.kept) - _MOST
    named = {"capture": capture, "extractor": extractor, "language": language}
    try:
        with transaction.atomic():
            reading = CaptureReading.objects.create(**named, dropped=dropped, read_at=at, recorded_by=actor)
            rows = [_row(reading, number, each) for number, each in enumerate(found.kept[:_MOST], start=1)]
            ProposedAttribution.objects.bulk_create(rows, batch_size=_MOST)
    except IntegrityError:
        # Somebody else pressed the same button at the same moment.
        return CaptureReading.objects.get(**named)
    return reading


def _row(reading: CaptureReading, number: int, proposal: Proposal) -> ProposedAttribution:
    spans: dict[str, list[list[int]]] = {}
    for field, span in proposal.spans():
        spans.setdefault(field, []).append([span.start, span.end])
    confidence = proposal.confidence
    return ProposedAttribution(
        reading=reading,
        number=number,
        rule=proposal.rule[:_RULE],
        confidence=confidence if confidence is not None and 0 <= confidence <= 1 else None,
        stance=str(proposal.stance),
        naming=str(proposal.naming or ""),
        hedge=str(proposal.hedge.degree) if proposal.hedge else "",
        spans=spans,
    )
