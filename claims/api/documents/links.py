"""The link watch of a document: whether its web page is still there, and what became of the quotes from it."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Final

from django.http import HttpResponse
from msgspec import Struct
from rest_framework.request import Request

from claims.api.documents.captures import SEES, unshared
from claims.queries.documents.page_history import quotes_now
from claims.queries.documents.read import attributions_from
from claims.queries.documents.watched import quotes_in
from factcheck.access.models import ApiToken
from factcheck.access.scopes import CLAIMS_READ, SOURCES_WRITE
from factcheck.api.describing import Op
from factcheck.api.problems import ProblemError
from factcheck.api.views import ApiView, answer, encoded
from sources.models import Capture, Document, LinkCheck, LinkState
from sources.queries.documents.captures import last_copy_of
from sources.queries.documents.link_checks import checks_of, erased_among, link_state
from sources.queries.reading import document_of_key

#: Two months of a page that is visited daily.
_CHECKS: Final = 60
#: Seconds for looking for quotes, which a hostile page may make slow.
_SECONDS: Final = 3.0
_OF_CLAIMS: Final = ("claims.view_claim", "claims.view_attribution")


class LinkCheckBody(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A visit to a page; ``capture`` is the copy with the text that it had."""

    checked_at: datetime
    outcome: str
    checked_by: str
    http_status: int | None = None
    problem: str = ""
    capture: int | None = None


class QuoteOnPage(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A quote, and what became of it in the last copy: ``found`` says how it was found (``exact``, ``moved``, ``typography``,
    ``edited``), or why not (``gone``, ``surroundings``, ``ambiguous``, ``timed_out``)."""

    claim: str
    attribution: str
    quote: str
    found: str
    passage: str = ""  # the words of the copy
    start: int | None = None
    end: int | None = None


class DocumentLinks(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the visits to a document's page come to, and the last of them, newest first. A page without ``due_at`` is not
    watched; ``erased``: a text was erased from its copies, and it is not visited again."""

    document: str
    url: str
    checks: tuple[LinkCheckBody, ...]
    erased: bool = False
    due_at: datetime | None = None
    checked_at: datetime | None = None
    outcome: str = ""
    gone_since: datetime | None = None
    gone_checks: int = 0
    failing_since: datetime | None = None
    blocked_since: datetime | None = None
    changed_at: datetime | None = None
    capture: int | None = None  # the last copy, in which the quotes are looked for
    quotes: tuple[QuoteOnPage, ...] | None = None  # none for callers who may not read claims


class LinksOfDocument(ApiView):
    """``GET /documents/KEY/links/``: for those who may see captures."""

    ops = {
        "GET": Op(
            name="read_document_links",
            does="Whether a document's page is still there: its checks and, with `claims:read`, what became of each quote.",
            scope=SOURCES_WRITE,
            needs=(*SEES, "sources.view_document"),
            gives=DocumentLinks,
        )
    }

    def get(self, request: Request, key: str) -> HttpResponse:
        document = document_of_key(key)
        if document is None:
            raise ProblemError("not-found", f"Unknown document “{key}”.")
        return unshared(answer(encoded(_links(document, with_quotes=_may_read_claims(request)))))


def _may_read_claims(request: Request) -> bool:
    in_scope = not isinstance(request.auth, ApiToken) or CLAIMS_READ in request.auth.scopes
    return in_scope and request.user.has_perms(_OF_CLAIMS)


def _links(document: Document, *, with_quotes: bool) -> DocumentLinks:
    state, copy = link_state(document) or LinkState(), last_copy_of(document)
    names = ("due_at", "checked_at", "gone_since", "gone_checks", "failing_since", "blocked_since", "changed_at")
    return DocumentLinks(
        document=document.key,
        url=document.url,
        checks=tuple(map(_check, checks_of(document, _CHECKS))),
        erased=bool(erased_among([document.pk])),
        outcome=state.outcome,
        capture=copy.pk if copy is not None else None,
        quotes=_quotes(document, copy) if with_quotes else None,
        **{name: getattr(state, name) for name in names},
    )


def _check(row: LinkCheck) -> LinkCheckBody:
    return LinkCheckBody(
        checked_at=row.checked_at,
        outcome=row.outcome,
        checked_by=row.recorded_by,
        http_status=row.http_status,
        problem=row.problem,
        capture=row.capture_id,
    )


def _quotes(document: Document, copy: Capture | None) -> tuple[QuoteOnPage, ...]:
    if copy is None or not copy.text:
        return ()
    quotes, rows = quotes_in(document), {row.pk: row for row in attributions_from(document)}
    until = time.monotonic() + _SECONDS
    now = quotes_now(copy, quotes, lambda: time.monotonic() >= until)
    return tuple(
        QuoteOnPage(
            claim=rows[each.attribution].claim.key,
            attribution=rows[each.attribution].key,
            quote=each.anchor.exact,
            found=now[each.attribution].word,
            passage=now[each.attribution].passage,
            start=now[each.attribution].start,
            end=now[each.attribution].end,
        )
        for each in quotes
        if each.attribution in now and each.attribution in rows
    )
