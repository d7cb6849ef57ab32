"""Reading the text of a capture with an extractor. What it proposes is stored as offsets: nothing becomes a claim by it."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction

from claims.intake.extraction.plugins import UnknownExtractorError, extract
from claims.intake.extraction.proposals import Checked, Proposal
from claims.models import CaptureReading, ProposedAttribution
from claims.operations.writing import OperationError
from sources.models import Capture
from sources.queries.documents.captures import ERASED_DIGEST
from sources.vocabulary import NOTED

log = logging.getLogger(__name__)

#: The most proposals of one reading that are stored: an article of the corpus has a dozen.
_MOST: Final = 1_000
TOO_MANY: Final = "too_many"
_RULE: Final = 100


def is_readable(capture: Capture) -> bool:
    """Return whether a capture has a text to read: one of our own, from which nothing was erased."""
    return bool(capture.text) and capture.way != NOTED and capture.sha256 != ERASED_DIGEST


def read_capture(capture: Capture, extractor: str, language: str, *, at: datetime, actor: str) -> CaptureReading:
    """Store what an extractor proposes on the text of a capture, once for each extractor and language; return the reading.

    Raises: OperationError if the capture has no text or no document, or if the extractor fails. Nothing is stored then.
    """
    if not is_readable(capture):
        raise OperationError("This capture has no text that could be read, or it was erased.")
    if capture.document_id is None:
        raise OperationError("Record the document first: what is accepted rests on it.")
    known = CaptureReading.objects.filter(capture=capture, extractor=extractor, language=language).first()
    return known or _store(capture, extractor, language, _extracted(capture.text, language, extractor), at, actor)


def _extracted(text: str, language: str, extractor: str) -> Checked:
    try:
        return extract(text, language, extractor)
    except UnknownExtractorError as error:
        raise OperationError(f"The extractor “{extractor}” does not read this language.") from error
    except Exception as error:  # code of others may raise anything, and the page must say so
        log.warning("the extractor %s failed", extractor, exc_info=error)
        raise OperationError(
            f"The extractor “{extractor}” failed ({type(error).__name__}), and nothing was stored. Try again, or another one."
        ) from error


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
