"""Case files over the API: loading them whole or line by line, and exporting them."""

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
from claims.casefile import CaseFile, Line, Malformed, Problem, encode, read_case, read_lines
from claims.operations.cases import FieldChange, LineResult, LoadResult, load_case, load_lines
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

#: Claims of one response, including related ones: it is held in memory. ``manage.py export_case`` has no limit.
MOST_GIVEN: Final = 1_000
#: Results sent together.
_TOGETHER: Final = 100
_CHUNK: Final = 1 << 16
_READ: Final = (
    "claims.view_claim", "claims.view_claimrelation", "claims.view_attribution", "claims.view_interest", "sources.view_source",
    "sources.view_sourcerelation", "sources.view_independencejudgement", "sources.view_document",
)  # fmt: skip
#: Lists of a case file about sources, which require the scope sources:write.
_OF_SOURCES: Final = ("sources", "relations", "judgements", "documents")


class FieldChanged(msgspec.Struct, frozen=True, kw_only=True):
    """A changed field of a stored source or document (in a dry run: one that would change); empty text means no value."""

    list: str
    key: str
    field: str
    old: str
    new: str


class CaseLoaded(msgspec.Struct, frozen=True, kw_only=True):
    """How many records of a case file were new or changed, and which claims were revised; for a dry run, what would be."""

    sources: int
    documents: int
    claims: int
    attributions: int
    revised: tuple[str, ...]
    changed: tuple[FieldChanged, ...]
    dry_run: bool


