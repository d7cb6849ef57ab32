"""Having the text of a capture read by an extractor."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Final

from django.http import HttpResponse
from django.utils import timezone
from msgspec import UNSET, Meta, Struct, UnsetType
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from claims.api.documents.captures import SEES, CapturesView, unshared
from claims.api.documents.slow import SlowView, turn
from claims.api.sources.frame import RecordWrite, recorded
from claims.casefile.values import Language, Record
from claims.extractors import DEFAULT, extract, extractors
from claims.models import CaptureReading
from claims.operations.proposals.readings import read_capture
from claims.queries.proposals.review import Counts, counts_of_each, reading_by_id, readings_of
from factcheck.access.models import ApiToken
from factcheck.access.scopes import SOURCES_WRITE
from factcheck.api.describing import Op
from factcheck.api.problems import Fault, ProblemError
from factcheck.api.throttling import Pace
from factcheck.api.views import ApiView, answer, encoded
from factcheck.api.writing import actor_of
from sources.models import Capture

#: The permissions of the review on the desk, and those to read what proposals are compared with.
NEEDS: Final = (
    *SEES, "sources.view_document", "sources.view_source", "claims.view_claim", "claims.add_claim", "claims.add_attribution",
)  # fmt: skip


class NewReading(Record, frozen=True, kw_only=True):
    """Which extractor reads the text (*basic* by default), and in which language (by default that of the capture)."""

    extractor: Annotated[str, Meta(min_length=1, max_length=100)] | UnsetType = UNSET
    language: Language | UnsetType = UNSET


class DroppedProposals(Struct, frozen=True, kw_only=True):
    """How many proposals of the extractor were left out, and why."""

    fault: str
    number: int


class ReadingBody(Struct, frozen=True, kw_only=True):
    """A reading of a text: ``open`` counts its proposals without a decision, ``low_confidence`` those of them that are hidden
    unless they are asked for."""

    id: int
    capture: int
    extractor: str
    language: str
    read_at: datetime
    recorded_by: str
    open: int
    low_confidence: int
    decided: int
    dropped: tuple[DroppedProposals, ...]


class ReadingList(Struct, frozen=True, kw_only=True):
    """The readings of a capture, newest first."""

    readings: tuple[ReadingBody, ...]


def reading_body(reading: CaptureReading, counts: Counts) -> ReadingBody:
    """Return a reading as it is sent."""
    return ReadingBody(
        id=reading.pk,
        capture=reading.capture_id,
        extractor=reading.extractor,
        language=reading.language,
        read_at=reading.read_at,
        recorded_by=reading.recorded_by,
        open=counts.open,
        low_confidence=counts.low,
        decided=counts.decided,
        dropped=tuple(DroppedProposals(fault=fault, number=number) for fault, number in sorted(reading.dropped.items())),
    )


def require_scope(request: Request, scope: str) -> None:
    """Refuse a token without a second scope. Raises: ProblemError."""
    if isinstance(request.auth, ApiToken) and scope not in request.auth.scopes:
        raise ProblemError("missing-scope", errors=[Fault(detail=f"This requires the scope {scope} too.")])


class Readings(SlowView, RecordWrite, CapturesView):
    """``/captures/ID/readings/``: list the readings of a capture, and have it read."""

    ops = {
        "GET": Op(
            name="list_readings",
            does="The readings of a capture by extractors, newest first.",
            scope=SOURCES_WRITE,
            needs=NEEDS,
            gives=ReadingList,
        ),
        "POST": Op(
            name="read_text",
            does="Have an extractor read the text of a capture: once for each extractor and language, whoever asks.",
            scope=SOURCES_WRITE,
            needs=NEEDS,
            takes=NewReading,
            repeatable=False,
            gives=ReadingBody,
            status=201,
            example={"extractor": "basic", "language": "en"},
        ),
    }

    def get_throttles(self) -> list[BaseThrottle]:
        return super().get_throttles() if self.request.method == "POST" else [Pace()]

    def get(self, request: Request, number: int) -> HttpResponse:  # noqa: ARG002 - as Django calls it
        rows = readings_of(self.found(number))
        counts = counts_of_each(rows)
        return unshared(answer(encoded(ReadingList(readings=tuple(reading_body(row, counts[row.pk]) for row in rows)))))

    def posted(self, request: Request, said: NewReading, **keys: Any) -> HttpResponse:
        capture = self.found(keys["number"])
        extractor, language = _asked(said, capture)
        with turn():
            reading = read_capture(capture, extractor, language, extract, at=timezone.now(), actor=actor_of(request))
        body = encoded(reading_body(reading, counts_of_each([reading])[reading.pk]))
        return unshared(recorded(answer(body), request.build_absolute_uri(f"/api/v1/readings/{reading.pk}/")))


def _asked(said: NewReading, capture: Capture) -> tuple[str, str]:
    """Return the extractor and the language. Raises: ProblemError if there is no such one."""
    known, name = extractors(), said.extractor or DEFAULT
    if name not in known:
        detail = f"Unknown extractor. There are: {', '.join(sorted(known))}."
        raise ProblemError("invalid", errors=[Fault(detail=detail, pointer="/extractor")])
    language = (said.language or capture.language).partition("-")[0]
    if language not in known[name].languages:
        detail = f"The extractor “{name}” reads: {', '.join(sorted(known[name].languages))}."
        raise ProblemError("invalid", errors=[Fault(detail=detail, pointer="/language")])
    return name, language


class ReadingsView(ApiView):
    """The base of what is about one reading."""

    def reading(self, number: int) -> CaptureReading:
        """Return a reading, with its capture and document. Raises: ProblemError if there is none."""
        reading = reading_by_id(number)
        if reading is None:
            raise ProblemError("not-found", f"Unknown reading {number}.")
        return reading


class OneReading(ReadingsView):
    """``GET /readings/ID/``: a reading, with how many of its proposals are open."""

    ops = {
        "GET": Op(
            name="read_reading",
            does="One reading of a capture, with how many of its proposals are open and decided.",
            scope=SOURCES_WRITE,
            needs=NEEDS,
            gives=ReadingBody,
        )
    }

    def get(self, request: Request, number: int) -> HttpResponse:  # noqa: ARG002 - as Django calls it
        reading = self.reading(number)
        return unshared(answer(encoded(reading_body(reading, counts_of_each([reading])[reading.pk]))))
