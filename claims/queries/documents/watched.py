"""The documents whose pages are checked, the quotes that each must have, and what is wrong with its page."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db.models import Exists, Max, OuterRef, Q

from claims.models import Attribution, AttributionDocument, LinkWatchSwitch, PageProblem, QuoteAnchor
from claims.vocabulary import Stage
from factcheck.database.lookups import among
from factcheck.text.anchoring.anchors import Anchor
from sources.models import Capture, Document, LinkState
from sources.vocabulary import CaptureWay

#: Claims on which the desk still works: their pages are checked often while they are young.
OPEN_STAGES: Final = (Stage.NEW, Stage.CHECKING)
_QUOTE: Final = ("quote_exact", "quote_prefix", "quote_suffix", "quote_start", "quote_end")
#: Attributions that count for claims that were not dropped, merged or deleted.
_LIVE: Final = (
    Q(claim__removed_at=None, claim__merged_into=None) & ~Q(claim__stage=Stage.DROPPED)
)  # fmt: skip


#: Earlier texts of a page that are read: quotes were taken from one of the first (a guess).
_MOST_TEXTS: Final = 10
_PDF: Final = "application/pdf"


class Quoted(NamedTuple):
    """An attribution made from a document, and by what its quote is found there; ``exact`` is empty without a quote."""

    attribution: int
    claim: int
    anchor: Anchor


def quotes_in(document: Document) -> list[Quoted]:
    """Return the attributions made from a document that are not voided, with their quotes as last anchored."""
    return quotes_from([document.pk], _LIVE)


def quotes_from(documents: Collection[int], of_claims: Q) -> list[Quoted]:
    """Return the same for several documents, without claims that the condition leaves out. Three queries."""
    these = among("document_id", sorted(documents))
    first = Attribution.objects.filter(these, of_claims, voided_at=None)
    further = AttributionDocument.objects.filter(these, of_claims, struck_at=None, attribution__voided_at=None)
    rows = [
        *first.values_list("id", "claim_id", "document_id", *_QUOTE),
        *further.values_list("attribution_id", "claim_id", "document_id", *_QUOTE),
    ]
    anchors = {
        (row.attribution_id, row.document_id): Anchor(row.exact, row.prefix, row.suffix, row.start, row.end)
        for row in QuoteAnchor.objects.filter(these).order_by("id")
    }
    return [Quoted(pk, claim, anchors.get((pk, at)) or Anchor(*quote)) for pk, claim, at, *quote in sorted(rows, key=_place)]


def _place(row: Sequence[Any]) -> tuple[int, int]:
    attribution, _claim, document, *_quote = row
    return attribution, document


def problems_with(document: Document) -> dict[int, PageProblem]:
    """Return what is wrong with the page of a document and has not ended, by attribution."""
    return {row.attribution_id: row for row in PageProblem.objects.filter(document=document, ended_at=None)}


def earlier_texts(copy: Capture) -> list[str]:
    """Return the first texts that a page had before a copy of it, oldest first."""
    rows = (
        Capture.objects.held().of_form(copy).filter(document=copy.document_id, id__lt=copy.pk).exclude(text="").order_by("id")
    )
    return list(rows.values_list("text", flat=True)[:_MOST_TEXTS])


def texts_of_files(copy: Capture) -> list[str]:
    """Return the texts of PDF files that were uploaded of the document of a page. Empty if the copy is itself a PDF file.

    A page need not have the words of the file that it links to. A saved page or a pasted text is what the page itself had.
    """
    if copy.media_type == _PDF:
        return []
    files = Capture.objects.held().filter(document=copy.document_id, media_type=_PDF).exclude(way=CaptureWay.FETCHED)
    return list(files.exclude(text="").order_by("id").values_list("text", flat=True)[:_MOST_TEXTS])


def unwatched_documents(limit: int) -> list[int]:
    """Return documents with a URL of claims that are to be watched, and that are not."""
    held = Attribution.objects.filter(_LIVE, document=OuterRef("pk"), voided_at=None)
    further = AttributionDocument.objects.filter(_LIVE, document=OuterRef("pk"), struck_at=None)
    rows = Document.objects.filter(~Exists(LinkState.objects.filter(document=OuterRef("pk"))))
    rows = rows.exclude(url="").filter(Exists(held) | Exists(further))
    return list(rows.order_by("-id").values_list("id", flat=True)[:limit])


class Need(NamedTuple):
    """How much a page is needed: when the newest open claim that rests on it was recorded; None if no open one does."""

    open_since: datetime | None


def needs(documents: Collection[int]) -> dict[int, Need]:
    """Return how much the pages of documents are needed; those that no claim needs are left out."""
    found: dict[int, Need] = {}
    wanted = among("document_id", sorted(documents))
    held = Attribution.objects.filter(_LIVE, wanted, voided_at=None)
    further = AttributionDocument.objects.filter(_LIVE, wanted, struck_at=None)
    newest = Max("claim__recorded_at", filter=Q(claim__stage__in=OPEN_STAGES))
    for rows in (held, further):
        for document, since in (
            rows.order_by().values("document_id").annotate(newest=newest).values_list("document_id", "newest")
        ):
            known = found.get(document, Need(None)).open_since
            found[document] = Need(max(filter(None, (known, since)), default=None))
    return found


def watch_stop() -> LinkWatchSwitch | None:
    """Return who stopped the visits to pages, when and why; None if they are not stopped."""
    last = LinkWatchSwitch.objects.order_by("-id").first()
    return last if last is not None and last.stopped else None


def watch_switches(limit: int) -> list[LinkWatchSwitch]:
    """Return who stopped and started the visits, newest first."""
    return list(LinkWatchSwitch.objects.order_by("-id")[:limit])
