"""The story sheet of a document, for a newsroom's CMS.

It has the captured text, so it is for the desk's eyes, as captures are: decision 49.
"""

from __future__ import annotations

import time
from datetime import datetime
from typing import Final

from django.http import HttpResponse
from django.utils import timezone
from msgspec import Struct, structs
from rest_framework.request import Request

from claims.api.documents.captures import SEES, unshared
from claims.queries.documents.story import SECONDS, StorySheet, story_sheet
from claims.sheets.values import Sheet, SheetClaim
from factcheck.access.models import ApiToken
from factcheck.access.scopes import CLAIMS_READ, SOURCES_WRITE
from factcheck.api.describing import Op
from factcheck.api.problems import Fault, ProblemError
from factcheck.api.views import ApiView, answer, encoded, tag_of, unchanged
from sources.models import Capture
from sources.queries.reading import document_of_key

#: The permissions to read what a sheet is made of.
_NEEDS: Final = (*SEES, "sources.view_document", "claims.view_claim")


class SheetText(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The capture that has the text; offsets count its characters."""

    capture: int  # read it at captures/ID/
    fetched_at: datetime
    text_sha256: str
    title: str = ""
    language: str = ""


class LinkedClaim(SheetClaim, frozen=True, kw_only=True, omit_defaults=True):
    """A claim of the story, with where to read it. Without ``places`` it was not located in the text."""

    url: str


class StorySheetBody(Sheet, frozen=True, kw_only=True):
    """The story sheet of a document; ``text`` is null if the desk has no text of it.

    ``searched`` is false if the search for claims was stopped: claims without places may still be in the text.
    """

    document: str
    title: str
    published_at: str
    text: SheetText | None
    searched: bool
    claims: tuple[LinkedClaim, ...]


class StorySheetView(ApiView):
    """``GET /documents/KEY/sheet/``: the sentences of a document with their claims, and what the story as a whole has."""

    ops = {
        "GET": Op(
            name="read_story_sheet",
            does="The story sheet of a document: its sentences with the claims that they state, and what to look at.",
            scope=SOURCES_WRITE,
            needs=_NEEDS,
            gives=StorySheetBody,
        )
    }

    def get(self, request: Request, key: str) -> HttpResponse:
        # The scope of captures opens their text; the claims require their own.
        if isinstance(request.auth, ApiToken) and CLAIMS_READ not in request.auth.scopes:
            raise ProblemError("missing-scope", errors=[Fault(detail=f"This requires the scope {CLAIMS_READ} too.")])
        document = document_of_key(key)
        if document is None:
            raise ProblemError("not-found", f"Unknown document “{key}”.")
        until = time.monotonic() + SECONDS
        found = story_sheet(document, timezone.now(), lambda: time.monotonic() >= until)
        body = encoded(_body(found, request))
        same = unchanged(request, etag := tag_of(body))
        return unshared(same if same is not None else answer(body, etag=etag))


def _body(found: StorySheet, request: Request) -> StorySheetBody:
    sheet, document = found.sheet, found.document
    return StorySheetBody(
        document=document.key,
        title=document.title,
        published_at=document.published_at,
        text=_text(found.capture) if found.capture is not None else None,
        searched=all(claim.searched for claim in sheet.claims),
        sentences=sheet.sentences,
        claims=tuple(
            LinkedClaim(**structs.asdict(each), url=request.build_absolute_uri(f"/api/v1/claims/{each.key}/"))
            for each in sheet.claims
        ),
        flags=sheet.flags,
        open_flags=sheet.open_flags,
    )


def _text(capture: Capture) -> SheetText:
    return SheetText(
        capture=capture.pk,
        fetched_at=capture.fetched_at,
        text_sha256=capture.text_sha256,
        title=capture.title,
        language=capture.language,
    )
