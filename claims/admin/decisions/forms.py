"""The fields with which editors settle what is found of a claim."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from claims.admin.actions import SeenForm
from claims.admin.attributions.quick_forms import CHOOSE, DateText
from claims.admin.claims.forms import AttributionRow
from claims.admin.decisions.words import ANSWER_WORDS, OUTCOME_WORDS
from claims.models import Attribution, Decision, Interest
from factcheck.desk.admin_theme import Area, Checkboxes, Moment, Select, Text
from sources.admin.finding import record_field


def why(label: Any, help_text: Any) -> forms.CharField:
    """Return the field of a reason."""
    return forms.CharField(label=label, help_text=help_text, widget=Area(rows=3), max_length=2_000)


def for_readers(label: Any) -> forms.CharField:
    """Return the field of a reason that is published."""
    return why(label, _("Readers see this with the claim, and it is kept with the change."))


class WordForm(SeenForm):
    """An editor's word, for the desk alone."""

    reason = why(_("Why"), _("Kept with the change, for colleagues and for the audit; readers do not see it."))


class PublicWordForm(SeenForm):
    """An editor's word, for readers too."""

    reason = for_readers(_("How it was resolved"))


class HoldForm(WordForm):
    """Which of the doubted attributions hold; all of them, unless the editor says otherwise."""

    holds = forms.MultipleChoiceField(label=_("It holds for the new wording"), widget=Checkboxes())
    field_order = ("holds", "reason")


class LastWordForm(SeenForm):
    last = forms.ChoiceField(label=_("The last word"), widget=Select())
    reason = for_readers(_("Why this is the last word"))
    field_order = ("last", "reason")


class OutcomeForm(SeenForm):
    outcome = forms.ChoiceField(label=_("What became of it"), widget=Select(), choices=[("", CHOOSE), *OUTCOME_WORDS.items()])
    happened_at = DateText(_("When it happened"))
    reason = for_readers(_("How we know"))
    field_order = ("outcome", "happened_at", "document", "other_claim", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = {"help_text": _("What shows it: a document that we hold, or the claim that tells it.")}
        self.fields["document"] = record_field(Decision, "document", admin.site, required=False, **told)
        self.fields["other_claim"] = record_field(
            Decision, "other_claim", admin.site, required=False, label=_("Or the claim that tells it"), help_text=""
        )
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if "document" in values and "other_claim" in values and not (values["document"] or values["other_claim"]):
            self.add_error("document", _("Link what shows the outcome: a document, or the claim that tells it."))
        return values


class AskForm(SeenForm):
    """Whom we asked: parties to tick, and somebody else."""

    parties = forms.MultipleChoiceField(label=_("The accused"), required=False, widget=Checkboxes())
    answer_by = forms.DateTimeField(
        label=_("Answer awaited until"), required=False, widget=Moment(), help_text=_("In the desk's time zone.")
    )
    reason = why(
        _("How, and what was asked"), _("“E-mail to the press office: did the shipments take place?” Readers do not see it.")
    )
    field_order = ("parties", "source", "answer_by", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = {"label": _("Somebody else"), "help_text": ""}
        self.fields["source"] = record_field(Decision, "source", admin.site, required=False, **told)
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if not self.errors and not (values["parties"] or values["source"]):
            raise ValidationError(_("Say who was asked."))
        return values


class AnswerForm(SeenForm):
    stance = forms.ChoiceField(label=_("The answer"), widget=Select(), choices=[("", CHOOSE), *ANSWER_WORDS.items()])
    quote = forms.CharField(
        label=_("Exact words"), required=False, max_length=5_000, widget=Area(rows=3), help_text=_("In their language.")
    )
    translation = forms.CharField(label=_("Translation"), required=False, max_length=5_000, widget=Area(rows=2))
    said_at = DateText(_("When it was said"))
    ground_rule = AttributionRow.base_fields["ground_rule"]
    reason = why(_("How it reached us"), _("Kept with the change; readers do not see it."))
    field_order = ("stance", "quote", "translation", "said_at", "document", "ground_rule", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = {"help_text": _("If we hold one: the statement, the e-mail, the recording.")}
        self.fields["document"] = record_field(Attribution, "document", admin.site, required=False, **told)
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("translation") and not values.get("quote"):
            self.add_error("quote", _("Give the words that this translates."))
        return values


#: Parties that one page takes; it can be opened again for more.
MOST_PARTIES: Final = 4
_SIDES: Final = [(-1, _("gains if it is not believed (the accused)")), (1, _("gains if it is believed"))]


class PartiesForm(SeenForm):
    """Who has a stake, on which side, and why: some numbered rows of fields."""

    reason = why(_("Why this change"), _("Kept with the change, for colleagues and for the audit."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, MOST_PARTIES + 1):
            self.fields[f"source_{number}"] = record_field(Interest, "source", admin.site, required=number == 1, label=_("Who"))
            self.fields[f"side_{number}"] = forms.TypedChoiceField(
                label=_("Stake"), coerce=int, widget=Select(), choices=_SIDES, initial=-1
            )
            self.fields[f"because_{number}"] = forms.CharField(
                label=_("Of what"),
                required=False,
                max_length=2_000,
                widget=Text(),
                help_text=_("What it is accused of, or gains. Readers see it."),
            )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        for number in range(1, MOST_PARTIES + 1):
            if values.get(f"because_{number}") and not values.get(f"source_{number}") and f"source_{number}" not in self.errors:
                self.add_error(f"source_{number}", _("Say who."))
        return values

    @staticmethod
    def groups() -> list[tuple[Any, tuple[str, ...]]]:
        """Return the fields under their headings."""
        numbers = range(1, MOST_PARTIES + 1)
        rows = [(_party(number), (f"source_{number}", f"side_{number}", f"because_{number}")) for number in numbers]
        return [*rows, ("", ("reason",))]


def _party(number: int) -> Any:
    return _("The party") if number == 1 else _("Another party")
