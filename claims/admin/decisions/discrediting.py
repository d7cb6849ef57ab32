"""The page on which editors discredit attributions, with what shows them to be forged or false."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.contrib import admin as django_admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.admin.actions import SeenForm, action_page, seen_of
from claims.admin.attributions.quick_forms import DateText
from claims.admin.claim_page.tabs import back_to
from claims.admin.decisions.forms import for_readers
from claims.models import Attribution, Claim, Decision
from claims.operations.decisions.discrediting import Evidence, discredit
from claims.queries.claims.admin_lists import attributions_of
from claims.queries.decisions.discrediting import discredited
from claims.verification import Change
from factcheck.desk.admin_theme import Checkboxes, DeskAdmin, Select
from factcheck.text.texts import isolated
from sources.admin.display import words
from sources.admin.finding import record_field
from sources.admin.pages import require, sent

_TEMPLATE = "admin/claims/claim/settle.html"


def evidence_fields(form: forms.Form) -> None:
    """Add the fields of what shows it, and of who showed it, to a form."""
    document = {"label": _("The document that shows it"), "help_text": _("The evidence is at least one of these.")}
    claim = {"label": _("Or a claim whose text or verdict shows it"), "help_text": ""}
    source = {"label": _("Who showed it"), "help_text": _("A named source. Leave empty for the publisher of the document.")}
    form.fields["document"] = record_field(Decision, "document", django_admin.site, required=False, **document)
    form.fields["other_claim"] = record_field(Decision, "other_claim", django_admin.site, required=False, **claim)
    form.fields["by"] = record_field(Decision, "source", django_admin.site, required=False, **source)


class DiscreditForm(SeenForm):
    """Which attributions are discredited, and the evidence."""

    attributions = forms.MultipleChoiceField(label=gettext_lazy("Attributions"), widget=Checkboxes())
    attribution = forms.ChoiceField(
        label=gettext_lazy("Or an attribution of this claim that shows it"), required=False, widget=Select()
    )
    shown_at = DateText(gettext_lazy("When it was shown"))
    reason = for_readers(gettext_lazy("What is forged or false, and how it was shown"))
    field_order = ("attributions", "document", "attribution", "other_claim", "by", "shown_at", "reason")

    def __init__(self, data: Any, *, rows: Sequence[Attribution], open_to: Sequence[Attribution], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["attributions"].choices = [(row.key, called(row)) for row in open_to]  # type: ignore[attr-defined]
        evidence = [("", _("None")), *((row.key, called(row)) for row in rows)]
        self.fields["attribution"].choices = evidence  # type: ignore[attr-defined]
        evidence_fields(self)
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if not self.errors and not (values["document"] or values["attribution"] or values["other_claim"]):
            self.add_error("document", _("Link what shows it: a document, an attribution of this claim, or another claim."))
        return values


def called(row: Attribution) -> str:
    """Return the label of an attribution in a list of choices."""
    said = f", {row.said_at}" if row.said_at else ""
    return f"{isolated(row.source.name)}: {words(row.stance)}{said} ({row.key})"


def discredit_page(request: HttpRequest, admin: DeskAdmin, claim: Claim) -> HttpResponse:
    """Discredit attributions of a claim."""
    require(request, (Attribution, "change"))
    rows = [row for row in attributions_of(claim) if row.voided_at is None]
    already = discredited([claim.pk])
    by_key = {row.key: row for row in rows}
    chosen = {**seen_of(claim), "attributions": request.GET.getlist("attribution")}
    open_to = [row for row in rows if (claim.pk, row.key) not in already]

    def run(change: Change, values: Mapping[str, Any], expected: Mapping[int, int]) -> None:
        shown = Evidence(values["document"], by_key.get(values["attribution"]), values["other_claim"], values["by"])
        evidence = shown._replace(shown_at=values["shown_at"])
        discredit([by_key[key] for key in values["attributions"]], evidence, change, expected=expected)

    return action_page(
        request,
        admin,
        DiscreditForm(sent(request), rows=rows, open_to=open_to, initial=chosen),
        [claim],
        run,
        recorded_as="discredited",
        message=_("Discredited. The claim was reassessed."),
        title=_("Discredit attributions"),
        done=back_to(request, claim),
        button=_("Discredit"),
        explanation=_(
            "A third party showed that these are forged or false. They stay on record and count for nothing. Nobody is said to"
            " have withdrawn anything. Undo the decision to take it back."
        ),
        template=_TEMPLATE,
        claim=claim,
    )


PAGES = {"discredit": discredit_page}
