"""The page of a document that shows whether its web page is still there, what changed in it, and anchors quotes anew."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.admin.asking import change_of
from claims.admin.refusals import REFUSALS
from claims.link_watch import ACTION, check_page
from claims.operations.documents.page_problems import reanchor_quote
from claims.queries.documents.page_history import in_its_place, last_difference, quotes_now
from claims.queries.documents.read import attributions_from
from claims.queries.documents.watched import quotes_in
from factcheck.desk.admin_theme import Area, DeskAdmin
from factcheck.text.anchoring.anchors import Anchor, Found, How
from factcheck.text.anchoring.finding import find
from sources.admin.display import record_link, with_key
from sources.admin.pages import ReasonForm, form_page, may, page_url, require, sent
from sources.models import Document
from sources.queries.documents.captures import last_copy_of
from sources.queries.documents.link_checks import checks_of, erased_among, link_state

#: Checks that are shown: two months of a page that is visited daily.
_CHECKS: Final = 60
#: Seconds for looking for quotes, which a hostile page may make slow.
_SECONDS: Final = 3.0
_ERASED: Final = gettext_lazy("A text was erased from the copies of this page: it is not visited again, or it would come back.")
_FOUND: Final = {
    "exact": gettext_lazy("The page has it."),
    "moved": gettext_lazy("The page has it in another place."),
    "typography": gettext_lazy("The page has it, with other quote marks, dashes or spaces."),
    "edited": gettext_lazy("The page has it in other words or with other punctuation:"),
    "gone": gettext_lazy("The page does not have it."),
    "surroundings": gettext_lazy("The page has such words, and what is around them is something else."),
    "ambiguous": gettext_lazy("The page has several passages that may be it."),
    "timed_out": gettext_lazy("The page is too long or too uniform to be searched."),
}


class ReanchorForm(ReasonForm):
    """The words on the page that are the quote now."""

    passage = forms.CharField(
        label=gettext_lazy("The quote as the page has it now"),
        max_length=10_000,
        widget=Area(rows=3),
        help_text=gettext_lazy("Copy it from the page. The quote that is recorded stays as it is."),
    )
    field_order = ("passage", "reason")


def link_context(document: Document) -> dict[str, Any]:
    """Return the template context of a document's page: the link to this one."""
    return {"page_checks": reverse("admin:sources_document_page_checks", args=[document.pk]) if document.url else ""}


def page_checks(request: HttpRequest, admin: DeskAdmin, document: Document) -> HttpResponse:
    """Show the checks of a document's web page, its last changes and its quotes; sending it checks the page now."""
    require(request, (Document, "view"))
    if request.method == "POST":
        require(request, (Document, "change"))
    if not document.url:
        raise Http404(_("This document has no address."))

    erased = bool(erased_among([document.pk]))

    def save(_values: Mapping[str, Any]) -> str:
        if erased:
            raise ValidationError(_ERASED)
        if check_page(document, change_of(request, ACTION, "")) is None:
            raise ValidationError(_("The network of the desk does not work; nothing was recorded."))
        return _("The page was checked.")

    return form_page(
        request,
        admin,
        forms.Form(sent(request)),
        title=_("The web page of “%s”") % document.title,
        save=save,
        done=reverse("admin:sources_document_page_checks", args=[document.pk]),
        refusals=REFUSALS,
        template="admin/claims/document/checks.html",
        button=_("Check the page now"),
        back=page_url(document),
        document=document,
        state=link_state(document),
        checks=checks_of(document, _CHECKS),
        may_write=may(request, Document, "change") and not erased,
        erased=erased,
        **_texts(document, may_write=may(request, Document, "change")),
    )


def _texts(document: Document, *, may_write: bool) -> dict[str, Any]:
    """Return what became of the quotes, and what changed between the last two copies."""
    quotes, copy = quotes_in(document), last_copy_of(document)
    rows = {row.pk: row for row in attributions_from(document)}
    until = time.monotonic() + _SECONDS

    def is_over() -> bool:
        return time.monotonic() >= until

    now = quotes_now(copy, quotes, is_over) if copy is not None and copy.text else {}
    shown = [
        {
            "link": record_link(rows[each.attribution], with_key(rows[each.attribution].source, rows[each.attribution].key)),
            "claim": record_link(rows[each.attribution].claim),
            "quote": each.anchor.exact,
            "found": _FOUND[now[each.attribution].word],
            "passage": now[each.attribution].passage if now[each.attribution].word == How.EDITED else "",
            "reanchor": _reanchor_url(document, each.attribution) if may_write and _is_lost(now[each.attribution].word) else "",
        }
        for each in quotes
        if each.attribution in now and each.attribution in rows
    ]
    return {"quotes": shown, "difference": last_difference(document, quotes, is_over)}


def _is_lost(word: str) -> bool:
    return word not in ("exact", "moved", "typography")


def _reanchor_url(document: Document, attribution: int) -> str:
    return f"{reverse('admin:sources_document_reanchor', args=[document.pk])}?attribution={attribution}"


def reanchor(request: HttpRequest, admin: DeskAdmin, document: Document) -> HttpResponse:
    """Show the form that anchors a quote anew, and save it."""
    require(request, (Document, "change"))
    asked, copy = request.GET.get("attribution", ""), last_copy_of(document)
    quoted = next((each for each in quotes_in(document) if str(each.attribution) == asked), None)
    row = next((one for one in attributions_from(document) if quoted is not None and one.pk == quoted.attribution), None)
    if quoted is None or row is None or copy is None:
        raise Http404(_("There is no such quote."))
    now = quotes_now(copy, [quoted]).get(quoted.attribution)
    probably = (now.passage if now is not None else "") or in_its_place(copy, quoted.anchor)

    def save(values: Mapping[str, Any]) -> str:
        anchor = Anchor(values["passage"].replace("\r\n", "\n").strip(), quoted.anchor.prefix, quoted.anchor.suffix)
        found = find(copy.text, anchor)
        if not isinstance(found, Found) or found.how is How.EDITED:
            raise ValidationError(
                {"passage": _("The last copy of the page does not have these words, or has them several times.")}
            )
        reanchor_quote(row, copy, found.start, found.end, change_of(request, "quote re-anchored", values["reason"]))
        return _("The quote of “%s” is anchored anew.") % row.key

    return form_page(
        request,
        admin,
        ReanchorForm(sent(request), initial={"passage": probably}),
        title=_("Anchor the quote of “%s” anew") % row.key,
        save=save,
        done=reverse("admin:sources_document_page_checks", args=[document.pk]),
        refusals=REFUSALS,
        button=_("Anchor"),
        explanation=_("Recorded: “%s”. If the words have another meaning now, supersede the attribution instead.")
        % quoted.anchor.exact,
    )
