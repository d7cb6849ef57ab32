"""The forms of a claim: the claim itself, and the rows to add with it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from claims.admin.claims.form_fields import COLUMNS, SAID, WORK, form_field, initial_of, text_field
from claims.models import Claim, ClaimRelation, Interest
from claims.vocabulary import ClaimRelationKind
from factcheck.desk.admin_theme import Area, Checkbox, Select, choices_of
from sources.admin.finding import record_field


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

    class Media:
        js = ("desk/similar.js",)

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
        self.fields["text"].widget.attrs["autofocus"] = True
        if claim is None:
            self.fields["text"].widget.attrs["data-similar"] = reverse_lazy("admin:claims_claim_similar")
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
        if self.claim is not None and "text" in self.changed_data and not (values.get("reason") or "").strip():
            self.add_error("reason", _("Enter a reason for the new text: the attributions were made for the old one."))
        return values


def claim_initial(claim: Claim, topics: list[str]) -> dict[str, Any]:
    """Return the initial values of the form for a claim."""
    values = {"text": claim.text, **initial_of(claim)}
    return {**values, "assignee": claim.assignee_id, "topics": ", ".join(topics), "revision_seen": claim.revision}


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


#: For more, load a case file. The limit also bounds the work that a hostile form causes.
MAX_ROWS = 200
InterestRows = forms.formset_factory(InterestRow, extra=1, max_num=MAX_ROWS, absolute_max=MAX_ROWS)
RelationRows = forms.formset_factory(RelationRow, extra=1, max_num=MAX_ROWS, absolute_max=MAX_ROWS)