class LineLoaded(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The result of a line: ``created``, ``changed``, ``unchanged`` or, with its errors, ``refused``."""

    line: int
    outcome: str
    key: str = ""  # of its claim, if it has one claim
    errors: tuple[Fault, ...] = ()
    changed: tuple[FieldChanged, ...] = ()


class LinesLoaded(msgspec.Struct, frozen=True, kw_only=True):
    """The last line of a response: the number of lines, by result."""

    lines: int
    created: int
    changed: int
    unchanged: int
    refused: int
    dry_run: bool


class Cases(DeskWrite, ClaimsView):
    """``/cases/``: export claims as a case file, and load a case file."""

    recorded_as = "load case"
    ops = {
        "GET": reads(
            "export_case",
            "A case file of claims, with related claims and every source and document that they rest on.",
            *_READ,
            parameters={"key": Parameter("The keys of the claims, comma-separated.", TEXT, "visit-within-weeks")},
            gives=CaseFile,
            problems=("not-found",),
        ),
        "POST": Op(
            name="load_case",
            does="Load a case file, all or nothing; or, as lines, claim by claim, with a result for each line.",
            scope=CLAIMS_WRITE,
            needs=sends("claims_claim_load_case"),
            parameters={
                "dry_run": Parameter("Show what would change, and store nothing.", one_word("1")),
                "update_sources": Parameter("Give stored sources the names that the file has.", one_word("1")),
                "reason": Parameter("The reason, shown with the revisions.", TEXT),
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
            raise refused_parameter("key", "Name the claims; manage.py export_case exports everything.")
        if missing := missing_keys(keys):
            raise ProblemError("not-found", f"Unknown claim: {', '.join(missing)[:200]}.")
        # Related claims included, and before any of their records are read: the limit bounds memory.
        ids = claim_ids(keys)
        if len(ids) > MOST_GIVEN:
            raise refused_parameter("key", f"With related claims these are {len(ids):,}; the limit is {MOST_GIVEN:,}.")
        # Why a name was withheld, and who approved that, is shown only to those who may approve.
        body = encode(export(ids, whole=False, approvals=request.user.has_perm(APPROVE)))
        etag = tagged(body.decode())
        return unchanged(request, etag) or answer(body, etag=etag)

    def post(self, request: Request, **keys: Any) -> Any:
        for name in ("dry_run", "update_sources"):
            one_of(request.query_params, name, ("1",))
        return self._lines(request) if form_of(request) == NDJSON else super().post(request, **keys)

    def decoded(self, data: bytes, op: Op) -> CaseFile | Malformed:  # noqa: ARG002 - the only operation that takes a case file
        # Not `decode`: what does not fit is reported together with what conflicts with stored records.
        return read_case(data)

    def posted(self, request: Request, said: CaseFile | Malformed, **_keys: Any) -> HttpResponse:
        shown = said.readings[0] if isinstance(said, Malformed) else said
        if faults := [fault_at(one.path, one.message) for one in _beyond_scope(request, shown)]:
            raise ProblemError("missing-scope", errors=faults)
        how = _how(request)
        loaded = load_case(said, self._because(request), rights=rights_of(request), **how)
        return answer(encoded(_case_loaded(loaded, dry_run=how["dry_run"])))

    def _because(self, request: Request) -> Any:
        return self.change(request, request.query_params.get("reason", ""))

    def _lines(self, request: Request) -> StreamingHttpResponse:
        """Load a stream line by line, and stream the results as batches are stored.

        All of it is read into a file first: a client need not read while it sends, and nothing waits for it while claims are
        locked. The results of a dry run are buffered too, because it holds its locks to the end.
        """
        if "HTTP_IDEMPOTENCY_KEY" in request.META:
            raise ProblemError("bad-request", "Remove the Idempotency-Key: sending lines again changes nothing that is stored.")
        sent = _file(stream_of(request, settings.API_MOST_LINES_BYTES))
        how = _how(request)
        dry_run = how["dry_run"]
        lines = (_within_scope(line, request) for line in read_lines(_chunks(sent)))
        results = load_lines(lines, lambda: self._because(request), rights=rights_of(request), **how)
        answered = _answered(results, dry_run=dry_run)
        response = StreamingHttpResponse(_chunks(_file(answered)) if dry_run else answered, content_type=NDJSON)
        response["X-Accel-Buffering"] = "no"  # for nginx: do not buffer results
        return response


def _how(request: Request) -> dict[str, Any]:
    return {name: request.query_params.get(name) == "1" for name in ("dry_run", "update_sources")}


def _changed(changes: Iterable[FieldChange]) -> tuple[FieldChanged, ...]:
    return tuple(FieldChanged(**change._asdict()) for change in changes)


def _case_loaded(loaded: LoadResult, *, dry_run: bool) -> CaseLoaded:
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
    """Return the fields of a case about sources, if the token's scope does not cover them."""
    if not isinstance(request.auth, ApiToken) or SOURCES_WRITE in request.auth.scopes:
        return []
    return [Problem(f"$.{name}", f"This requires the scope {SOURCES_WRITE}.") for name in _OF_SOURCES if getattr(case, name)]


def _within_scope(line: Line, request: Request) -> Line:
    beyond = _beyond_scope(request, line.case)
    return replace(line, problems=tuple(beyond)) if beyond else line


def _answered(results: Iterable[LineResult], *, dry_run: bool) -> Iterator[bytes]:
    """Yield the response: a line for each line, and a last one that counts them or has the problem that ended the load."""
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
    # The response has begun, so the status is 200: only a last line can still say that the load failed.
    except Exception as error:
        log.exception("a load of lines ended in the middle")
        failure = problem(
            name_of_fault(error) or "unavailable",
            "The load ended here; the results above are stored. Send the lines again to resume.",
        )
        waiting.append(failure.content + b"\n")
    yield b"".join(waiting)


def _line(result: LineResult) -> bytes:
    faults = tuple(fault_at(one.path, one.message) for one in result.problems)
    changed = _changed(result.changes)
    return (
        encoded(LineLoaded(line=result.number, key=result.key, outcome=result.outcome, errors=faults, changed=changed)) + b"\n"
    )


def _file(chunks: Iterable[bytes]) -> IO[bytes]:
    """Return an unnamed file with what was received; closing it deletes it."""
    file: IO[bytes] = TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115 - closed by the reader
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
