"""What a publisher does to a document of its own: takes it back, or puts something right in it. One action for all claims.

How a retraction that was recorded by mistake is undone is in ``claims.admin.retraction_pages``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.admin.actions import stale_told
from claims.admin.asking import change_of
from claims.admin.refusals import REFUSALS
from claims.models import Attribution
from claims.operations.documents.changes import correct_document, withdraw_document
from claims.queries.documents.read import attributions_from, revisions_shown
from factcheck.desk.admin_theme import Area, Checkboxes, DeskAdmin, Text
from sources.admin.pages import ReasonForm, form_page, page_url, require, sent
from sources.models import Document

DATE = gettext_lazy("2024, 2024-06, 2024-06-10 or 2024-06-10T14:30Z.")
#: How much of a quote and of a claim a line shows: enough to tell two apart (a guess).
_QUOTE, _TEXT = 160, 140


def _said_when() -> forms.CharField:
    label = gettext_lazy("When, as the publisher says")
    return forms.CharField(label=label, help_text=DATE, required=False, max_length=40, widget=Text())


class RetractionForm(ReasonForm):
    withdrawn_at = _said_when()
    field_order = ("withdrawn_at", "reason")


class SeenClaimsForm(forms.Form):
    """A form that knows which revision it was made on of each claim that shows a document."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput())

    def clean_seen(self) -> dict[int, int]:
        """Return the revision seen of each claim; nothing where that cannot be read, so that all count as changed."""
        try:
            pairs = [part.split(":") for part in self.cleaned_data["seen"].split()]
            return {int(claim): int(revision) for claim, revision in pairs}
        except ValueError:
            return {}


class CorrectionForm(SeenClaimsForm):
    """A correction, and which of the attributions made from the document it takes back."""

    note = forms.CharField(
        label=gettext_lazy("What was put right"),
        max_length=5_000,
        widget=Area(rows=3),
        help_text=gettext_lazy("In the publisher's words. Readers see it beside the document."),
    )
    said_at = _said_when()
    taken_back = forms.MultipleChoiceField(
        label=gettext_lazy("What the correction takes back"),
        required=False,
        widget=Checkboxes(),
        help_text=gettext_lazy("Ticked: withdrawn by the outlet, with the words above as the reason. Nothing need be ticked."),
        error_messages={
            "invalid_choice": gettext_lazy("Something that you ticked does not stand any more: see below, and tick again.")
        },
    )

    def __init__(self, data: Any, *, document: Document, rows: Mapping[str, Attribution]) -> None:
        super().__init__(data, initial=seen_now(document))
        self.fields["taken_back"].choices = [(pk, line_of(row)) for pk, row in rows.items()]  # type: ignore[attr-defined]


def seen_now(document: Document) -> dict[str, str]:
    """Return the first value of a form's hidden field: the revision that stands of each claim that shows the document."""
    return {"seen": " ".join(f"{claim}:{revision}" for claim, revision in revisions_shown(document).items())}


def line_of(row: Attribution) -> str:
    """Return how a list of choices tells an attribution: whose, what stance, in which words, on which claim."""
    quote = f" “{Truncator(row.quote_exact).chars(_QUOTE)}”" if row.quote_exact else ""
    return f"{row.source} {row.stance}{quote} – {Truncator(row.claim.text).chars(_TEXT)} ({row.claim.key}: {row.key})"


def withdraw(request: HttpRequest, admin: DeskAdmin, document: Document) -> HttpResponse:
    """Show the form that records a retraction, and carry it out."""
    require(request, (Document, "change"))
    reached = attributions_from(document)

    def save(values: Mapping[str, Any]) -> str:
        change = change_of(request, "document withdrawn", values["reason"])
        withdraw_document(document, change, withdrawn_at=values["withdrawn_at"].strip())
        told = {"title": document.title, "number": len(reached)}
        return _("“%(title)s” is recorded as withdrawn. Attributions made from it: %(number)s.") % told

    return form_page(
        request,
        admin,
        RetractionForm(sent(request)),
        title=_("Withdraw “%s”") % document.title,
        save=save,
        done=page_url(document),
        refusals=REFUSALS,
        button=_("Record the retraction"),
        explanation=_reach(document, len(reached), len({row.claim_id for row in reached})),
    )


def _reach(document: Document, attributions: int, claims: int) -> str:
    return _(
        "%(publisher)s took this document back. One action withdraws all that was recorded from it: %(attributions)s"
        " attributions in %(claims)s claims, which are assessed anew at once."
    ) % {"publisher": document.publisher, "attributions": attributions, "claims": claims}


def correct(request: HttpRequest, admin: DeskAdmin, document: Document) -> HttpResponse:
    """Show the form that records a correction, and carry it out."""
    require(request, (Document, "change"))
    made = attributions_from(document)
    rows = {str(row.pk): row for row in made if row.withdrawal_recorded_at is None and row.voided_at is None}
    form = CorrectionForm(sent(request), document=document, rows=rows)

    def save(values: Mapping[str, Any]) -> str:
        change = change_of(request, "document corrected", values["note"].strip())
        back = [rows[pk] for pk in values["taken_back"]]
        with stale_told(form, lambda: seen_now(document)):
            correct_document(
                document, values["note"], change, said_at=values["said_at"].strip(), taken_back=back, expected=values["seen"]
            )
        told = {"title": document.title, "number": len(back)}
        return _("The correction of “%(title)s” is recorded. Attributions withdrawn with it: %(number)s.") % told

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


def _explained(document: Document, standing: int, claims: int) -> str:
    return _(
        "%(publisher)s put something right in this document, and stands by the rest of it. The note is shown in %(claims)s"
        " claims. Of %(standing)s attributions made from it that stand, tick those that it does not stand by any more: they are"
        " withdrawn in the same action, and their claims assessed anew at once."
    ) % {"publisher": document.publisher, "claims": claims, "standing": standing}
