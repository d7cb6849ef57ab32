"""The fields of the page "Record who says so": who said it, through whom, where, and the exact words."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from claims.admin.claims.forms import AttributionRow
from claims.intake.chains import MAX_HANDS, MAX_TEXT, unquoted
from claims.models import Attribution
from claims.vocabulary import CITES, COPIES
from factcheck.dates.partial_dates import PartialDateError, parse
from factcheck.desk.admin_theme import Area, Checkbox, Select, Text, choices_of
from sources.admin.finding import find_address
from sources.admin.naming import confirmation
from sources.vocabulary import OUTLET, DocumentKind, SourceKind

#: The choice of a record that is not there yet.
NEW: Final = "+"
CHOOSE: Final = _("Choose …")
_DATE = _("2024, 2024-06, 2024-06-10 or 2024-06-10T14:30Z: as precise as it is known.")


def _line(label: Any, help_text: Any = "", *, length: int = 300, **attrs: Any) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, required=False, max_length=length, widget=Text(attrs))


def _lines(label: Any, help_text: Any = "", *, length: int = 5_000, rows: int = 2, **attrs: Any) -> forms.CharField:
    widget = Area(attrs, rows=rows)
    return forms.CharField(label=label, help_text=help_text, required=False, max_length=length, widget=widget)


class OpenChoice(forms.ChoiceField):
    """A choice among what was found for the name beside it; whether it holds is seen where the name is looked up."""

    def __init__(self, label: Any) -> None:
        super().__init__(label=label, required=False, widget=Select(), choices=[("", "–")])

    def valid_value(self, value: str) -> bool:  # noqa: ARG002
        return True


class DateText(forms.CharField):
    """A date as precise as it is known, in its stored form."""

    def __init__(self, label: Any) -> None:
        super().__init__(label=label, help_text=_DATE, required=False, max_length=40, widget=Text())

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        try:
            return parse(text) if text else ""
        except PartialDateError as error:
            raise ValidationError(str(error)) from error


class FoundForm(forms.Form):
    """A name that is typed, and the record that is meant by it. A choice holds for the name that it was made for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.joinable = False  # whether an attribution that is recorded already could be joined
        self.candidates = False  # whether there is anything to choose from
        self.opened = False  # whether what is needed of a new record is asked for
        self.fields["name"].widget.attrs["data-find"] = find_address(Attribution, self.FINDS)

    FINDS = "source"

    def chosen(self) -> str:
        """Return the key of the record that the editor chose, ``NEW``, or nothing."""
        values = self.cleaned_data
        return str(values["pick"]) if values["pick"] and values["matched"] == values["name"] else ""

    def offer(self, choices: list[tuple[str, Any]], chosen: str, *, blank: Any = CHOOSE) -> None:
        """Show what the name may mean, with what was taken as chosen; ``blank``: what becomes of it without a choice."""
        self.candidates = True
        self.fields["pick"].choices = choices if chosen else [("", blank), *choices]  # type: ignore[attr-defined]
        self.put(pick=chosen, matched=self.cleaned_data["name"])

    def put(self, **values: str) -> None:
        """Show values in the fields as if they had been sent so."""
        data: Any = self.data
        for name, value in values.items():
            data[self.add_prefix(name)] = value


class HandForm(FoundForm):
    """One hand of the chain: a recorded source, or what is needed to record it."""

    name = _line(_("Who says so"), autocomplete="off")
    pick = OpenChoice(_("Which one"))
    matched = forms.CharField(required=False, widget=forms.HiddenInput())
    proposed = forms.CharField(required=False, widget=forms.HiddenInput())  # the name that `plural` was proposed for
    unnamed = forms.BooleanField(required=False, widget=Checkbox(), label=_("Unnamed: the outlet withheld the name"))
    joins = OpenChoice(_("In this claim"))
    kind = forms.ChoiceField(
        required=False, label=_("What it is"), widget=Select(), choices=[("", CHOOSE), *choices_of(SourceKind.words())]
    )
    description = _lines(_("Description"), _("As published: “a diplomat it did not identify”."))
    anonymity_reason = _lines(_("Why the outlet withheld the name"), _("As published."))
    plural = forms.BooleanField(required=False, widget=Checkbox(), label=_("More than one: “officials”, “others”"))

    #: Asked of a new source that is unnamed; no field could hold who it is. Some of it of those alone who may approve.
    UNNAMED_ASKS = ("description", "anonymity_reason", "names_confirmed", "plural")
    DEFAULT_KIND = ""

    def __init__(self, *args: Any, approves: bool = False, **kwargs: Any) -> None:
        """Ask why a name was withheld if the person ``approves`` unnamed sources; the approval itself is for somebody else."""
        super().__init__(*args, **kwargs)
        if not approves:
            del self.fields["anonymity_reason"]
        else:
            self.fields["names_confirmed"] = confirmation()

    quoted = False  # whether the name is in quotation marks: then it is a name, whatever its words

    def clean_name(self) -> str:
        name, self.quoted = unquoted(self.cleaned_data["name"])
        return name

    def clean_matched(self) -> str:
        return unquoted(self.cleaned_data["matched"])[0]

    @property
    def filled(self) -> bool:
        """Whether somebody is named here."""
        return bool(self.cleaned_data.get("name"))


