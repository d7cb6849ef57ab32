"""Claims, read: a list by filters, one claim, as of another time, its revisions, and all of a list as lines or as a table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

import msgspec
from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from rest_framework.request import Request

from claims.api.bodies import ClaimBody, ClaimPage, ClaimPart, chosen_fields, claim_etag, etag_of, item, tagged
from claims.api.filters import PARAMETERS, condition
from claims.exports import csv_table
from claims.models import Claim
from claims.queries import reading
from claims.queries.search import search
from claims.queries.spreadsheets import COLUMNS, claim_rows
from factcheck.access.scopes import CLAIMS_READ
from factcheck.api.describing import INSTANT, NDJSON, TEXT, Op, Parameter, one_word, whole
from factcheck.api.parameters import instant, number, one_of
from factcheck.api.problems import ProblemError, refused_parameter
from factcheck.api.views import ApiView, answer, encoded, unchanged
from factcheck.partial_dates import PartialDateError

PAGE: Final = 50
LARGEST_PAGE: Final = 200
_ORDERS: Final = ("recorded", "-recorded")
_PAGE_PARAMETERS: Final = {
    "limit": Parameter("How many on a page.", whole(1, LARGEST_PAGE, PAGE)),
    "fields": Parameter("Only these parts of each claim, parted by commas.", TEXT, "key,status"),
}
_ORDER: Final = Parameter("Newest first (the default), or oldest first.", one_word(*_ORDERS))


def reads(name: str, does: str, *needs: str, **more: Any) -> Op:
    """Return an operation that reads claims."""
    return Op(name=name, does=does, scope=CLAIMS_READ, needs=needs or ("claims.view_claim",), **more)


class ClaimsView(ApiView):
    """What every reading of claims shares."""

    def readable(self) -> QuerySet[Claim]:
        """Return the claims that whoever asks may read: nobody in particular, those that are published."""
        claims = reading.all_claims()
        return claims if self.request.user.is_authenticated else claims.filter(reading.published(timezone.now()))

    def found(self, key: str) -> reading.Head:
        """Return the head of a claim.

        Raises: ProblemError where there is none, or it was deleted.
        """
        head = reading.head(self.readable(), key)
        if head is None:
            raise ProblemError("not-found", f"There is no claim “{key}”.")
        if head.removed_at is not None:
            raise ProblemError("gone")
        return head

    def narrowed(self, request: Request) -> QuerySet[Claim]:
        """Return the claims that the filters of the address leave, in its order."""
        sent, now = request.query_params, timezone.now()
        claims = self.readable().filter(condition(sent, now))
        newest_first = one_of(sent, "order", _ORDERS) != "recorded"
        return reading.ordered(search(claims, sent.get("q", "")), newest_first=newest_first)


class ClaimList(ClaimsView):
    """``GET /claims/``: a page of claims by filters; the next page is told in the body and in the header Link."""

    ops = {
        "GET": reads(
            "list_claims",
            "A page of claims, narrowed by filters.",
            open_to_all=True,
            parameters=PARAMETERS
            | _PAGE_PARAMETERS
            | {"order": _ORDER, "after": Parameter("The key of the claim that the page comes after.", TEXT)},
            gives=ClaimPage,
        )
    }

    def get(self, request: Request) -> HttpResponse:
        sent = request.query_params
        limit, fields = number(sent, "limit", PAGE, LARGEST_PAGE), chosen_fields(sent.get("fields", ""))
        rows = reading.page(self.narrowed(request), sent.get("after", ""), limit + 1, readable=self.readable())
        if rows is None:
            raise refused_parameter("after", "No claim has this key: take the address of the next page as it is told.")
        shown, more = rows[:limit], len(rows) > limit
        following = _next_page(request, shown[-1].key) if more else ""
        etag = etag_of(shown, f"{sent.get('fields', '')}|{following}")
        if (same := unchanged(request, etag)) is not None:
            return same
        told = ",".join([item(row, fields) for row in shown])
        body = f'{{"claims":[{told}],"next":{encoded(following or None).decode()}}}'
        return answer(body.encode(), etag=etag, links={"next": following} if following else None)


def _next_page(request: Request, after: str) -> str:
    params = {**request.query_params.dict(), "after": after}
    return request.build_absolute_uri(f"{request.path}?{urlencode(params)}")


class ClaimDetail(ClaimsView):
    """``GET /claims/KEY/``: a claim as it stands, or as it stood: at a record time, or by what was said until then."""

    ops = {
        "GET": reads(
            "read_claim",
            "One claim as it stands, or as it stood at another time.",
            open_to_all=True,
            parameters={
                "fields": _PAGE_PARAMETERS["fields"],
                "as_of": Parameter("As it was recorded at this instant.", INSTANT),
                "said_until": Parameter("Assessed from what was said by then: 2024, 2024-06, 2024-06-10.", TEXT),
            },
            gives=ClaimPart,
            problems=("gone",),
        )
    }

    def get(self, request: Request, key: str) -> HttpResponse:
        sent, head = request.query_params, self.found(key)
        fields = chosen_fields(sent.get("fields", ""))
        if sent.get("as_of") or sent.get("said_until"):
            return self._as_it_stood(request, head)
        etag = claim_etag(head.revision, head.digest, sent.get("fields", ""))
        if (same := unchanged(request, etag)) is not None:
            return same
        row = reading.body(head.id)
        if row is None:  # between the two statements an administrator deleted it for good
            raise ProblemError("gone")
        return answer(item(row, fields).encode(), etag=claim_etag(row.revision, row.digest, sent.get("fields", "")))

    def _as_it_stood(self, request: Request, head: reading.Head) -> HttpResponse:
        if not request.user.is_authenticated:
            raise ProblemError("not-authenticated", "What stood at other times is for the desk.")
        recorded = instant(request.query_params, "as_of")
        try:
            held = reading.claim(head.id).as_of(recorded=recorded, said=request.query_params.get("said_until", ""))
        except PartialDateError as error:
            raise refused_parameter("said_until", str(error)) from None
        if held.revision is None:
            raise ProblemError("not-found", f"Nothing was recorded of “{held.key}” at {recorded}.")
        return answer(encoded(_told(held)))


def _told(held: Any) -> dict[str, Any]:
    """Return what was held as the API tells it: the shape of a body, with what is known of that time."""
    told = {
        "revision": held.revision,
        "changed_at": held.at,
        "as_of": held.recorded,
        "said_until": held.said_until or None,
        "policy_version": held.policy_version,
        "recomputed": held.recomputed,
    }
    body: dict[str, Any] = msgspec.json.decode(held.body)
    found = {
        "status": held.status,
        "explanation": held.explanation,
        "support": held.support,
        "denial": held.denial,
        "flags": [{"code": f.code, "severity": f.severity, "reason": f.reason, "level": f.level} for f in held.flags],
    }
    return {**told, **body, **found}


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
                "limit": _PAGE_PARAMETERS["limit"],
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
        shown = rows[:limit]
        following = ""
        if len(rows) > limit:
            params = urlencode({"before": shown[-1]["number"], "limit": limit})
            following = request.build_absolute_uri(f"{request.path}?{params}")
        links = {"next": following} if following else None
        return answer(encoded({"revisions": shown, "next": following or None}), etag=etag, links=links)


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


class ClaimLines(ClaimsView):
    """``GET /claims.ndjson``: all claims of a list, one a line, however many."""

    ops = {
        "GET": reads(
            "export_claims",
            "All claims of a list, one a line.",
            open_to_all=True,
            parameters=PARAMETERS | {"order": _ORDER, "fields": _PAGE_PARAMETERS["fields"]},
            gives=str,
            form=NDJSON,
        )
    }

    def get(self, request: Request) -> StreamingHttpResponse:
        fields = chosen_fields(request.query_params.get("fields", ""))
        claims = self.narrowed(request)
        lines = ("\n".join([*(item(row, fields) for row in rows), ""]).encode() for rows in reading.every(claims))
        return StreamingHttpResponse(lines, content_type=NDJSON)


class ClaimTable(ClaimsView):
    """``GET /claims.csv``: how all claims of a list stand, as a table for people."""

    ops = {
        "GET": reads(
            "export_table",
            "How all claims of a list stand, as a table.",
            parameters=PARAMETERS | {"order": _ORDER},
            gives=str,
            form="text/csv",
        )
    }

    def get(self, request: Request) -> StreamingHttpResponse:
        claims, now = self.narrowed(request), timezone.now()
        response = StreamingHttpResponse(_table(claims, now), content_type=csv_table.CONTENT_TYPE)
        response["Content-Disposition"] = 'attachment; filename="claims.csv"'
        return response


def _table(claims: QuerySet[Claim], now: datetime) -> Iterator[bytes]:
    yield csv_table.written(COLUMNS, [])
    for ids in reading.every_id(claims):
        yield csv_table.lines(claim_rows(ids, now))
