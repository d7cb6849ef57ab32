"""The pages that discredit all that rests on a document, and undo that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.admin.actions import explain_stale
from claims.admin.asking import change_of
from claims.admin.attributions.quick_forms import DateText
from claims.admin.decisions.discrediting import evidence_fields
from claims.admin.decisions.forms import for_readers
from claims.admin.decisions.panel import decision_line
from claims.admin.documents.moves import SeenClaimsForm, seen_now
from claims.admin.refusals import REFUSALS
from claims.models import Attribution
from claims.operations.decisions.discrediting import Evidence
from claims.operations.documents.discrediting import discredit_document
from claims.operations.documents.discrediting import undo_discrediting as undo
from claims.queries.decisions.discrediting import discreditings_with, resting_on
from factcheck.desk.admin_theme import DeskAdmin
from sources.admin.pages import ReasonForm, form_page, may, page_url, require, sent
from sources.models import Document


class DiscreditDocumentForm(SeenClaimsForm):
    """The evidence that a document is forged or false."""

    shown_at = DateText(gettext_lazy("When it was shown"))
    reason = for_readers(gettext_lazy("What is forged or false, and how it was shown"))
    field_order = ("document", "other_claim", "by", "shown_at", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        evidence_fields(self)
        self.order_fields(self.field_order)


class UndoDiscreditingForm(SeenClaimsForm, ReasonForm):
    """The reason."""


def discrediting_context(document: Document, request: HttpRequest) -> dict[str, Any]:
    """Return the template context of a document's page: how it was discredited, and the actions that the user may take."""
    made = discreditings_with([document]).get(document.pk, [])
    acts = may(request, Document, "change") and may(request, Attribution, "change")
    name = "undo_discrediting" if made else "discredit"
    return {
        # The decisions of one action say the same.
        "discreditings": [decision_line(one, may_strike=False) for one in made[-1:]],
        **({name: reverse(f"admin:sources_document_{name}", args=[document.pk])} if acts else {}),
    }


def discredit(request: HttpRequest, admin: DeskAdmin, document: Document) -> HttpResponse:
    """Show the form that discredits all that rests on a document, and save it."""
    require(request, (Document, "change"), (Attribution, "change"))
    form = DiscreditDocumentForm(sent(request), initial=seen_now(document))

    def save(values: Mapping[str, Any]) -> str:
        change = change_of(request, "discredited", values["reason"])
        evidence = Evidence(values["document"], None, values["other_claim"], values["by"], values["shown_at"])
        with explain_stale(form, lambda: seen_now(document)):
            done = discredit_document(document, evidence, change, expected=values["seen"])
        result = {"title": document.title, "number": len(done)}
        return _("What rests on “%(title)s” is discredited. Claims: %(number)s.") % result

    return form_page(
        request,
        admin,
        form,
        title=_("Discredit all that rests on “%s”") % document.title,
        save=save,
        done=page_url(document),
        undo=lambda: reverse("admin:sources_document_undo_discrediting", args=[document.pk]),
        refusals=REFUSALS,
        button=_("Discredit"),
        explanation=_explained(document),
    )


def _explained(document: Document) -> str:
    left = resting_on(document)
    return _(
        "A third party showed that this document is forged or false. Everything recorded from it that no other genuine document"
        " holds counts for nothing: %(attributions)s attributions in %(claims)s claims, which are reassessed at once, and what"
        " is recorded from it later. Nobody is said to have withdrawn anything."
    ) % {"attributions": len(left), "claims": len({row.claim_id for row in left})}


def undo_discrediting(request: HttpRequest, admin: DeskAdmin, document: Document) -> HttpResponse:
    """Show the form that strikes out the decisions that discredited all that rests on a document, and save it."""
    require(request, (Document, "change"), (Attribution, "change"))
    form = UndoDiscreditingForm(sent(request), initial=seen_now(document))

    def save(values: Mapping[str, Any]) -> str:
        change = change_of(request, "decision struck", values["reason"])
        with explain_stale(form, lambda: seen_now(document)):
            done = undo(document, change, expected=values["seen"])
        result = {"title": document.title, "number": len(done)}
        return _("“%(title)s” is no longer discredited. Decisions struck out: %(number)s.") % result

    return form_page(
        request,
        admin,
        form,
        title=_("Undo the discrediting of “%s”") % document.title,
        save=save,
        done=page_url(document),
        refusals=REFUSALS,
        button=_("Undo the discrediting"),
        explanation=_(
            "The decisions that discredited everything from this document are struck out in each claim, and what they"
            " discredited counts again. What was discredited by other decisions stays so."
        ),
    )
