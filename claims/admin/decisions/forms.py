"""The forms of decisions."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from claims.admin.actions import SeenForm
from claims.admin.attributions.fields import SaidFields
from claims.admin.attributions.quick_forms import CHOOSE, DateText
from claims.admin.decisions.words import ANSWER_WORDS, OUTCOME_WORDS
from claims.models import Attribution, Decision, Interest
from factcheck.desk.admin_theme import Area, Checkboxes, Moment, Select, Text
from sources.admin.finding import record_field


def why(label: Any, help_text: Any) -> forms.CharField:
    """Return a field for a reason."""
    return forms.CharField(label=label, help_text=help_text, widget=Area(rows=3), max_length=2_000)


def for_readers(label: Any) -> forms.CharField:
    """Return a field for a reason that readers see."""
    return why(label, _("Readers see this with the claim. It is stored with the change."))


class WordForm(SeenForm):
    """A decision whose reason only the desk sees."""

    reason = why(_("Why"), _("Stored with the change, for colleagues and for the audit. Readers do not see it."))


class PublicWordForm(SeenForm):
    """A decision whose reason readers see."""

    reason = for_readers(_("How it was resolved"))


class HoldForm(WordForm):
    """Which of the tainted attributions still hold. All of them are preselected."""

    holds = forms.MultipleChoiceField(label=_("These hold for the new wording"), widget=Checkboxes())
    field_order = ("holds", "reason")


class LastWordForm(SeenForm):
    last = forms.ChoiceField(label=_("Latest position"), widget=Select())
    reason = for_readers(_("Why this is the latest position"))
    field_order = ("last", "reason")


class OutcomeForm(SeenForm):
    outcome = forms.ChoiceField(label=_("Outcome"), widget=Select(), choices=[("", CHOOSE), *OUTCOME_WORDS.items()])
    happened_at = DateText(_("When it happened"))
    reason = for_readers(_("How we know"))
    field_order = ("outcome", "happened_at", "document", "other_claim", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        texts = {"help_text": _("The evidence: a document that we have, or a claim that states the outcome.")}
        self.fields["document"] = record_field(Decision, "document", admin.site, required=False, **texts)
        self.fields["other_claim"] = record_field(
            Decision, "other_claim", admin.site, required=False, label=_("Or a claim that states it"), help_text=""
        )
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if "document" in values and "other_claim" in values and not (values["document"] or values["other_claim"]):
            self.add_error("document", _("Link the evidence of the outcome: a document, or a claim that states it."))
        return values


class AskForm(SeenForm):
    """Who was asked: accused parties, and somebody else."""

    # Not required: one may ask only somebody who is not accused. ``clean`` wants one of the two.
    parties = forms.MultipleChoiceField(label=_("The accused"), required=False, widget=Checkboxes())
    answer_by = forms.DateTimeField(
        label=_("Deadline for the answer"), required=False, widget=Moment(), help_text=_("In the desk's time zone.")
    )
    reason = why(
        _("How you asked, and what"), _("“E-mail to the press office: did the shipments take place?” Readers do not see it.")
    )
    field_order = ("parties", "source", "answer_by", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        texts = {"label": _("Somebody else"), "help_text": ""}
        self.fields["source"] = record_field(Decision, "source", admin.site, required=False, **texts)
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if not self.errors and not (values["parties"] or values["source"]):
            raise ValidationError(_("Select who was asked."))
        return values


class AnswerForm(SeenForm):
    stance = forms.ChoiceField(label=_("The answer"), widget=Select(), choices=[("", CHOOSE), *ANSWER_WORDS.items()])
    quote = forms.CharField(
        label=_("Exact words"), required=False, max_length=5_000, widget=Area(rows=3), help_text=_("In the original language.")
    )
    translation = forms.CharField(label=_("Translation"), required=False, max_length=5_000, widget=Area(rows=2))
    said_at = DateText(_("When it was said"))
    ground_rule = SaidFields.base_fields["ground_rule"]
    reason = why(_("How it reached us"), _("Stored with the change. Readers do not see it."))
    field_order = ("stance", "quote", "translation", "said_at", "document", "ground_rule", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        texts = {"help_text": _("If we have one: the statement, the e-mail, the recording.")}
        self.fields["document"] = record_field(Attribution, "document", admin.site, required=False, **texts)
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("translation") and not values.get("quote"):
            self.add_error("quote", _("Enter the quote that this translates."))
        return values


#: Parties on one page. Open the page again to add more.
MOST_PARTIES: Final = 4
_SIDES: Final = [(-1, _("harmed if believed (the accused)")), (1, _("benefits if believed"))]


class PartiesForm(SeenForm):
    """Stakes: numbered rows with a source, its side and the reason."""

    reason = why(_("Reason for the change"), _("Stored with the change, for colleagues and for the audit."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, MOST_PARTIES + 1):
            self.fields[f"source_{number}"] = record_field(Interest, "source", admin.site, required=number == 1, label=_("Who"))
            self.fields[f"side_{number}"] = forms.TypedChoiceField(
                label=_("Stake"), coerce=int, widget=Select(), choices=_SIDES, initial=-1
            )
            self.fields[f"because_{number}"] = forms.CharField(
                label=_("Details"),
                required=False,
                max_length=2_000,
                widget=Text(),
                help_text=_("What they are accused of, or how they benefit. Readers see it."),
            )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        for number in range(1, MOST_PARTIES + 1):
            if values.get(f"because_{number}") and not values.get(f"source_{number}") and f"source_{number}" not in self.errors:
                self.add_error(f"source_{number}", _("Select a source."))
        return values

    @staticmethod
    def groups() -> list[tuple[Any, tuple[str, ...]]]:
        """Return the fields by heading."""
        numbers = range(1, MOST_PARTIES + 1)
        rows = [(_party(number), (f"source_{number}", f"side_{number}", f"because_{number}")) for number in numbers]
        return [*rows, ("", ("reason",))]


def _party(number: int) -> Any:
    return _("The party") if number == 1 else _("Another party")
