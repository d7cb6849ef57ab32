"""The pages that record an expression of concern about a document, and lift it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.admin.actions import explain_stale
from claims.admin.asking import change_of
from claims.admin.attributions.quick_forms import DateText
from claims.admin.documents.moves import SeenClaimsForm, seen_now
from claims.admin.refusals import REFUSALS
from claims.operations.documents.concerns import express_concern, lift_concerns
from claims.queries.documents.read import attributions_from, concerns_about
from factcheck.desk.admin_theme import Area, DeskAdmin
from sources.admin.pages import ReasonForm, form_page, may, page_url, require, sent
from sources.models import Document


class ConcernForm(SeenClaimsForm):
    """What the publisher doubts."""

    note = forms.CharField(
        label=gettext_lazy("What the publisher doubts"),
        max_length=5_000,
        widget=Area(rows=3),
        help_text=gettext_lazy("In the publisher's words. It is stored with the change."),
    )
    said_at = DateText(gettext_lazy("Date given by the publisher"))


class LiftForm(SeenClaimsForm, ReasonForm):
    """The reason."""


def concern_context(document: Document, request: HttpRequest) -> dict[str, Any]:
    """Return the template context of a document's page: the concerns, and the actions that the user may take."""
    found: dict[str, Any] = {"concerns": concerns_about(document)}
    if may(request, Document, "change"):
        if document.withdrawal_recorded_at is None:
            found["concern"] = reverse("admin:sources_document_concern", args=[document.pk])
        if document.doubted_at is not None:
            found["lift_concern"] = reverse("admin:sources_document_lift_concern", args=[document.pk])
    return found


def concern(request: HttpRequest, admin: DeskAdmin, document: Document) -> HttpResponse:
    """Show the form that records an expression of concern, and save it."""
    require(request, (Document, "change"))
    form = ConcernForm(sent(request), initial=seen_now(document))

    def save(values: Mapping[str, Any]) -> str:
        change = change_of(request, "concern recorded", values["note"].strip())
        with explain_stale(form, lambda: seen_now(document)):
            express_concern(document, values["note"], change, said_at=values["said_at"], expected=values["seen"])
        return _("The concern about “%(title)s” is recorded.") % {"title": document.title}

    reached = {row.claim_id for row in attributions_from(document)}
    return form_page(
        request,
        admin,
        form,
        title=_("Record an expression of concern about “%s”") % document.title,
        save=save,
        done=page_url(document),
        refusals=REFUSALS,
        button=_("Record the concern"),
        explanation=_(
            "%(publisher)s says that this document may not be reliable, and neither corrects nor retracts it. %(claims)s claims"
            " are flagged until the concern is lifted, the document is retracted, or an editor reviews them. No count changes."
        )
        % {"publisher": document.publisher, "claims": len(reached)},
    )


def lift_concern(request: HttpRequest, admin: DeskAdmin, document: Document) -> HttpResponse:
    """Show the form that lifts the concerns about a document, and save it."""
    require(request, (Document, "change"))
    form = LiftForm(sent(request), initial=seen_now(document))

    def save(values: Mapping[str, Any]) -> str:
        change = change_of(request, "concern lifted", values["reason"])
        with explain_stale(form, lambda: seen_now(document)):
            lift_concerns(document, change, expected=values["seen"])
        return _("The concern about “%(title)s” is lifted.") % {"title": document.title}

    return form_page(
        request,
        admin,
        form,
        title=_("Lift the concern about “%s”") % document.title,
        save=save,
        done=page_url(document),
        refusals=REFUSALS,
        button=_("Lift the concern"),
        explanation=_(
            "The publisher stands by the document again, or the concern was recorded by mistake. It stays on record."
        ),
    )
