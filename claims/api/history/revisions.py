"""The revisions of a claim: who changed it, when, how and why, and the body after each."""

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


class ErasedPart(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a revision that was erased: its reason, its body, or its link to a digest that was replaced."""

    revision: int
    part: str


class RevisionLine(msgspec.Struct, frozen=True, kw_only=True):
    """One change to a claim: who made it, when, how and why, and the digests that chain it to the one before.

    ``erased`` lists what it took out of revisions before it.
    """

    number: int
    at: str
    actor: str
    action: str
    reason: str
    sha256: str
    previous_sha256: str
    body_sha256: str
    erased: tuple[ErasedPart, ...]


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
    # Old revisions hold reviewers' comments on verdicts. Digests cover them, so they are hidden and not erased.
    return [{**row, "reason": reason_shown(row["action"], row["reason"])} for row in rows]


class RevisionDetail(ClaimsView):
    """``GET /claims/KEY/revisions/NUMBER/``: the body after that revision; it never changes again."""

    ops = {
        "GET": reads(
            "read_revision",
            "A claim as of a revision.",
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
        body_text = item(reading.Stored(head.id, key, number, at, digest, body))
        return answer(body_text.encode(), etag=etag)
