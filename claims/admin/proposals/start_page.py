"""Before the review: the document is recorded, and an extractor reads the text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from claims.admin.captures.wording import title_of
from claims.admin.proposals.forms import ReadForm
from claims.admin.proposals.shown import page_address
from claims.admin.refusals import REFUSALS
from claims.extractors import DEFAULT, extract, extractors
from claims.operations.proposals.readings import is_readable, read_capture
from factcheck.desk.admin_theme import DeskAdmin
from sources.admin.pages import actor_of, form_page, may, page, page_url, sent
from sources.models import Capture, Document


def cannot_review(request: HttpRequest, admin: DeskAdmin, capture: Capture) -> HttpResponse | None:
    """Return the page that says what is missing: a text, or the document; None if nothing is."""
    context: dict[str, Any] = {"missing": "text", "back": page_url(capture)}
    if is_readable(capture):
        if capture.document is not None:
            return None
        here = urlencode({"next": page_address(capture.pk)})
        attach = reverse("admin:sources_capture_attach", args=[capture.pk])
        record = f"{reverse('admin:sources_document_add')}?capture={capture.pk}"
        context |= {
            "missing": "document",
            "record": f"{record}&{here}" if may(request, Document, "add") else "",
            "attach": f"{attach}?{here}" if may(request, Document, "change") else "",
        }
    title = _("Proposals from “%(title)s”") % {"title": title_of(capture)}
    return page(request, admin, "admin/claims/capture/proposals_missing.html", title=title, capture=capture, **context)


def start_page(request: HttpRequest, admin: DeskAdmin, capture: Capture) -> HttpResponse:
    """Ask which extractor reads the text, and in which language; on POST, have it read."""
    found = extractors()
    languages = sorted({language for each in found.values() for language in each.languages})
    form = ReadForm(sent(request), initial={"extractor": DEFAULT, "language": capture.language.partition("-")[0]})
    form.fields["extractor"].choices = [(name, name) for name in found]  # type: ignore[attr-defined]
    form.fields["language"].choices = [("", _("Choose …")), *((each, each) for each in languages)]  # type: ignore[attr-defined]

    def save(values: Mapping[str, Any]) -> HttpResponse:
        extractor, language = values["extractor"], values["language"]
        reading = read_capture(capture, extractor, language, extract, at=timezone.now(), actor=actor_of(request))
        return HttpResponseRedirect(page_address(capture.pk, reading.pk))

    return form_page(
        request,
        admin,
        form,
        title=_("Proposals from “%(title)s”") % {"title": title_of(capture)},
        save=save,
        done=page_address(capture.pk),
        back=page_url(capture),
        refusals=REFUSALS,
        button=_("Read the text"),
        explanation=_(
            "An extractor reads the text and proposes who says what in it. Nothing becomes a claim before you accept it."
        ),
    )
