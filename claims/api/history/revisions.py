"""The revisions of a claim: who changed it, when, how and why, and the body that each left."""

from __future__ import annotations

from typing import Any

import msgspec
from django.http import HttpResponse
from rest_framework.request import Request

from claims.api.claims.bodies import ClaimBody, item, tagged
from claims.api.claims.read import ClaimsView, reads
from claims.models.revision import reason_shown
from claims.queries.claims import read as reading
from factcheck.api.paging import before_of, before_parameters, limit_of, numbered_page
from factcheck.api.problems import ProblemError
from factcheck.api.views import answer, unchanged


class RevisionLine(msgspec.Struct, frozen=True, kw_only=True):
    """One change to a claim: who made it, when, how and why, and the digests that chain it to the one before."""

    number: int
    at: str
    actor: str
    action: str
    reason: str
    sha256: str
    previous_sha256: str
    body_sha256: str


class RevisionPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of revisions."""

    revisions: tuple[RevisionLine, ...]
    next: str | None


class RevisionList(ClaimsView):
    """``GET /claims/KEY/revisions/``: who changed a claim, when, how and why; newest first."""

    ops = {
        "GET": reads(
            "list_revisions",
            "Who changed a claim, when, how and why; newest first.",
            "claims.view_revision",
            parameters=before_parameters("revisions"),
            gives=RevisionPage,
            problems=("gone",),
        )
    }

    def get(self, request: Request, key: str) -> HttpResponse:
        head = self.found(key)
        etag = tagged("revisions", head.digest, str(before_of(request)), str(limit_of(request)))
        if (same := unchanged(request, etag)) is not None:
            return same
        return numbered_page(request, "revisions", lambda before, limit: _lines(head.id, before, limit), etag=etag)


def _lines(claim: int, before: int | None, limit: int) -> list[dict[str, Any]]:
    rows = reading.revisions(claim, before, limit)
    return [{**row, "reason": reason_shown(row["action"], row["reason"])} for row in rows]


class RevisionDetail(ClaimsView):
    """``GET /claims/KEY/revisions/NUMBER/``: the body as that revision left it; it never changes again."""

    ops = {
        "GET": reads(
            "read_revision",
            "A claim as a revision left it.",
            "claims.view_revision",
            gives=ClaimBody,
            problems=("gone",),
        )
    }

    def get(self, request: Request, key: str, number: int) -> HttpResponse:
        head = self.found(key)
        found = reading.revision_body(head.id, number)
        if found is None:
            raise ProblemError("not-found", f"“{key}” has {head.revision} revisions.")
        at, digest, body = found
        etag = tagged(digest)
        if (same := unchanged(request, etag)) is not None:
            return same
        told = item(reading.Stored(head.id, key, number, at, digest, body))
        return answer(told.encode(), etag=etag)
