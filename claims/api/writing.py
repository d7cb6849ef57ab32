"""The frame of every write to claims over the API: one call of an operation, on the revision that the caller saw."""

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
    """Return the problems where texts about an unnamed source name persons."""
    return [Fault(detail=detail, pointer=f"/{place}") for place, detail in getattr(error, "by_place", {}).items()]


class Because(Record, frozen=True, kw_only=True):
    """The reason, which every change needs. It is stored with the change; readers see it only where the operation says so."""

    reason: Reason


def sends(page: str) -> tuple[str, ...]:
    """Return the permissions required by the same form of the admin, so that both require the same."""
    return PAGES[page].sends or ()


def changing(name: str, does: str, page: str, takes: type[msgspec.Struct], **more: Any) -> Op:
    """Return an operation that changes a claim like a page of the admin, and responds with the claim after it."""
    defaults: dict[str, Any] = {"scope": CLAIMS_WRITE, "gives": ClaimBody, "on_revision": True, **more}
    return Op(name=name, does=does, needs=sends(page), takes=takes, **defaults)


class DeskWrite(WriteView):
    """A write through the operations of the desk: their refusals become problems."""

    #: The path of the request body in the case file that it becomes.
    within: ClassVar[str] = "$"
    #: The action of the revision.
    recorded_as: ClassVar[str] = ""

    # The first that fits is taken, so each exception comes before its base class.
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

    def to_problem(self, error: Exception) -> ProblemError | None:
        # Not in `refusals`: paths become pointers into the body, which is only a part of the case file that was
        # checked.
        if isinstance(error, CaseFileError):
            return ProblemError("invalid", errors=[fault_at(one.path, one.message, self.within) for one in error.problems])
        if isinstance(error, StaleClaimError):
            return _stale(error)
        return super().to_problem(error)

    def change(self, request: Request, reason: str) -> Change:
        """Return the change for operations: now, by the caller."""
        return Change(timezone.now(), actor_of(request), self.recorded_as, reason, request.user.pk)


def rights_of(request: Request) -> Rights:
    """Return what the caller may set on sources in a case file, or in records loaded as one."""
    person: Any = request.user
    return Rights(approve=person.has_perm(APPROVE), grade=person.has_perm("sources.grade_source"), person=person)


def require(request: Request, *permissions: str) -> None:
    """Refuse what the role does not allow, if that depends on the body.

    Raises: ProblemError.
    """
    missing = [one for one in permissions if not request.user.has_perm(one)]
    if missing:
        raise ProblemError("not-allowed", f"This request requires {', '.join(missing)}.")


class ClaimWrite(DeskWrite, ClaimsView):
    """A write to one claim, which responds with the claim after it."""

    def seen(self, request: Request, head: reading.Head) -> Expected:
        """Return the revision of the claim that the change was made on; empty if the operation requires none.

        Raises: ProblemError if If-Match names none, or an unknown one.
        """
        if not op_of(self, request.method).on_revision:
            return {}
        seen = seen_of(request)
        # The number alone is not enough: after an older backup was restored, another revision may have it.
        if not reading.revision_digest(head.id, seen.revision).startswith(seen.digest):
            raise ProblemError("stale", "If-Match names an unknown revision of this claim.", more=_current(head.id))
        return {head.id: seen.revision}

    def named(self, key: str, pointer: str) -> reading.Head:
        """Return the head of another claim that the body names.

        Raises: ProblemError at its place if there is none, or it was deleted.
        """
        head = reading.head(self.readable(), key)
        if head is None or head.removed_at is not None:
            detail = f"Unknown claim “{key}”." if head is None else f"“{key}” was deleted."
            raise ProblemError("invalid", errors=[Fault(detail=detail, pointer=pointer)])
        return head


def _stale(error: StaleClaimError) -> ProblemError:
    """Return the problem that a claim changed since it was seen: which claim, by whom, and its current state."""
    row = reading.body(error.claim)
    if row is None:
        return ProblemError("stale", str(error))
    return ProblemError("stale", error.what_of(f"“{row.key}”"), more=_current(error.claim, error.seen))


def _current(claim_id: int, seen: int | None = None) -> Mapping[str, Any]:
    """Return the ETag of the current claim, and what differs from the revision that was ``seen``."""
    after = reading.body(claim_id)
    if after is None:
        return {}
    more: dict[str, Any] = {"current": claim_etag(after.revision, after.digest)}
    before = reading.revision_body(claim_id, seen) if seen is not None else None
    if before is not None:
        lines = changes(msgspec.json.decode(before[2]), msgspec.json.decode(after.body))
        more["changes"] = tuple(Changed(about=line.about, before=line.before, after=line.after) for line in lines)
    return more


def claim_answer(
    claim_id: int, *, status: int = 200, location: str = "", extra: Mapping[str, Any] | None = None
) -> HttpResponse:
    """Return the response to a write: the current claim or, with members ``extra`` it, the claim as member ``claim``."""
    row = _stored(claim_id)
    body = item(row).encode()
    content = body if extra is None else encoded({"claim": msgspec.Raw(body), **extra})
    response = answer(content, etag=claim_etag(row.revision, row.digest))
    response.status_code = status
    if location:
        response["Location"] = location
    return response


def current_claim(claim_id: int) -> msgspec.Raw:
    """Return another claim that was written too, as a member besides the main one."""
    return msgspec.Raw(item(_stored(claim_id)).encode())


def _stored(claim_id: int) -> reading.Stored:
    row = reading.body(claim_id)
    if row is None:  # an administrator erased it meanwhile
        raise ProblemError("gone")
    return row


class ClaimMove(ClaimWrite):
    """``POST /claims/KEY/…/``: one operation on one claim, by ``moved``."""

    def posted(self, request: Request, said: Any, **keys: Any) -> HttpResponse:
        head = self.found(keys.pop("key"))
        change = self.change(request, said.reason or "")
        extra = self.moved(head.id, said, change, self.seen(request, head), **keys)
        return claim_answer(head.id, status=op_of(self, request.method).status, extra=extra)

    def moved(self, claim_id: int, said: Any, change: Change, seen: Expected, /, **keys: Any) -> Mapping[str, Any] | None:
        """Call the operation; return the members besides the claim, if any."""
        raise NotImplementedError


__all__: Final = ["Because", "ClaimMove", "ClaimWrite", "DeskWrite", "Expected", "changing", "claim_answer", "require", "sends"]