class RelayForm(HandForm):
    """A hand through which it came."""

    link = forms.ChoiceField(
        label=_("It passes this on by"),
        required=False,
        initial=CITES,
        widget=Select(),
        choices=[(CITES, _("citing it")), (COPIES, _("reprinting it word for word"))],
    )
    field_order = ("name", "pick", "link", "unnamed", "joins")
    DEFAULT_KIND = OUTLET

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Through whom")


#: Rows beyond the last hand that may be are refused, not left out; far beyond it they are not even read.
RelayRows: Any = forms.formset_factory(RelayForm, extra=1, max_num=MAX_HANDS - 1, validate_max=True, absolute_max=5 * MAX_HANDS)


class WhereForm(FoundForm):
    """The document in which we read it: one that is recorded, or what is needed to record it."""

    name = _line(_("Where"), _("The document that the desk holds: its title or address."), length=2_000, autocomplete="off")
    pick = OpenChoice(_("Which document"))
    matched = forms.CharField(required=False, widget=forms.HiddenInput())
    title = _line(_("Title"))
    publisher = _line(_("Publisher"), _("Left empty: whoever is nearest to us in the chain."))
    url = _line(_("Address"), _("As published, http:// or https://"), length=2_000)
    published_at = DateText(_("Published"))
    kind = forms.ChoiceField(
        required=False, label=_("Kind"), widget=Select(), choices=choices_of(DocumentKind.words()), initial="article"
    )

    FINDS = "document"
    ASKS = ("title", "publisher", "url", "published_at", "kind")


class QuickForm(forms.Form):
    """What is said, and how; the rest of it has sensible defaults and is folded away."""

    paste = _lines(
        _("Paste a chain"),
        _(
            "Nearest to us first, with <, ← or a line each: Spokesman-Review < Bloomberg < Vedomosti < unnamed diplomat. "
            "Or who said it first, with > or →: unnamed diplomat > Vedomosti > Bloomberg. "
            "English words can stand for the signs: A citing B, A quoting B is A < B; A told B, A as reported by B is A > B; "
            "“according to A, via B” is A > B. In other languages, use the signs. "
            'Quotation marks keep a name together: "Via Campesina".'
        ),
        length=MAX_TEXT,
        autofocus=True,
    )
    stance = AttributionRow.base_fields["stance"]
    quote_exact = _lines(_("Exact words"), _("Of who said it, in their language."))
    reason = _line(_("Why"), _("Kept with the revision. Left empty, it is the chain as you gave it."), length=2_000)
    said_at = DateText(_("When it was said"))
    basis = AttributionRow.base_fields["basis"]
    basis_proposed = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput())
    scope = AttributionRow.base_fields["scope"]
    ground_rule = AttributionRow.base_fields["ground_rule"]
    quote_translation = AttributionRow.base_fields["quote_translation"]
    revision_seen = forms.IntegerField(widget=forms.HiddenInput())
    plan_seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput())

    field_order = ("paste", "stance", "basis", "quote_exact", "reason", "said_at", "scope", "ground_rule", "quote_translation")

    FOLDED = ("said_at", "scope", "ground_rule", "quote_translation")
    #: What of the last hand's attribution this form says, beside its words.
    SAID = ("stance", "scope", "basis", "ground_rule")
