"""The forms of a claim: the claim itself, and the rows to add with it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from claims.admin.claims.form_fields import COLUMNS, SAID, WORK, form_field, initial_of, text_field
from claims.models import Attribution, Claim, ClaimRelation, Interest
from claims.vocabulary import (
    DENIES,
    FULL,
    ON_THE_RECORD,
    STATEMENT,
    SUPPORTS,
    UNSTATED,
    Basis,
    ClaimRelationKind,
    GroundRule,
    Hedge,
    Scope,
    Stance,
)
from factcheck.desk.admin_theme import Area, Checkbox, Checkboxes, Select, choices_of
from factcheck.text.blanks import is_blank
from sources.admin.finding import record_field
from sources.vocabulary import PUBLISHERS

_DATE = _("2024, 2024-06, 2024-06-10 or 2024-06-10T14:30Z, as precisely as it is known.")
_STANCE_LABELS = {
    "supports": _("supports – says it is true"),
    "denies": _("denies – says it is not true"),
    "questions": _("questions – doubts it"),
    "could_not_confirm": _("could not confirm – looked, and cannot tell"),
    "declined": _("declined to comment"),
    "reports": _("reports – passes on what others say"),
}
_HEDGE_LABELS = {
    "probable": _("probable – “likely”, “highly probable”"),
    "possible": _("possible – “may”, “cannot be ruled out”"),
}
_BASIS_LABELS = {"evidence": _("evidence (document, imagery, data)"), "unstated": _("unstated – names no source")}


def proposed_basis(kind: str, stance: str) -> str:
    """Return the basis to propose for an attribution that cites nothing, based on the kind of its source.

    An outlet or agency that supports or denies in its own voice names no source, so it is not an origin on the record.
    """
    return UNSTATED if kind in PUBLISHERS and stance in (SUPPORTS, DENIES) else STATEMENT


class ClaimForm(forms.Form):
    """A claim, and the desk's work on it. Hidden copies of the values show what the editor changed."""

    key = text_field(_("Key"), _("It never changes. Leave empty to create it from the text."), length=100)
    text = forms.CharField(
        label=_("Text"), widget=Area(rows=3), max_length=5_000, help_text=_("One checkable statement, as a full sentence.")
    )
    same_meaning = forms.BooleanField(
        required=False,
        widget=Checkbox(),
        label=_("Only spelling or style changed: attributions still apply"),
        help_text=_(
            "Otherwise, a changed text flags the attributions of the old wording as tainted until somebody reconfirms them."
        ),
    )
    topics = text_field(_("Topics"), _("Comma-separated: diplomacy, north-korea"), length=2_000)
    reason = forms.CharField(
        required=False,
        max_length=2_000,
        widget=Area(rows=2),
        label=_("Reason for the change"),
        help_text=_("Stored with the revision. Required if the text of an existing claim changes."),
    )
    revision_seen = forms.IntegerField(required=False, widget=forms.HiddenInput())

    GROUPS = (
        (_("The claim"), ("key", "text", "same_meaning", "topics", *SAID)),
        (_("The desk's work on it"), WORK),
        ("", ("reason", "agree")),
    )

    def __init__(self, *args: Any, claim: Claim | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.claim = claim
        self.fields.update({column.name: form_field(column) for column in COLUMNS})
        field: Any = Claim._meta.get_field("assignee")
        assignee: Any = field.formfield(label=_("Assignee"), widget=Select(), empty_label=_("unassigned"))
        # Claims are assigned only to people who can still open them.
        assignee.queryset = assignee.queryset.filter(is_active=True, is_staff=True)
        self.fields["assignee"] = assignee
        for name, each in self.fields.items():
            # Hidden copies show what the editor changed, even if the claim has changed since.
            each.show_hidden_initial = claim is not None and name not in ("key", "same_meaning", "reason", "revision_seen")
        del self.fields["same_meaning" if claim is None else "key"]
        if claim is not None:
            self.fields["revision_seen"].required = True

    def offer_agreement(self, revision: int) -> None:
        """After a conflict, let the editor save on top of the current revision."""
        self.fields["agree"] = forms.BooleanField(
            required=False,
            label=_("I have read the changes. Save mine on top of revision %(number)s") % {"number": revision},
            widget=Checkbox(),
        )
        self.fields["revision_now"] = forms.IntegerField(widget=forms.HiddenInput(), initial=revision)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        # Attributions were made for the old wording, so a new one needs a reason.
        if self.claim is not None and "text" in self.changed_data and is_blank(values.get("reason") or ""):
            self.add_error("reason", _("Enter a reason for the new text: the attributions were made for the old one."))
        return values


def claim_initial(claim: Claim, topics: list[str]) -> dict[str, Any]:
    """Return the initial values of the form for a claim."""
    values = {"text": claim.text, **initial_of(claim)}
    return {**values, "assignee": claim.assignee_id, "topics": ", ".join(topics), "revision_seen": claim.revision}


def require_hedge(form: forms.Form, values: dict[str, Any]) -> None:
    """Ask for the degree of a hedge whose words are entered."""
    if values.get("hedge_words") and not values.get("hedge"):
        form.add_error("hedge", _("Say how certain these words are: probable or possible."))


class AttributionRow(forms.Form):
    """A new attribution. No stance is selected by default."""

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
    said_at = text_field(_("Said"), _DATE, length=40)
    reporter = text_field(_("Reporter"), _("The byline within the outlet, as printed."))
    key = text_field(_("Key"), _("Leave empty to use the key of the source."), length=100)
    cites = forms.MultipleChoiceField(
        required=False, widget=Checkboxes(), label=_("Passes on (cites)"), help_text=_("The attributions that it passes on.")
    )
    cites_new = text_field(_("… and new rows, by key"), _("Comma-separated."), length=1_000)
    copies = text_field(
        _("Word-for-word copy of"),
        _("The key of the attribution that it reprints, syndicates or translates. A copy cites nothing."),
        length=100,
    )
    quote_exact = forms.CharField(
        required=False,
        max_length=5_000,
        widget=Area(rows=2),
        label=_("Quote"),
        help_text=_("The exact words, in the original language."),
    )
    quote_prefix = text_field(_("Words before the quote"))
    quote_suffix = text_field(_("Words after the quote"))
    quote_translation = forms.CharField(
        required=False, max_length=5_000, widget=Area(rows=2), label=_("Translation of the quote")
    )
    supersedes = forms.ChoiceField(
        label=_("Supersedes"), required=False, widget=Select(), help_text=_("The earlier attribution that this one replaces")
    )

    ORDER = (
        "source",
        "stance",
        "scope",
        "basis",
        "hedge",
        "hedge_words",
        "ground_rule",
        "said_at",
        "reporter",
        "document",
        "copies",
        "supersedes",
        "key",
        "cites",
        "cites_new",
        "quote_exact",
        "quote_translation",
        "quote_prefix",
        "quote_suffix",
    )

    def __init__(self, *args: Any, recorded: tuple[tuple[str, str], ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"] = record_field(Attribution, "source", admin.site, label=_("Source"))
        self.fields["document"] = record_field(Attribution, "document", admin.site, label=_("Document"), required=False)
        self.fields["cites"].choices = recorded  # type: ignore[attr-defined]
        self.fields["supersedes"].choices = [("", _("none")), *recorded]  # type: ignore[attr-defined]
        self.fields["copies"].widget.attrs["list"] = "recorded-keys"
        self.order_fields(self.ORDER)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if not values.get("basis") and "basis" not in self.errors:
            values["basis"] = self._proposed(values)
        require_hedge(self, values)
        return values

    def _proposed(self, values: dict[str, Any]) -> str:
        """Return the basis of a row without one. If that is “unstated”, show it in the field and ask for confirmation."""
        passes_on = any(values.get(name) for name in ("cites", "cites_new", "copies"))
        source = values.get("source")
        proposed = proposed_basis("" if source is None or passes_on else source.kind, values.get("stance", ""))
        if proposed == UNSTATED:
            # Show the proposal in the field and reject once, so that nobody saves it unseen.
            self.data = self.data.copy()  # type: ignore[attr-defined]
            self.data[self.add_prefix("basis")] = proposed  # type: ignore[index]
            question = _(
                "%(source)s cites no source here, so “unstated” is proposed. Save again to accept it, or choose another basis."
            )
            self.add_error("basis", question % {"source": source})
        return proposed


class InterestRow(forms.Form):
    """A stake of a source in the claim."""

    side = forms.TypedChoiceField(
        label=_("Stake"),
        coerce=int,
        widget=Select(),
        choices=[("", _("Choose …")), (1, _("benefits if believed")), (-1, _("harmed if believed (the accused)"))],
    )
    reason = text_field(_("Why"), length=2_000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"] = record_field(Interest, "source", admin.site, label=_("Source"))
        self.order_fields(("source", "side", "reason"))


class RelationRow(forms.Form):
    """A relation of the claim to another one."""

    kind = forms.ChoiceField(
        label=_("This claim …"), choices=choices_of(ClaimRelationKind.words(), blank=_("Choose …")), widget=Select()
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["claim"] = record_field(ClaimRelation, "to_claim", admin.site, label=_("… that claim"))
        self.order_fields(("kind", "claim"))


class NewAttributions(forms.BaseFormSet):  # type: ignore[type-arg]
    """New rows. The first one may be prefilled, and is ignored unless the editor changes it."""

    prefilled: dict[str, Any] | None = None

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_form_kwargs(index)
        return {**kwargs, "initial": self.prefilled} if index == 0 and self.prefilled else kwargs


#: For more, load a case file. The limit also bounds the work that a hostile form causes.
MAX_ROWS = 200
AttributionRows = forms.formset_factory(
    AttributionRow, formset=NewAttributions, extra=1, max_num=MAX_ROWS, absolute_max=MAX_ROWS
)
InterestRows = forms.formset_factory(InterestRow, extra=1, max_num=MAX_ROWS, absolute_max=MAX_ROWS)
RelationRows = forms.formset_factory(RelationRow, extra=1, max_num=MAX_ROWS, absolute_max=MAX_ROWS)
