"""The revisions of a claim: who changed it, when, how and why, and the body after each."""

from __future__ import annotations

from urllib.parse import urlencode

import msgspec
from django.http import HttpResponse
from rest_framework.request import Request

from claims.api.claims.bodies import ClaimBody, item, tagged
from claims.api.claims.read import LARGEST_PAGE, PAGE, ClaimsView, reads
from claims.models.revision import reason_shown
from claims.queries.claims import read as reading
from factcheck.api.describing import Parameter
from factcheck.api.paging import LIMIT
from factcheck.api.parameters import number
from factcheck.api.problems import ProblemError
from factcheck.api.views import answer, encoded, unchanged


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
            parameters={
                **LIMIT,
                "before": Parameter("Only revisions before this number.", {"type": "integer", "minimum": 1}),
            },
            gives=RevisionPage,
            problems=("gone",),
        )
    }

    def get(self, request: Request, key: str) -> HttpResponse:
        sent, head = request.query_params, self.found(key)
        limit = number(sent, "limit", PAGE, LARGEST_PAGE)
        before = number(sent, "before", 0, 999_999_999) or None
        etag = tagged("revisions", head.digest, str(before), str(limit))
        if (same := unchanged(request, etag)) is not None:
            return same
        rows = reading.revisions(head.id, before, limit + 1)
        shown = [{**row, "reason": reason_shown(row["action"], row["reason"])} for row in rows[:limit]]
        following = ""
        if len(rows) > limit:
            params = urlencode({"before": shown[-1]["number"], "limit": limit})
            following = request.build_absolute_uri(f"{request.path}?{params}")
        links = {"next": following} if following else None
        return answer(encoded({"revisions": shown, "next": following or None}), etag=etag, links=links)


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
