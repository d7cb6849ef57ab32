"""The frame of every write to claims over the API: one call of an operation, on the revision that was seen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final

import msgspec
from django.http import HttpResponse
from django.utils import timezone
from rest_framework.request import Request

from claims.api.claims.bodies import ClaimBody, claim_etag, item
from claims.api.claims.read import ClaimsView
from claims.body_changes import changes
from claims.casefile import CaseFileError, decode_record
from claims.casefile.values import Reason, Record
from claims.operations.cases import Rights
from claims.operations.desk.page_permissions import PAGES
from claims.operations.writing import OperationError, StaleClaimError, StaleRevisionError
from claims.queries.claims import read as reading
from claims.verification import Change
from factcheck.access.scopes import CLAIMS_WRITE
from factcheck.api.allowed import op_of
from factcheck.api.describing import Op
from factcheck.api.problems import Changed, Fault, ProblemError
from factcheck.api.sending import fault_at, seen_of
from factcheck.api.views import answer, encoded
from factcheck.api.writing import Refusals, WriteView, actor_of
from factcheck.dates.partial_dates import PartialDateError
from sources.operations import PersonNamedError, SourceOperationError
from sources.queries.approvers import APPROVE

Expected = Mapping[int, int]


def _named_faults(error: Exception) -> list[Fault]:
    """Return where texts about an unnamed source name persons."""
    return [Fault(detail=told, pointer=f"/{place}") for place, told in getattr(error, "by_place", {}).items()]


class Because(Record, frozen=True, kw_only=True):
    """What every change to a record tells: why. It is kept with the change, and told to readers only where that is said."""

    reason: Reason


def sends(page: str) -> tuple[str, ...]:
    """Return the permissions that sending the same form of the admin asks for, so that both ask for the same."""
    return PAGES[page].sends or ()


def changing(name: str, does: str, page: str, takes: type[msgspec.Struct], **more: Any) -> Op:
    """Return an operation that changes a claim as a page of the admin does, and answers with the claim as it then stands."""
    told: dict[str, Any] = {"scope": CLAIMS_WRITE, "gives": ClaimBody, "on_revision": True, **more}
    return Op(name=name, does=does, needs=sends(page), takes=takes, **told)


class DeskWrite(WriteView):
    """A write through the operations of the desk: what they say no with is told as a problem."""

    #: Where the body that is sent stands in the case file that it becomes.
    within: ClassVar[str] = "$"
    #: How the revision calls what was done.
    recorded_as: ClassVar[str] = ""

    refusals: ClassVar[Refusals] = {
        StaleRevisionError: lambda error: ProblemError("stale", str(error)),
        OperationError: lambda error: ProblemError("conflict", str(error)),
        PersonNamedError: lambda error: ProblemError("invalid", errors=_named_faults(error)),
        SourceOperationError: lambda error: ProblemError("conflict", str(error)),
        PartialDateError: lambda error: ProblemError("invalid", errors=[Fault(detail=str(error))]),
        CaseFileError: lambda _error: ProblemError("invalid"),
    }

    def decoded(self, data: bytes, op: Op) -> Any:
        return decode_record(data, op.takes) if op.takes is not None else None

    def told(self, error: Exception) -> ProblemError | None:
        if isinstance(error, CaseFileError):
            return ProblemError("invalid", errors=[fault_at(one.path, one.message, self.within) for one in error.problems])
        if isinstance(error, StaleClaimError):
            return _stale(error)
        return super().told(error)

    def change(self, request: Request, reason: str) -> Change:
        """Return the change that operations are given: now, by whoever asks."""
        return Change(timezone.now(), actor_of(request), self.recorded_as, reason, request.user.pk)


def rights_of(request: Request) -> Rights:
    """Return what whoever asks may say of sources in a case file, or in what is recorded through one."""
    person: Any = request.user
    return Rights(approve=person.has_perm(APPROVE), grade=person.has_perm("sources.grade_source"), person=person)


def require(request: Request, *permissions: str) -> None:
    """Refuse what the role does not allow, where that depends on what was sent.

    Raises: ProblemError.
    """
    missing = [one for one in permissions if not request.user.has_perm(one)]
    if missing:
        raise ProblemError("not-allowed", f"What was sent asks for {', '.join(missing)}.")


class ClaimWrite(DeskWrite, ClaimsView):
    """A write to one claim, which answers with the claim as it stands then."""

    def seen(self, request: Request, head: reading.Head) -> Expected:
        """Return the revision of the claim that the change was made on; empty where the operation asks for none.

        Raises: ProblemError where If-Match names none, or one that there never was.
        """
        if not op_of(self, request.method).on_revision:
            return {}
        seen = seen_of(request)
        if not reading.revision_digest(head.id, seen.revision).startswith(seen.digest):
            raise ProblemError("stale", "This claim never had the revision that If-Match names.", more=_current(head.id))
        return {head.id: seen.revision}

    def named(self, key: str, pointer: str) -> reading.Head:
        """Return the head of another claim that the body names.

        Raises: ProblemError at its place where there is none, or it was deleted.
        """
        head = reading.head(self.readable(), key)
        if head is None or head.removed_at is not None:
            told = f"There is no claim “{key}”." if head is None else f"“{key}” was deleted."
            raise ProblemError("invalid", errors=[Fault(detail=told, pointer=pointer)])
        return head


def _stale(error: StaleClaimError) -> ProblemError:
    """Return what is told of a claim that changed since it was seen: which, by whom, and what stands now."""
    row = reading.body(error.claim)
    if row is None:
        return ProblemError("stale", str(error))
    return ProblemError("stale", error.what_of(f"“{row.key}”"), more=_current(error.claim, error.seen))


def _current(claim_id: int, seen: int | None = None) -> Mapping[str, Any]:
    """Return the ETag of a claim as it stands, and what differs from the revision that was ``seen``."""
    after = reading.body(claim_id)
    if after is None:
        return {}
    told: dict[str, Any] = {"current": claim_etag(after.revision, after.digest)}
    before = reading.revision_body(claim_id, seen) if seen is not None else None
    if before is not None:
        lines = changes(msgspec.json.decode(before[2]), msgspec.json.decode(after.body))
        told["changes"] = tuple(Changed(about=line.about, before=line.before, after=line.after) for line in lines)
    return told


def claim_answer(
    claim_id: int, *, status: int = 200, location: str = "", beside: Mapping[str, Any] | None = None
) -> HttpResponse:
    """Return the answer to a write: the claim as it stands, or where more is told ``beside`` it, as its member ``claim``."""
    row = _stored(claim_id)
    body = item(row).encode()
    told = body if beside is None else encoded({"claim": msgspec.Raw(body), **beside})
    response = answer(told, etag=claim_etag(row.revision, row.digest))
    response.status_code = status
    if location:
        response["Location"] = location
    return response


def claim_as_it_stands(claim_id: int) -> msgspec.Raw:
    """Return another claim that was written too, to be told beside the one that was asked for."""
    return msgspec.Raw(item(_stored(claim_id)).encode())


def _stored(claim_id: int) -> reading.Stored:
    row = reading.body(claim_id)
    if row is None:  # an administrator deleted it for good meanwhile
        raise ProblemError("gone")
    return row


class ClaimMove(ClaimWrite):
    """``POST /claims/KEY/…/``: one operation on one claim, by ``moved``."""

    def posted(self, request: Request, said: Any, **keys: Any) -> HttpResponse:
        head = self.found(keys.pop("key"))
        change = self.change(request, said.reason or "")
        beside = self.moved(head.id, said, change, self.seen(request, head), **keys)
        return claim_answer(head.id, status=op_of(self, request.method).status, beside=beside)

    def moved(self, claim_id: int, said: Any, change: Change, seen: Expected, /, **keys: Any) -> Mapping[str, Any] | None:
        """Make the one call; return what is told beside the claim, if anything."""
        raise NotImplementedError


__all__: Final = ["Because", "ClaimMove", "ClaimWrite", "DeskWrite", "Expected", "changing", "claim_answer", "require", "sends"]
