"""The frame of every write to sources and documents over the API.

The effects on claims are applied after the change is stored, as on the desk; the response says how far that is.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec
from django.db import transaction
from django.http import HttpResponse
from msgspec import Struct
from rest_framework.request import Request

from claims.api.writing import Because, DeskWrite, require, sends
from claims.operations.desk.page_permissions import RECORD_PAGES
from claims.operations.sources.changes import reach_of
from factcheck.access.scopes import SOURCES_WRITE
from factcheck.api.describing import Op
from factcheck.api.problems import Fault, ProblemError
from factcheck.api.views import answer, encoded
from sources.api.bodies import SourceBody
from sources.api.reading import SourcesView
from sources.api.tags import tag
from sources.models import Source, SourceChange
from sources.operations import lock_sources
from sources.queries.approvers import APPROVE
from sources.queries.changes import last_change_id, waiting_changes_since
from sources.queries.reading import source_of_key
from sources.tasks import announce_changes

#: Fields that must hold visible text: spaces alone are rejected.
_SAY: Final = ("name", "title", "reason", "note")


class ClaimsReached(Struct, frozen=True, kw_only=True):
    """How many claims a change of a source affects, and how many of those still had to be assessed again at the time of the
    response: by a worker at once, if the desk has workers, or by the next verification."""

    reached: int
    waiting: int


class SourceWritten(SourceBody, frozen=True, kw_only=True, omit_defaults=True):
    """A source after a change, and the effects on claims."""

    claims: ClaimsReached


class ConfirmingNames(Because, frozen=True, kw_only=True):
    """The reason of a change that may concern an unnamed source; ``names_confirmed``: the recorded persons in the reason do
    not identify the source. Confirming that requires permission to approve unnamed sources."""

    names_confirmed: bool = False


def confirmed(request: Request, said: ConfirmingNames) -> bool:
    """Return whether names in the reason were confirmed. Raises: ProblemError if the caller may not confirm them."""
    if said.names_confirmed:
        require(request, APPROVE)
    return said.names_confirmed


def adds(label: str) -> tuple[str, ...]:
    """Return the permissions required to add a kind of record on the desk."""
    return RECORD_PAGES[label].adds or ()


def alters(label: str) -> tuple[str, ...]:
    """Return the permissions required to change a kind of record on the desk."""
    return RECORD_PAGES[label].changes or ()


def writes(name: str, does: str, needs: tuple[str, ...] | str, takes: type[Struct], **more: Any) -> Op:
    """Return an operation on sources or documents; ``needs`` may name the equivalent page of the desk."""
    asked = sends(needs) if isinstance(needs, str) else needs
    return Op(name=name, does=does, scope=SOURCES_WRITE, needs=asked, takes=takes, **{"gives": SourceWritten, **more})


class RecordWrite(DeskWrite):
    """A write of records whose texts are trimmed, as the desk's forms do."""

    def decoded(self, data: bytes, op: Op) -> Any:
        said = super().decoded(data, op)
        given = {name: getattr(said, name) for name in said.__struct_fields__}
        trimmed = {name: value.strip() for name, value in given.items() if isinstance(value, str)}
        faults = [Fault(detail="This field may not be blank.", pointer=f"/{name}") for name in _SAY if trimmed.get(name) == ""]
        if faults:
            raise ProblemError("invalid", errors=faults)
        return msgspec.structs.replace(said, **trimmed)


@dataclass
class Written:
    """What was written to sources; complete once the frame is left."""

    changes: list[SourceChange] = field(default_factory=list)


class SourceWrite(RecordWrite, SourcesView):
    """A write to sources; the response holds the source and the affected claims."""

    @contextmanager
    def writing(self) -> Iterator[Written]:
        """Frame a write to sources: nobody else writes one meanwhile, and readers are notified once it is stored."""
        written = Written()
        with transaction.atomic():
            lock_sources()
            # Nobody else writes sources under the lock, so all later changes are those of this request.
            last = last_change_id()
            yield written
            written.changes = waiting_changes_since(last)
            if written.changes:
                # Robust, because the change is stored: without a broker the request still succeeds, and beat
                # finds the change.
                transaction.on_commit(announce_changes, robust=True)

    def other(self, key: str, pointer: str) -> Source:
        """Return a source that the body names. Raises: ProblemError at its place if there is none."""
        found = source_of_key(key)
        if found is None:
            raise ProblemError("invalid", errors=[Fault(detail=f"Unknown source “{key}”.", pointer=pointer)])
        return found

    def answered(self, key: str, written: Written, **more: Any) -> HttpResponse:
        """Return the response to a write: the source ``key``, the affected claims, and ``more`` members."""
        body = self.body(key)
        content = {**body, "claims": reach_of(written.changes)._asdict(), **more}
        return answer(encoded(content), etag=tag(body, SourceBody))


def recorded(response: HttpResponse, location: str) -> HttpResponse:
    """Return a response as that of a new record, with its ``location``."""
    response.status_code = 201
    response["Location"] = location
    return response
