"""Retractions and corrections of a document by its publisher. One action changes all claims that show the document.

``retraction_pages`` undoes a retraction that was recorded by mistake.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.admin.actions import explain_stale
from claims.admin.asking import change_of
from claims.admin.refusals import REFUSALS
from claims.models import Attribution
from claims.operations.documents.changes import correct_document, withdraw_document
from claims.queries.documents.read import attributions_from, revisions_shown
from factcheck.desk.admin_theme import Area, Checkboxes, DeskAdmin, Text
from sources.admin.display import words
from sources.admin.pages import ReasonForm, form_page, page_url, require, sent
from sources.models import Document

DATE = gettext_lazy("2024, 2024-06, 2024-06-10 or 2024-06-10T14:30Z.")
#: Characters of a quote and of a claim in a line: enough to tell two apart (a guess).
_QUOTE, _TEXT = 160, 140


def _said_when() -> forms.CharField:
    label = gettext_lazy("Date given by the publisher")
    return forms.CharField(label=label, help_text=DATE, required=False, max_length=40, widget=Text())


class RetractionForm(ReasonForm):
    withdrawn_at = _said_when()
    field_order = ("withdrawn_at", "reason")


class SeenClaimsForm(forms.Form):
    """A form that carries the revision that the editor saw of each claim that shows a document."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput())

    def clean_seen(self) -> dict[int, int]:
        """Return the seen revision of each claim. If the value is invalid, return none, so that all count as changed."""
        try:
            pairs = [part.split(":") for part in self.cleaned_data["seen"].split()]
            return {int(claim): int(revision) for claim, revision in pairs}
        except ValueError:
            return {}


class CorrectionForm(SeenClaimsForm):
    """A correction, and the attributions from the document that it withdraws."""

    note = forms.CharField(
        label=gettext_lazy("Correction"),
        max_length=5_000,
        widget=Area(rows=3),
        help_text=gettext_lazy("In the publisher's words. Readers see it with the document."),
    )
    said_at = _said_when()
    taken_back = forms.MultipleChoiceField(
        label=gettext_lazy("Attributions that the correction withdraws"),
        required=False,
        widget=Checkboxes(),
        help_text=gettext_lazy(
            "Selected attributions are withdrawn by the outlet, with the text above as the reason. You can select none."
        ),
        error_messages={
            "invalid_choice": gettext_lazy("A selected attribution is no longer current. Check the list and select again.")
        },
    )

    def __init__(self, data: Any, *, document: Document, rows: Mapping[str, Attribution]) -> None:
        super().__init__(data, initial=seen_now(document))
        self.fields["taken_back"].choices = [(pk, line_of(row)) for pk, row in rows.items()]  # type: ignore[attr-defined]


def seen_now(document: Document) -> dict[str, str]:
    """Return the initial value of the hidden field: the current revision of each claim that shows the document."""
    return {"seen": " ".join(f"{claim}:{revision}" for claim, revision in revisions_shown(document).items())}


def line_of(row: Attribution) -> str:
    """Return the label of an attribution in a list of choices: source, stance, quote and claim."""
    quote = f" “{Truncator(row.quote_exact).chars(_QUOTE)}”" if row.quote_exact else ""
    return f"{row.source} {words(row.stance)}{quote} – {Truncator(row.claim.text).chars(_TEXT)}"


def withdraw(request: HttpRequest, admin: DeskAdmin, document: Document) -> HttpResponse:
    """Show the form that records a retraction, and save it."""
    require(request, (Document, "change"))
    reached = attributions_from(document)

    def save(values: Mapping[str, Any]) -> str:
        change = change_of(request, "document withdrawn", values["reason"])
        withdraw_document(document, change, withdrawn_at=values["withdrawn_at"].strip())
        result = {"title": document.title, "number": len(reached)}
        return _("“%(title)s” is withdrawn. Attributions from it: %(number)s.") % result

    return form_page(
        request,
        admin,
        RetractionForm(sent(request)),
        title=_("Withdraw “%s”") % document.title,
        save=save,
        done=page_url(document),
        undo=lambda: reverse("admin:sources_document_undo_retraction", args=[document.pk]),
        refusals=REFUSALS,
        button=_("Record the retraction"),
        explanation=_reach(document, len(reached), len({row.claim_id for row in reached})),
    )


def _reach(document: Document, attributions: int, claims: int) -> str:
    return _(
        "%(publisher)s retracted this document. This withdraws everything recorded from it: %(attributions)s"
        " attributions in %(claims)s claims, which are reassessed at once."
    ) % {"publisher": document.publisher, "attributions": attributions, "claims": claims}


def correct(request: HttpRequest, admin: DeskAdmin, document: Document) -> HttpResponse:
    """Show the form that records a correction, and save it."""
    require(request, (Document, "change"))
    made = attributions_from(document)
    # A correction can only withdraw what is still current.
    rows = {str(row.pk): row for row in made if row.withdrawal_recorded_at is None and row.voided_at is None}
    form = CorrectionForm(sent(request), document=document, rows=rows)

    def save(values: Mapping[str, Any]) -> str:
        change = change_of(request, "document corrected", values["note"].strip())
        back = [rows[pk] for pk in values["taken_back"]]
        with explain_stale(form, lambda: seen_now(document)):
            correct_document(
                document, values["note"], change, said_at=values["said_at"].strip(), taken_back=back, expected=values["seen"]
            )
        result = {"title": document.title, "number": len(back)}
        return _("The correction of “%(title)s” is saved. Attributions withdrawn: %(number)s.") % result

    return form_page(
        request,
        admin,
        form,
        title=_("Record a correction of “%s”") % document.title,
        save=save,
        done=page_url(document),
        refusals=REFUSALS,
        button=_("Record the correction"),
        explanation=_explained(document, len(rows), len({row.claim_id for row in made})),
    )


def _explained(document: Document, current: int, claims: int) -> str:
    return _(
        "%(publisher)s corrected this document and stands by the rest. The note is shown in %(claims)s"
        " claims. The document has %(current)s current attributions. Select those that no longer hold: they are"
        " withdrawn in the same action, and their claims are reassessed at once."
    ) % {"publisher": document.publisher, "claims": claims, "current": current}
