"""Errors of the API, all in the one shape of RFC 9457 (application/problem+json).

``type`` is stable and leads to a page that explains it; ``errors`` names each fault with its place: a JSON Pointer into
the body, or the parameter of the address. What the service did wrong is logged, and told without any of its insides.
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
#: Where the types are explained; each is this and its name.
TYPES: Final = "/api/v1/problems/"

#: Seconds after which a database that was away or busy is worth another try (a guess).
AGAIN: Final = "5"

#: Every type that there is: its status, its title, and how to mend it.
KNOWN: Final[Mapping[str, tuple[int, str, str]]] = {
    "bad-request": (400, "The request cannot be read", "See the errors: each names its place."),
    "bad-parameter": (
        400,
        "A parameter does not fit",
        "See the errors; a parameter that nobody knows is refused, not ignored.",
    ),
    "too-costly": (400, "What was asked takes too long to find", "Narrow it: fewer words, a topic, a shorter time."),
    "not-authenticated": (401, "Nobody knows who asks", "Send a token: Authorization: Bearer fct_…"),
    "bad-token": (
        401,
        "The token is not taken",
        "It is unknown, expired or revoked. Make a new one in the admin, or by `manage.py token`.",
    ),
    "wrong-network": (403, "The token is not taken from here", "It is bound to networks; ask whoever made it."),
    "missing-scope": (403, "The token is not for this", "Make one with the scope that the error names."),
    "not-allowed": (403, "Your role may not do this", "Ask an administrator of the desk."),
    "not-found": (404, "There is no such thing", "Look at the key; keys never change."),
    "method-not-allowed": (405, "The address does not take this method", "The header Allow names those that it takes."),
    "not-acceptable": (406, "The answer cannot be had in this form", "Ask for application/json."),
    "conflict": (409, "It cannot be done as things stand", "The detail says why, and what to do instead. Nothing was changed."),
    "key-taken": (409, "The key is taken", "Change that record instead, or choose another key."),
    "idempotency-key-reused": (
        409,
        "The Idempotency-Key was used for something else",
        "Send the very same request again, or use a new key for another one.",
    ),
    "answered-once": (
        409,
        "It was done, and its answer is not told again",
        "The answer held a secret, or was let go of when a claim was deleted. Read the record; replace the secret.",
    ),
    "stale": (
        412,
        "It changed since what If-Match names",
        "`changes` tells what differs. Make the change on what stands now, with its ETag; nothing was changed.",
    ),
    "gone": (410, "It was deleted", "An administrator deleted it; its key stays taken."),
    "cursor-lost": (
        410,
        "The record has no such place",
        "It is another one than you read, as after a restored backup: begin anew, without a cursor or with after=latest.",
    ),
    "too-large": (413, "The request is too large", "Send less at a time."),
    "unsupported-media-type": (415, "The body is in no known form", "Send application/json."),
    "invalid": (422, "What was sent does not fit", "See the errors: each names its place. Nothing was changed."),
    "revision-required": (
        428,
        "Say what the change was made on",
        "Read it, and send its ETag back as If-Match: then nobody's change is overwritten unseen.",
    ),
    "too-many-requests": (429, "Too many requests", "Wait for the seconds that Retry-After tells."),
    "unavailable": (503, "The service is busy or its database away", "Nothing was changed. Try again after Retry-After."),
    "read-only": (503, "The service can only be read at present", "Nothing was changed. Tell whoever runs the service."),
    "no-room": (
        507,
        "The service has no room left to store it",
        "Nothing was changed. Whoever runs the service must make room on the database's disk; then send it again.",
    ),
    "internal": (
        500,
        "The service failed",
        "It is logged. Try again; if it fails again, give whoever runs the service the request_id.",
    ),
}


class Fault(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that is wrong: what, and where (a JSON Pointer into the body, or a parameter)."""

    detail: str
    pointer: str = ""
    parameter: str = ""


class Changed(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that differs between two revisions: what it is about, what stood before, and what stands now."""

    about: str
    before: str = ""
    after: str = ""


class ProblemBody(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The body of every error; ``current`` and ``changes`` are told of what changed meanwhile."""

    type: str
    title: str
    status: int
    detail: str = ""
    errors: tuple[Fault, ...] = ()
    request_id: str = ""  # of what the service failed at: its log has the same
    current: str = ""  # the ETag of what stands now
    changes: tuple[Changed, ...] = ()


@dataclass
class ProblemError(Exception):
    """An error that the API tells as the problem ``name``; ``more`` are members beyond those that all problems have."""

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
    """Return the answer that tells a problem."""
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
    """Return the answer that the database is away or busy."""
    return problem("unavailable", headers={"Retry-After": AGAIN})


def refused_parameter(parameter: str, detail: str) -> ProblemError:
    """Return the error that a parameter of the address does not fit."""
    return ProblemError("bad-parameter", errors=[Fault(parameter=parameter, detail=detail)])
