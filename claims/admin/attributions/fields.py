"""The form fields of an attribution, shared by the pages that record one, so that labels and limits cannot differ."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from claims.admin.claims.form_fields import text_field
from claims.vocabulary import (
    FULL,
    ON_THE_RECORD,
    Basis,
    GroundRule,
    Hedge,
    Scope,
    Stance,
)
from factcheck.desk.admin_theme import Area, Checkboxes, Select, choices_of

_STANCE_LABELS: Final = {
    "supports": _("supports – says it is true"),
    "denies": _("denies – says it is not true"),
    "questions": _("questions – doubts it"),
    "could_not_confirm": _("could not confirm – looked, and cannot tell"),
    "declined": _("declined to comment"),
    "reports": _("reports – passes on what others say"),
}
_HEDGE_LABELS: Final = {
    "probable": _("probable – “likely”, “highly probable”"),
    "possible": _("possible – “may”, “cannot be ruled out”"),
}
_BASIS_LABELS: Final = {"evidence": _("evidence (document, imagery, data)"), "unstated": _("unstated – names no source")}


def require_hedge(form: forms.Form, values: dict[str, Any]) -> None:
    """Ask for the degree of a hedge whose words are entered."""
    if values.get("hedge_words") and not values.get("hedge"):
        form.add_error("hedge", _("Say how certain these words are: probable or possible."))


class SaidFields(forms.Form):
    """What a source says of a claim, and how. No stance is selected by default."""

    stance = forms.ChoiceField(
        label=_("Stance"), choices=choices_of(Stance.words(), _STANCE_LABELS, blank=_("Choose …")), widget=Select()
    )
    scope = forms.ChoiceField(
        label=_("Scope"),
        choices=choices_of(Scope.words()),
        initial=FULL,
        widget=Select(),
        help_text=_("The whole claim, or part of it."),
    )
    basis = forms.ChoiceField(
        label=_("Basis"),
        required=False,
        choices=choices_of(Basis.words(), _BASIS_LABELS, blank=_("Propose automatically")),
        widget=Select(),
        help_text=_("Unstated: an outlet or agency asserts it in its own voice. It does not count as an origin on the record."),
    )
    hedge = forms.ChoiceField(
        label=_("Hedge"),
        required=False,
        choices=choices_of(Hedge.words(), _HEDGE_LABELS, blank=_("none – says so flatly")),
        widget=Select(),
        help_text=_("How certain it says it is. What is hedged does not count as on the record."),
    )
    hedge_words = text_field(_("Words of the hedge"), _("As said: highly probable."))
    ground_rule = forms.ChoiceField(
        label=_("Ground rule"),
        choices=choices_of(GroundRule.words()),
        initial=ON_THE_RECORD,
        widget=Select(),
        help_text=_("Never store off-the-record statements here."),
    )
    reporter = text_field(_("Reporter"), _("The byline within the outlet, as printed."))
    quote_translation = forms.CharField(
        required=False, max_length=5_000, widget=Area(rows=2), label=_("Translation of the quote")
    )
    quote_prefix = text_field(_("Words before the quote"))
    quote_suffix = text_field(_("Words after the quote"))
    cites = forms.MultipleChoiceField(
        required=False, widget=Checkboxes(), label=_("Passes on (cites)"), help_text=_("The attributions that it passes on.")
    )
    copies = forms.ChoiceField(
        required=False,
        widget=Select(),
        label=_("Word-for-word copy of"),
        help_text=_("The attribution that it reprints, syndicates or translates. A copy cites nothing."),
    )
    supersedes = forms.ChoiceField(
        label=_("Supersedes"), required=False, widget=Select(), help_text=_("The earlier attribution that this one replaces")
    )


def hedge_in_case_file(values: Mapping[str, Any]) -> dict[str, str] | None:
    """Return the hedge that was entered in a form, as a case file has it; None for a flat statement."""
    if not values["hedge"]:
        return None
    words = {"words": values["hedge_words"]} if values["hedge_words"] else {}
    return {"degree": values["hedge"], **words}


def quote_in_case_file(values: Mapping[str, Any]) -> dict[str, str] | None:
    """Return the quote that was entered in a form, as a case file has it; None without its exact words."""
    parts = {name: values[f"quote_{name}"] for name in ("exact", "prefix", "suffix", "translation")}
    return {name: text for name, text in parts.items() if text} if parts["exact"] else None
