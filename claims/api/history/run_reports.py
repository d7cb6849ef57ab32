"""What a verification run did and found: by chunk, and as a report for the morning editor."""

from __future__ import annotations

from datetime import datetime
from typing import Final

import msgspec
from django.http import HttpResponse
from rest_framework.request import Request

from claims.api.claims.read import reads
from claims.api.history.runs import Counts, RunBody, body_of_run, found_run
from claims.models.run import PREVIEW
from claims.queries.history import runs as queries
from claims.queries.history.night import night_report
from claims.runs.report import unfinished
from factcheck.api.describing import Parameter, whole
from factcheck.api.paging import HIGHEST, LIMIT, json_answer, limit_of, limit_parameter, page
from factcheck.api.parameters import number
from factcheck.api.problems import ProblemError
from factcheck.api.views import ApiView

#: Lines of each kind in a report.
_LINES: Final = 1_000
_MOST_LINES: Final = 10_000


class ChunkLine(Counts, frozen=True, kw_only=True):
    """A chunk of a run, done as a whole or not at all."""

    number: int
    state: str
    finished_at: datetime | None


class ChunkPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of chunks, in order."""

    chunks: tuple[ChunkLine, ...]
    next: str | None


class ChunkList(ApiView):
    """``GET /runs/NUMBER/chunks/``: in order."""

    ops = {
        "GET": reads(
            "list_chunks",
            "The chunks of a run in order, and the totals of each.",
            "claims.view_verificationrun",
            "claims.view_verificationchunk",
            parameters=LIMIT | {"after": Parameter("The number of the last chunk of the previous page.", whole(0, HIGHEST, 0))},
            gives=ChunkPage,
        )
    }

    def get(self, request: Request, number: int) -> HttpResponse:
        run, limit = found_run(number), limit_of(request)
        rows = queries.chunk_page(run, _after(request), limit + 1)
        return page(request, "chunks", [ChunkLine(**row) for row in rows], limit, "after", lambda chunk: chunk.number)


def _after(request: Request) -> int:
    return number(request.query_params, "after", 0, HIGHEST, least=0)


class FlagTold(msgspec.Struct, frozen=True, kw_only=True):
    """A flag that was raised or cleared, and the key of its claim; ``implies``: less exact flags raised with it."""

    claim: str
    flag: str
    implies: tuple[str, ...] = ()


class FailureTold(msgspec.Struct, frozen=True, kw_only=True):
    """A claim that could not be verified, and why."""

    claim: str
    error: str


class LeftOut(msgspec.Struct, frozen=True, kw_only=True):
    """How many lines of each kind were left out."""

    raised: int
    cleared: int
    due: int
    failed: int


class NightBody(msgspec.Struct, frozen=True, kw_only=True):
    """What a run found, each kind in the order of the claims' keys; ``unfinished`` says what is missing if it is not done."""

    run: RunBody
    unfinished: str
    raised: tuple[FlagTold, ...]
    cleared: tuple[FlagTold, ...]
    due: tuple[str, ...]
    failed: tuple[FailureTold, ...]
    left_out: LeftOut


class Report(ApiView):
    """``GET /runs/NUMBER/report/``: the findings, for the morning editor."""

    ops = {
        "GET": reads(
            "read_night_report",
            "What a run newly flagged, cleared, found due and failed on.",
            "claims.view_verificationrun",
            "claims.view_claim",
            parameters=limit_parameter(_MOST_LINES, _LINES, "How many lines of each kind at most."),
            gives=NightBody,
        )
    }

    def get(self, request: Request, number: int) -> HttpResponse:
        run, most = found_run(number), limit_of(request, _MOST_LINES, _LINES)
        if run.scope == PREVIEW:
            raise ProblemError("not-found", f"Run {run.pk} is a policy preview: see policy/drafts/{run.draft_id}/preview/.")
        night = night_report(run)
        kinds = ("raised", "cleared", "due", "failed")
        body = NightBody(
            run=body_of_run(run),
            unfinished=unfinished(night),
            raised=tuple(FlagTold(claim=line.key, flag=line.about, implies=line.implies) for line in night.raised[:most]),
            cleared=tuple(FlagTold(claim=line.key, flag=line.about) for line in night.cleared[:most]),
            due=tuple(line.key for line in night.due[:most]),
            failed=tuple(FailureTold(claim=line.key, error=line.about) for line in night.failed[:most]),
            left_out=LeftOut(**{kind: max(len(getattr(night, kind)) - most, 0) for kind in kinds}),
        )
        return json_answer(request, body)
