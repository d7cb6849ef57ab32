"""Case files over the API: taken whole or a line at a time, and given."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import replace
from tempfile import TemporaryFile
from typing import IO, Any, Final

import msgspec
from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from rest_framework.request import Request

from claims.api.claims.bodies import tagged
from claims.api.claims.read import ClaimsView, reads
from claims.api.writing import DeskWrite, rights_of, sends
from claims.casefile import CaseFile, Line, Misshapen, Problem, encode, read_case, read_lines
from claims.operations.cases import FieldChange, LineResult, Loaded, load_case, load_lines
from claims.operations.cases.streaming import OUTCOMES
from claims.queries.cases.export import claim_ids, export, missing_keys
from factcheck.access.models import ApiToken
from factcheck.access.scopes import CLAIMS_WRITE, SOURCES_WRITE
from factcheck.api.describing import NDJSON, TEXT, Op, Parameter, one_word
from factcheck.api.exceptions import name_of_fault
from factcheck.api.parameters import one_of
from factcheck.api.problems import Fault, ProblemError, problem, refused_parameter
from factcheck.api.sending import fault_at, form_of, stream_of
from factcheck.api.views import answer, encoded, unchanged
from sources.queries.approvers import APPROVE

log = logging.getLogger(__name__)

#: Claims of one answer, with those that they lead to: it is held in memory. ``manage.py export_case`` takes more.
MOST_GIVEN: Final = 1_000
#: Results sent at once.
_TOGETHER: Final = 100
_CHUNK: Final = 1 << 16
_READ: Final = (
    "claims.view_claim", "claims.view_claimrelation", "claims.view_attribution", "claims.view_interest", "sources.view_source",
    "sources.view_sourcerelation", "sources.view_independencejudgement", "sources.view_document",
)  # fmt: skip
#: Lists of a case file that say something of sources, which a token needs a scope of its own for.
_OF_SOURCES: Final = ("sources", "relations", "judgements", "documents")


class FieldChanged(msgspec.Struct, frozen=True, kw_only=True):
    """A field of a stored source or document that was changed, or in a dry run would be; empty texts say that there is none."""

    list: str
    key: str
    field: str
    old: str
    new: str


class CaseLoaded(msgspec.Struct, frozen=True, kw_only=True):
    """How many records of a case file were new or changed, and which claims were revised; of a dry run, what would be."""

    sources: int
    documents: int
    claims: int
    attributions: int
    revised: tuple[str, ...]
    changed: tuple[FieldChanged, ...]
    dry_run: bool


class LineLoaded(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of a line: ``created``, ``changed``, ``unchanged`` or ``refused``, then with its faults."""

    line: int
    outcome: str
    key: str = ""  # of its claim, if it has one claim
    errors: tuple[Fault, ...] = ()
    changed: tuple[FieldChanged, ...] = ()


class LinesLoaded(msgspec.Struct, frozen=True, kw_only=True):
    """The last line of an answer: how many lines there were, and what became of them."""

    lines: int
    created: int
    changed: int
    unchanged: int
    refused: int
    dry_run: bool


