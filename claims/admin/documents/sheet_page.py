"""The story sheet of a document: its text with the claims that it states, what to look at, and a table to take away."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.admin.captures.document_panel import captures_context, may_see_captures
from claims.admin.captures.shown import captured_line
from claims.admin.documents.sheet_files import FILES, sheet_file
from claims.admin.documents.sheet_words import WordedClaim, worded_claims
from claims.models import Claim
from claims.queries.documents.story import SECONDS, StorySheet, story_sheet
from claims.sheets.values import Sentence
from factcheck.desk.admin_theme import DeskAdmin
from factcheck.desk.local_dates import instant_words
from sources.admin.pages import may, page, page_url, require
from sources.models import Capture, Document

#: Sentences that the page shows: more than a book has in a chapter. The files have all.
_MOST: Final = 5_000
#: A paragraph: its sentences, each with the white space before it and the claims that it states.
Paragraph = list[tuple[str, Sentence, list[WordedClaim]]]


def sheet_link(document: Document, request: HttpRequest) -> dict[str, Any]:
    """Return the template context of a page about a document: the address of its sheet, for those who may see it."""
    seen = may_see_captures(request) and may(request, Claim, "view")
    return {"story_sheet": reverse("admin:sources_document_sheet", args=[document.pk])} if seen else {}


def story_sheet_page(request: HttpRequest, admin: DeskAdmin, document: Document) -> HttpResponse:
    """Show the sheet of a document, or send it as the file that the address names."""
    require(request, (Document, "view"), (Capture, "view"), (Claim, "view"))
    now, until = timezone.now(), time.monotonic() + SECONDS
    found = story_sheet(document, now, lambda: time.monotonic() >= until)
    claims = worded_claims(found, now)
    if (ending := request.GET.get("as", "")) in FILES:
        name = f"story-sheet-{document.key}-{timezone.localdate(now):%Y-%m-%d}"
        return sheet_file(ending, name, found.sheet, claims)
    by_key = {claim.shown.key: claim for claim in claims}
    address = reverse("admin:sources_document_sheet", args=[document.pk])
    return page(
        request,
        admin,
        "admin/claims/document/sheet.html",
        title=_("Story sheet: %(title)s") % {"title": document.title},
        document=document,
        capture=found.capture,
        captured=captured_line(found.capture) if found.capture is not None else "",
        paragraphs=_paragraphs(found, by_key),
        most=_MOST if len(found.sheet.sentences) > _MOST else 0,
        claims=claims,
        located=[claim for claim in claims if claim.sentences],
        unlocated=[claim for claim in claims if not claim.sentences],
        stopped=found.capture is not None and not all(claim.shown.searched for claim in claims),
        flags=[(flag, [claim for claim in claims if claim.shown.key in flag.claims]) for flag in found.sheet.flags],
        open_flags=found.sheet.open_flags.items(),
        lines=[(each, by_key[key]) for each in found.sheet.sentences for key in each.claims],
        files=[(_("Excel"), f"{address}?as=xlsx"), (_("CSV"), f"{address}?as=csv")],
        made_at=instant_words(now),
        back=page_url(document),
        **(captures_context(document, request) if found.capture is None else {}),
    )


def _paragraphs(found: StorySheet, claims: Mapping[str, WordedClaim]) -> list[Paragraph]:
    text, end = found.capture.text if found.capture is not None else "", 0
    paragraphs: list[Paragraph] = []
    for sentence in found.sheet.sentences[:_MOST]:
        gap, end = text[end : sentence.start], sentence.end
        if "\n" in gap or not paragraphs:
            paragraphs.append([])
            gap = ""
        paragraphs[-1].append((gap, sentence, [claims[key] for key in sentence.claims]))
    return paragraphs
