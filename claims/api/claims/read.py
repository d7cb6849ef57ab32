"""Reading claims: a filtered list, one claim, now or as of a time; and all of a list as lines, a spreadsheet or a file for
readers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

import msgspec
from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from rest_framework.request import Request

from claims.api.claims.bodies import ClaimPage, ClaimPart, chosen_fields, claim_etag, etag_of, item, page_body
from claims.api.claims.expansions import EXPAND, expansions_asked, extra_members, members
from claims.api.claims.filters import DESK_PARAMETERS, PARAMETERS, condition
from claims.exports import Format
from claims.models import Claim
from claims.queries.bodies.outside import outside_batches, outside_bodies
from claims.queries.bodies.public_claims import public_claims
from claims.queries.cases.spreadsheets import COLUMNS, claim_rows
from claims.queries.claims import read as reading
from claims.queries.claims.search import search
from claims.queries.facts.hidden_sources import named_in_public
from claims.spreadsheets import csv_table
from factcheck.access.scopes import CLAIMS_READ
from factcheck.api.describing import INSTANT, NDJSON, TEXT, Op, Parameter, one_word
from factcheck.api.paging import after_parameters, following, limit_of, links_to
from factcheck.api.parameters import instant, one_of
from factcheck.api.problems import ProblemError, refused_parameter
from factcheck.api.views import ApiView, answer, encoded, unchanged
from factcheck.dates.partial_dates import PartialDateError
from factcheck.paging import cut

_ORDERS: Final = ("recorded", "-recorded")
_NARROWING: Final = PARAMETERS | DESK_PARAMETERS
_FIELDS: Final = {"fields": Parameter("Only these parts of each claim, comma-separated.", TEXT, "key,status")}
_ORDER: Final = Parameter("Newest first (the default), or oldest first.", one_word(*_ORDERS))


def reads(name: str, does: str, *needs: str, **more: Any) -> Op:
    """Return an operation that reads claims."""
    return Op(name=name, does=does, scope=CLAIMS_READ, needs=needs or ("claims.view_claim",), **more)


class ClaimsView(ApiView):
    """The base of all views that read claims."""

    def readable(self) -> QuerySet[Claim]:
        """Return the claims that the caller may read: published ones only, for an anonymous caller."""
        claims = reading.all_claims()
        return claims if self.is_known else claims.filter(reading.published(timezone.now()))

    def found(self, key: str) -> reading.Head:
        """Return the head of a claim.

        Raises: ProblemError if there is none, or it was deleted.
        """
        # For anonymous callers a hidden claim is not found: "forbidden" or "gone" would confirm that it exists.
        head = reading.head_of_any(key) if self.is_known else reading.head(self.readable(), key)
        if head is None:
            raise ProblemError("not-found", f"Unknown claim “{key}”.")
        if head.removed_at is not None:
            raise ProblemError("gone")
        return head

    @property
    def is_known(self) -> bool:
        """Whether the caller is on the desk, not anonymous."""
        return bool(self.request.user.is_authenticated)

    def body_of(self, head: reading.Head) -> reading.Stored:
        """Return the body of a claim as the caller may see it.

        Raises: ProblemError if an administrator erased it between the two statements.
        """
        row = reading.body(head.id)
        if row is None:
            raise ProblemError("gone")
        return row if self.is_known else outside_bodies([row], timezone.now())[0]

    def narrowed(self, request: Request) -> QuerySet[Claim]:
        """Return the claims that match the filters of the URL, in its order."""
        sent, now = request.query_params, timezone.now()
        claims = self.readable().filter(condition(sent, now, request.user))
        # Outsiders search only names of sources that published claims have: other hits would reveal hidden ones.
        found = search(claims, sent.get("q", ""), None if self.is_known else named_in_public(now))
        return reading.ordered(found, newest_first=self.newest_first(request))

    def newest_first(self, request: Request) -> bool:
        """Return which of the two orders is requested."""
        return one_of(request.query_params, "order", _ORDERS) != "recorded"


class ClaimList(ClaimsView):
    """``GET /claims/``: a page of claims by filters; the URL of the next page is in the body and in the Link header."""

    ops = {
        "GET": reads(
            "list_claims",
            "A page of claims, with filters.",
            open_to_all=True,
            parameters=_NARROWING | after_parameters("key of the claim") | _FIELDS | EXPAND | {"order": _ORDER},
            gives=ClaimPage,
        )
    }

    def get(self, request: Request) -> HttpResponse:
        sent = request.query_params
        limit, fields = limit_of(request), chosen_fields(sent.get("fields", ""))
        names = expansions_asked(request)
        rows = self._page(request, sent.get("after", ""), limit + 1)
        if rows is None:
            raise refused_parameter("after", "Unknown key: use the URL of the next page unchanged.")
        shown, more = cut(rows, limit)
        link = following(request, "after", shown[-1].key) if more else ""
        more_of = extra_members(shown, names) if names else {}
        # The link counts too: a claim recorded after those shown may be all that changes a page.
        etag = etag_of(shown, "|".join([sent.get("fields", ""), link, *more_of.values()]))
        if (same := unchanged(request, etag)) is not None:
            return same
        body = page_body(shown, fields | members(names) if fields else fields, link, more_of)
        return answer(body, etag=etag, links=links_to(link))

    def _page(self, request: Request, after: str, limit: int) -> list[reading.Stored] | None:
        # The most frequent request: its SQL is built once, which filters would make impossible.
        if self.is_known and _NARROWING.keys().isdisjoint(request.query_params):
            return reading.page_of_all(after, limit, newest_first=self.newest_first(request))
        rows = reading.page(self.narrowed(request), after, limit, readable=self.readable())
        return rows if self.is_known or rows is None else outside_bodies(rows, timezone.now())


class ClaimDetail(ClaimsView):
    """``GET /claims/KEY/``: a claim now, or as of a record time, or by what was said until a time."""

    ops = {
        "GET": reads(
            "read_claim",
            "One claim, now or as of a time.",
            open_to_all=True,
            parameters={
                **_FIELDS,
                **EXPAND,
                "as_of": Parameter("As recorded at this date-time.", INSTANT),
                "said_until": Parameter("Assess only what was said by then: 2024, 2024-06, 2024-06-10.", TEXT),
            },
            gives=ClaimPart,
            problems=("gone",),
        )
    }

    def get(self, request: Request, key: str) -> HttpResponse:
        sent, head = request.query_params, self.found(key)
        fields, names = chosen_fields(sent.get("fields", "")), expansions_asked(request)
        if sent.get("as_of") or sent.get("said_until"):
            return self._past_state(request, head)
        if names:
            return self._expanded(request, head, fields, names)
        etag = claim_etag(head.revision, head.digest, sent.get("fields", ""))
        # Before the body is read. For outsiders the ETag follows from their body, which has to be made first.
        if self.is_known and (same := unchanged(request, etag)) is not None:
            return same
        row = self.body_of(head)
        etag = claim_etag(row.revision, row.digest, sent.get("fields", ""))
        return unchanged(request, etag) or answer(item(row, fields).encode(), etag=etag)

    def _expanded(self, request: Request, head: reading.Head, fields: frozenset[str], names: tuple[str, ...]) -> HttpResponse:
        row = self.body_of(head)
        # The additional members may change without a revision of the claim, so the ETag covers them too.
        more = extra_members([row], names)[row.id]
        etag = claim_etag(row.revision, row.digest, f"{request.query_params.get('fields', '')}|{more}")
        if (same := unchanged(request, etag)) is not None:
            return same
        return answer(item(row, fields | members(names) if fields else fields, more).encode(), etag=etag)

    def _past_state(self, request: Request, head: reading.Head) -> HttpResponse:
        if not self.is_known:
            raise ProblemError("not-authenticated", "Only the desk may read past states.")
        recorded = instant(request.query_params, "as_of")
        try:
            held = reading.claim(head.id).as_of(recorded=recorded, said=request.query_params.get("said_until", ""))
        except PartialDateError as error:
            raise refused_parameter("said_until", str(error)) from None
        if held.revision is None:
            raise ProblemError("not-found", f"“{held.key}” was not recorded yet at {recorded}.")
        return answer(encoded(_past_body(held)))


def _past_body(held: Any) -> dict[str, Any]:
    """Return a past state in the form of the API: that of a body, with what is known about that time."""
    head = {
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
    return {**head, **body, **found}


class ClaimLines(ClaimsView):
    """``GET /claims.ndjson``: all claims of a list, one per line, however many."""

    ops = {
        "GET": reads(
            "export_claims",
            "All claims of a list, one per line.",
            open_to_all=True,
            parameters=_NARROWING | _FIELDS | {"order": _ORDER},
            gives=str,
            form=NDJSON,
        )
    }

    def get(self, request: Request) -> StreamingHttpResponse:
        fields = chosen_fields(request.query_params.get("fields", ""))
        claims = self.narrowed(request)
        # The filters were read above: once the response streams, an invalid one could no longer be refused.
        batches = reading.every(claims)
        shown = batches if self.is_known else outside_batches(batches, timezone.now())
        lines = ("\n".join([*(item(row, fields) for row in rows), ""]).encode() for rows in shown)
        return StreamingHttpResponse(lines, content_type=NDJSON)


class ClaimTable(ClaimsView):
    """``GET /claims.csv``: the state of all claims of a list, as a spreadsheet for the desk."""

    ops = {
        "GET": reads(
            "export_table",
            "The state of all claims of a list, as a table.",
            parameters=_NARROWING | {"order": _ORDER},
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


def readers_file(form: Format) -> type[ClaimsView]:
    """Return the view of ``GET /claims.ENDING``: the published claims of a list, as outsiders see them."""

    class ReadersFile(ClaimsView):
        ops = {
            "GET": reads(
                f"export_{form.ending}",
                f"The published claims of a list for readers, as {form.content_type.partition(';')[0]}.",
                open_to_all=True,
                parameters=_NARROWING | {"order": _ORDER},
                gives=str,
                form=form.content_type.partition(";")[0],
            )
        }

        def get(self, request: Request) -> StreamingHttpResponse:
            pieces = form.written(public_claims(self.narrowed(request), timezone.now()))
            response = StreamingHttpResponse(pieces, content_type=form.content_type)
            response["Content-Disposition"] = f'attachment; filename="claims.{form.ending}"'
            return response

    return ReadersFile
