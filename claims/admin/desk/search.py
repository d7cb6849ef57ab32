"""The desk's search: claims, sources and documents by half-remembered words, and the desk's own lists by name.

One view makes both the page of all results and the list of the first ones, which the dialog shows as somebody types. Each kind
is searched for those who may read it, in what its own list shows them: nobody learns of others, by a result or by its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.http import urlencode
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from claims.admin.desk.sidebar import may_read, sections
from claims.models import Claim
from claims.queries.claims.overlap import ClaimRecords
from claims.queries.claims.search import words_of
from claims.queries.merges.retired import going_on
from factcheck.text.texts import isolated
from sources.admin.display import words
from sources.admin.finding import choice_label
from sources.admin.pages import page_url
from sources.models import Document, Source
from sources.queries.overlap import Asked, Records, ranked
from sources.queries.searching import DocumentRecords, SourceRecords, name_words

#: Results of each kind in the dialog, and on the page.
IN_DIALOG: Final = 6
ON_PAGE: Final = 25
#: Characters of a text in a line of results.
_LENGTH: Final = 160


class Line(NamedTuple):
    """A result: its text, its address, and what distinguishes it from others of the same name."""

    text: str
    url: str
    detail: str = ""


class Group(NamedTuple):
    """The results of one kind, the near words that were searched for instead of misspelt ones, and the address of its list."""

    name: str
    label: str
    lines: Sequence[Line]
    near: Sequence[str] = ()
    url: str = ""


class Kind(NamedTuple):
    """A kind of record: how it is searched, and how a result is shown."""

    model: type[Model]
    label: Any
    records: Callable[[QuerySet[Any]], Records]
    words: Callable[[str], Sequence[str]]
    narrow: Callable[[QuerySet[Any]], QuerySet[Any]]
    line: Callable[[Any], Line]


def claim_line(claim: Any) -> Line:
    """Return the line of a claim: its text, status and key."""
    standing = getattr(claim, "standing", None)
    details = (words(standing.status) if standing else "", claim.key)
    return Line(Truncator(claim.text).chars(_LENGTH), page_url(claim), " · ".join(filter(None, details)))


def _source_line(source: Source) -> Line:
    return Line(choice_label(source), page_url(source), " · ".join((words(source.kind), source.key)))


def _document_line(document: Document) -> Line:
    details = (words(document.kind), isolated(document.publisher.name), document.published_at)
    return Line(Truncator(document.title).chars(_LENGTH), page_url(document), " · ".join(filter(None, details)))


KINDS: Final = (
    Kind(
        Claim,
        gettext_lazy("Claims"),
        ClaimRecords,
        lambda typed: words_of(typed).words,
        lambda claims: claims.filter(going_on()).select_related("standing"),
        claim_line,
    ),
    Kind(
        Source,
        gettext_lazy("Sources"),
        SourceRecords,
        name_words,
        lambda sources: sources.filter(merged_into=None).select_related("vouched_by"),
        _source_line,
    ),
    Kind(Document, gettext_lazy("Documents"), DocumentRecords, name_words, lambda documents: documents, _document_line),
)


def add_search(site: admin.AdminSite) -> None:
    """Add the search to the pages of ``site``. Unfold has one of the same address, which finds names of lists only."""
    own = site.get_urls

    def get_urls() -> list[URLResolver | URLPattern]:
        return [path("search/", site.admin_view(search_page), name="search"), *own()]

    site.get_urls = get_urls  # type: ignore[method-assign]


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Show the results for the words ``q``: on a page, or with ``part`` only the list of the first ones."""
    typed, part = request.GET.get("q", "").strip(), "part" in request.GET
    groups = found(request, typed, IN_DIALOG if part else ON_PAGE) if typed else []
    context = {"typed": typed, "groups": groups, "count": sum(len(group.lines) for group in groups)}
    if part:
        return TemplateResponse(request, "admin/desk/search_results.html", {**context, "listbox": True})
    frame = admin.site.each_context(request)
    return TemplateResponse(request, "admin/desk/search.html", {**frame, "title": _("Search the desk"), **context})


def found(request: HttpRequest, typed: str, limit: int) -> list[Group]:
    """Return what the user may read that has most of the typed words, by kind, kinds without a result left out."""
    groups = (_group(request, kind, typed, limit) for kind in KINDS if may_read(request, _name(kind)))
    return [group for group in (*groups, _lists(request, typed)) if group.lines]


def _name(kind: Kind) -> str:
    return f"{kind.model._meta.app_label}_{kind.model._meta.model_name}"


def _group(request: HttpRequest, kind: Kind, typed: str, limit: int) -> Group:
    rows = kind.narrow(admin.site.get_model_admin(kind.model).get_queryset(request).order_by())
    best = ranked(kind.records(rows), kind.words(typed), Asked(limit))
    by_id = rows.in_bulk(best.ids)
    lines = [kind.line(by_id[pk]) for pk in best.ids if pk in by_id]
    url = reverse(f"admin:{_name(kind)}_changelist")
    near = [word for spellings in best.respelt.values() for word in spellings]
    return Group(kind.model._meta.model_name or "", str(kind.label), lines, near, f"{url}?{urlencode({'q': typed})}")


def _lists(request: HttpRequest, typed: str) -> Group:
    """Return the lists of the sidebar that are called so."""
    wanted = typed.casefold()
    entries = [entry for section in sections(request) for entry in section["items"]]
    return Group("lists", _("Lists"), [Line(str(entry["title"]), entry["link"]) for entry in _called(entries, wanted)])


def _called(entries: Iterable[dict[str, Any]], wanted: str) -> Iterator[dict[str, Any]]:
    for entry in entries:
        name = str(entry["title"]).casefold()
        if name.startswith(wanted) or f" {wanted}" in name:
            yield entry


def script(request: HttpRequest) -> str:  # noqa: ARG001 - called by Unfold with the request
    """Return the URL of the script of the search dialog."""
    return static("desk/search.js")


def stylesheet(request: HttpRequest) -> str:  # noqa: ARG001 - called by Unfold with the request
    """Return the URL of its stylesheet."""
    return static("desk/search.css")
