"""Errors of the API, all in the format of RFC 9457 (application/problem+json).

``type`` is stable and leads to a page that explains it; ``errors`` lists each error with its place: a JSON Pointer into the
body, or a query parameter. Errors of the service are logged, and reported without internals.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Final

import msgspec
from django.http import HttpResponse

from factcheck.logs.context import current_request_id

MEDIA_TYPE: Final = "application/problem+json"
#: The URL of the explanations; each type is this and its name.
TYPES: Final = "/api/v1/problems/"

#: Seconds after which to retry when the database was unavailable or busy (a guess).
AGAIN: Final = "5"

#: Every type: its status, its title, and how to fix it.
KNOWN: Final[Mapping[str, tuple[int, str, str]]] = {
    "bad-request": (400, "The request is malformed", "See the errors: each names its place."),
    "bad-parameter": (
        400,
        "A parameter is invalid",
        "See the errors; unknown parameters are refused, not ignored.",
    ),
    "too-costly": (400, "The search takes too long", "Narrow it: fewer words, a topic, a shorter time."),
    "not-authenticated": (401, "Authentication is required", "Send a token: Authorization: Bearer fct_…"),
    "bad-token": (
        401,
        "The token is invalid",
        "It is unknown, expired or revoked. Make a new one in the admin, or with `manage.py token`.",
    ),
    "wrong-network": (403, "The token is not valid from this address", "It is restricted to networks; ask whoever made it."),
    "missing-scope": (403, "The token lacks a scope", "Make one with the scope that the error names."),
    "not-allowed": (403, "Your role does not permit this", "Ask an administrator of the desk."),
    "not-found": (404, "Not found", "Check the key; keys never change."),
    "method-not-allowed": (405, "The method is not allowed", "The Allow header lists the allowed methods."),
    "not-acceptable": (406, "The requested format is not available", "Request application/json."),
    "conflict": (
        409,
        "The change conflicts with the current state",
        "The detail says why, and what to do instead. Nothing was changed.",
    ),
    "key-taken": (409, "The key is taken", "Change that record instead, or choose another key."),
    "idempotency-key-reused": (
        409,
        "The Idempotency-Key was used for another request",
        "Repeat exactly the same request, or use a new key for another one.",
    ),
    "answered-once": (
        409,
        "The request was done; its response is not available again",
        "The response held a secret, or was erased when a claim was deleted. Read the record; replace the secret.",
    ),
    "stale": (
        412,
        "The record changed since the revision in If-Match",
        "`changes` lists the differences. Make the change on the current version, with its ETag; nothing was changed.",
    ),
    "gone": (410, "The record was deleted", "An administrator deleted it; its key is not reused."),
    "cursor-lost": (
        410,
        "Cursor not found",
        "The record is not the one that you read, as after a restored backup: start without a cursor or with after=latest.",
    ),
    "too-large": (413, "The request is too large", "Send less at a time."),
    "unsupported-media-type": (415, "The media type is not supported", "Send application/json."),
    "invalid": (422, "The body is invalid", "See the errors: each names its place. Nothing was changed."),
    "revision-required": (
        428,
        "If-Match is required",
        "Read the record, and send its ETag as If-Match, so that no change is overwritten unseen.",
    ),
    "too-many-requests": (429, "Too many requests", "Wait for the seconds in Retry-After."),
    "unavailable": (
        503,
        "The service is busy or its database unavailable",
        "Nothing was changed. Try again after Retry-After.",
    ),
    "read-only": (503, "The service is read-only at present", "Nothing was changed. Tell whoever runs the service."),
    "no-room": (
        507,
        "The service has no disk space left",
        "Nothing was changed. Whoever runs the service must free space on the database's disk; then send the request again.",
    ),
    "internal": (
        500,
        "The service failed",
        "It is logged. Try again; if it fails again, give whoever runs the service the request_id.",
    ),
}


class Fault(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One error: what is wrong, and where (a JSON Pointer into the body, or a parameter)."""

    detail: str
    pointer: str = ""
    parameter: str = ""


class Changed(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One difference between two revisions: what it concerns, the old value, and the current one."""

    about: str
    before: str = ""
    after: str = ""


class ProblemBody(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The body of every error; ``current`` and ``changes`` describe a change made meanwhile."""

    type: str
    title: str
    status: int
    detail: str = ""
    errors: tuple[Fault, ...] = ()
    request_id: str = ""  # for failures of the service, whose log has the same id
    current: str = ""  # the current ETag
    changes: tuple[Changed, ...] = ()


@dataclass
class ProblemError(Exception):
    """An error that the API reports as the problem ``name``; ``more`` are additional members."""

    name: str
    detail: str = ""
    errors: Sequence[Fault] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)


def problem(
    name: str,
    detail: str = "",
    errors: Iterable[Fault] = (),
    headers: Mapping[str, str] | None = None,
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Return the response for a problem."""
    status, title, mend = KNOWN[name]
    failed = status >= HTTPStatus.INTERNAL_SERVER_ERROR
    body = ProblemBody(
        type=f"{TYPES}{name}",
        title=title,
        status=status,
        detail=detail or mend,
        errors=tuple(errors),
        request_id=current_request_id() if failed else "",
        **(more or {}),
    )
    return HttpResponse(msgspec.json.encode(body), status=status, content_type=MEDIA_TYPE, headers=dict(headers or {}))


def unavailable() -> HttpResponse:
    """Return the response for a database that is unavailable or busy."""
    return problem("unavailable", headers={"Retry-After": AGAIN})


def refused_parameter(parameter: str, detail: str) -> ProblemError:
    """Return the error for an invalid query parameter."""
    return ProblemError("bad-parameter", errors=[Fault(parameter=parameter, detail=detail)])
