"""Attaching a capture to a document, and deciding what suggests that it is a copy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import admin as django_admin
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.admin.asking import change_of
from claims.admin.captures.shown import hint_sentence
from claims.admin.captures.wording import title_of
from claims.admin.refusals import REFUSALS
from claims.operations.documents.copies import accept_copy, reject_copy
from factcheck.desk.admin_theme import DeskAdmin, Text
from sources.admin.finding import record_field
from sources.admin.pages import ReasonForm, form_page, page_url, require, sent
from sources.models import Capture, CopyHint, Document
from sources.operations.captures import attach_capture
from sources.queries.documents.captures import hint_of_id


class AttachForm(forms.Form):
    """The document of a capture."""

    reason = forms.CharField(required=False, max_length=2_000, widget=Text(), label=gettext_lazy("Why"))

    def __init__(self, data: Any, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["document"] = record_field(
            Capture, "document", django_admin.site, label=_("Document"), required=True, help_text=""
        )  # fmt: skip
        self.order_fields(("document", "reason"))


class AcceptForm(ReasonForm):
    """The original, and why the document is a copy of it."""

    def __init__(self, data: Any, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["original"] = record_field(CopyHint, "original", django_admin.site, label=_("Original"), required=True)
        self.fields["original"].help_text = _("A document. If it is not recorded yet, record it first.")
        self.order_fields(("original", "reason"))


def attach(request: HttpRequest, admin: DeskAdmin, capture: Capture) -> HttpResponse:
    """Ask of which document this is a capture, and attach it."""
    require(request, (Document, "change"))
    asked = request.GET.get("document", "")
    form = AttachForm(sent(request), initial={"document": asked} if asked.isdecimal() else None)

    def save(values: Mapping[str, Any]) -> str:
        attach_and_log(request, admin, capture, values["document"], values["reason"])
        return _("The capture is attached to “%(title)s”.") % {"title": values["document"].title}

    return form_page(
        request,
        admin,
        form,
        title=_("Attach “%(title)s” to a document") % {"title": title_of(capture)},
        save=save,
        done=page_url(capture),
        refusals=REFUSALS,
        button=_("Attach"),
        explanation=_("Nothing of the document changes. A capture stays with its document: it cannot be moved to another one."),
    )


def attach_and_log(request: HttpRequest, admin: DeskAdmin, capture: Capture, document: Document, reason: str) -> None:
    """Attach a capture to a document, and record in the history of the document who did so.

    Raises: SourceOperationError if it is attached to another one already.
    """
    with transaction.atomic():
        attach_capture(capture, document)
        _log(request, admin, document, f"capture {capture.pk} attached", reason)


def accept(request: HttpRequest, admin: DeskAdmin, capture: Capture, hint_id: int) -> HttpResponse:
    """Ask for the original, and record that the document of a capture is a copy of it."""
    require(request, (Document, "change"))
    hint = _hint_or_404(capture, hint_id)
    form = AcceptForm(sent(request), initial={"original": hint.original_id})

    def save(values: Mapping[str, Any]) -> str:
        with transaction.atomic():
            loaded = accept_copy(
                hint, change_of(request, "copy accepted", values["reason"]), original=values["original"]
            )  # fmt: skip
            if hint.capture.document is not None:
                _log(request, admin, hint.capture.document, "copy accepted", values["reason"])
        return _("Recorded as a copy of “%(title)s”. Claims with a new revision: %(number)s.") % {
            "title": values["original"].title,
            "number": len(loaded.revised),
        }

    return form_page(
        request,
        admin,
        form,
        title=_("“%(title)s” is a copy") % {"title": title_of(capture)},
        save=save,
        done=page_url(hint.capture.document or capture),
        refusals=REFUSALS,
        button=_("Record the copy"),
        explanation="\n".join(
            (
                hint_sentence(hint),
                _("The document is shown as a copy of the original. Counts follow what is recorded of each attribution."),
            )
        ),
    )


def reject(request: HttpRequest, admin: DeskAdmin, capture: Capture, hint_id: int) -> HttpResponse:
    """Ask why a capture is no copy, and record that."""
    require(request, (Document, "change"))
    hint = _hint_or_404(capture, hint_id)

    def save(values: Mapping[str, Any]) -> str:
        with transaction.atomic():
            reject_copy(hint, change_of(request, "copy rejected", values["reason"]))
            if hint.capture.document is not None:
                _log(request, admin, hint.capture.document, "copy rejected", values["reason"])
        return _("The hint is rejected. No claim changes.")

    return form_page(
        request,
        admin,
        ReasonForm(sent(request)),
        title=_("“%(title)s” is no copy") % {"title": title_of(capture)},
        save=save,
        done=page_url(hint.capture.document or capture),
        refusals=REFUSALS,
        button=_("Reject the hint"),
        explanation=hint_sentence(hint),
    )


def _hint_or_404(capture: Capture, hint_id: int) -> CopyHint:
    hint = hint_of_id(hint_id)
    if hint is None or hint.capture_id != capture.pk:
        raise Http404(_("There is no such record."))
    return hint


def _log(request: HttpRequest, admin: DeskAdmin, document: Document, what: str, reason: str) -> None:
    # Documents have no ledger of their own: the admin's log is their history.
    admin.log_change(request, document, f"{what}: {reason}" if reason else what)