class Cases(DeskWrite, ClaimsView):
    """``/cases/``: claims as a case file, and a case file to be loaded."""

    recorded_as = "load case"
    ops = {
        "GET": reads(
            "export_case",
            "A case file of claims, with what they relate to and every source and document that they rest on.",
            *_READ,
            parameters={"key": Parameter("The keys of the claims, parted by commas.", TEXT, "visit-within-weeks")},
            gives=CaseFile,
            problems=("not-found",),
        ),
        "POST": Op(
            name="load_case",
            does="Load a case file, all or nothing; or, as lines, claim by claim, with an answer for each line.",
            scope=CLAIMS_WRITE,
            needs=sends("claims_claim_load_case"),
            parameters={
                "dry_run": Parameter("Show what would change, and store nothing.", one_word("1")),
                "update_sources": Parameter("Give stored sources the names that the file has.", one_word("1")),
                "reason": Parameter("Why, as the revisions will tell.", TEXT),
            },
            takes=CaseFile,
            most=settings.API_MOST_CASE_BYTES,
            in_lines=True,
            gives=CaseLoaded,
            example={
                "format": "factcheck-case/1",
                "claims": [{"key": "visit-in-june", "text": "A visit takes place in June."}],
            },
        ),
    }

    def get(self, request: Request) -> HttpResponse:
        keys = [key for key in request.query_params.get("key", "").split(",") if key]
        if not keys:
            raise refused_parameter("key", "Name the claims; manage.py export_case gives all that is stored.")
        if missing := missing_keys(keys):
            raise ProblemError("not-found", f"There is no claim {', '.join(missing)[:200]}.")
        ids = claim_ids(keys)
        if len(ids) > MOST_GIVEN:
            raise refused_parameter("key", f"They lead to {len(ids):,} claims, and at most {MOST_GIVEN:,} are given at once.")
        body = encode(export(ids, whole=False, approvals=request.user.has_perm(APPROVE)))
        etag = tagged(body.decode())
        return unchanged(request, etag) or answer(body, etag=etag)

    def post(self, request: Request, **keys: Any) -> Any:
        for name in ("dry_run", "update_sources"):
            one_of(request.query_params, name, ("1",))
        return self._lines(request) if form_of(request) == NDJSON else super().post(request, **keys)

    def decoded(self, data: bytes, op: Op) -> CaseFile | Misshapen:  # noqa: ARG002 - of the one that takes a case file
        return read_case(data)

    def posted(self, request: Request, said: CaseFile | Misshapen, **_keys: Any) -> HttpResponse:
        shown = said.readings[0] if isinstance(said, Misshapen) else said
        if faults := [fault_at(one.path, one.message) for one in _beyond_scope(request, shown)]:
            raise ProblemError("missing-scope", errors=faults)
        how = _how(request)
        loaded = load_case(said, self._because(request), rights=rights_of(request), **how)
        return answer(encoded(_told(loaded, dry_run=how["dry_run"])))

    def _because(self, request: Request) -> Any:
        return self.change(request, request.query_params.get("reason", ""))

    def _lines(self, request: Request) -> StreamingHttpResponse:
        """Load what was sent a line at a time and answer as batches are stored.

        All of it is read first, into a file: a client need not read while it sends, and nothing waits for it while claims are
        locked. So is the answer of a dry run, which holds its locks to the end.
        """
        if "HTTP_IDEMPOTENCY_KEY" in request.META:
            raise ProblemError("bad-request", "Lines take no Idempotency-Key: sent again, what is stored stays as it is.")
        sent = _file(stream_of(request, settings.API_MOST_LINES_BYTES))
        how = _how(request)
        dry_run = how["dry_run"]
        lines = (_within_scope(line, request) for line in read_lines(_chunks(sent)))
        results = load_lines(lines, lambda: self._because(request), rights=rights_of(request), **how)
        told = _answered(results, dry_run=dry_run)
        response = StreamingHttpResponse(_chunks(_file(told)) if dry_run else told, content_type=NDJSON)
        response["X-Accel-Buffering"] = "no"  # of nginx: results are sent on as they come
        return response


def _how(request: Request) -> dict[str, Any]:
    return {name: request.query_params.get(name) == "1" for name in ("dry_run", "update_sources")}


def _changed(changes: Iterable[FieldChange]) -> tuple[FieldChanged, ...]:
    return tuple(FieldChanged(**change._asdict()) for change in changes)


def _told(loaded: Loaded, *, dry_run: bool) -> CaseLoaded:
    return CaseLoaded(
        sources=loaded.sources,
        documents=loaded.documents,
        claims=loaded.claims,
        attributions=loaded.attributions,
        revised=loaded.revised,
        changed=_changed(loaded.changes),
        dry_run=dry_run,
    )


def _beyond_scope(request: Request, case: CaseFile) -> list[Problem]:
    """Return what a case says of sources where the token that it is sent with is not for that."""
    if not isinstance(request.auth, ApiToken) or SOURCES_WRITE in request.auth.scopes:
        return []
    return [Problem(f"$.{name}", f"It needs the scope {SOURCES_WRITE}.") for name in _OF_SOURCES if getattr(case, name)]


def _within_scope(line: Line, request: Request) -> Line:
    beyond = _beyond_scope(request, line.case)
    return replace(line, problems=tuple(beyond)) if beyond else line


def _answered(results: Iterable[LineResult], *, dry_run: bool) -> Iterator[bytes]:
    """Yield the answer: a line for each line, and a last one that counts them, or tells the problem that ended the load."""
    counts = dict.fromkeys(OUTCOMES, 0)
    waiting: list[bytes] = []
    try:
        for result in results:
            counts[result.outcome] += 1
            waiting.append(_line(result))
            if len(waiting) == _TOGETHER:
                yield b"".join(waiting)
                waiting.clear()
        waiting.append(encoded(LinesLoaded(lines=sum(counts.values()), dry_run=dry_run, **counts)) + b"\n")
    except Exception as error:
        log.exception("a load of lines ended in the middle")
        told = problem(
            name_of_fault(error) or "unavailable", "The load ended here; what is told above is stored. Send it again to go on."
        )
        waiting.append(told.content + b"\n")
    yield b"".join(waiting)


def _line(result: LineResult) -> bytes:
    faults = tuple(fault_at(one.path, one.message) for one in result.problems)
    changed = _changed(result.changes)
    return (
        encoded(LineLoaded(line=result.number, key=result.key, outcome=result.outcome, errors=faults, changed=changed)) + b"\n"
    )


def _file(chunks: Iterable[bytes]) -> IO[bytes]:
    """Return a file without a name that holds what came; it is gone once it is closed."""
    file: IO[bytes] = TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115 - closed by who reads it
    try:
        file.writelines(chunks)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while chunk := file.read(_CHUNK):
            yield chunk
