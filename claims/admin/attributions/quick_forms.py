"""The forms of the page "Add a source": who said it, who passed it on, where, and the exact words."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from claims.admin.attributions.fields import SaidFields, require_hedge
from claims.intake.chains import MAX_HANDS, MAX_TEXT, unquoted
from claims.models import Attribution
from claims.vocabulary import CITES, COPIES
from factcheck.dates.partial_dates import PartialDateError, parse
from factcheck.desk.admin_theme import Area, Checkbox, Select, Text, choices_of
from sources.admin.finding import choice_label, find_address
from sources.admin.naming import confirmation
from sources.vocabulary import OUTLET, DocumentKind, SourceKind

#: The choice for a new record.
NEW: Final = "+"
CHOOSE: Final = _("Choose …")
_DATE = _("2024, 2024-06, 2024-06-10 or 2024-06-10T14:30Z, as precisely as it is known.")


def _line(label: Any, help_text: Any = "", *, length: int = 300, **attrs: Any) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, required=False, max_length=length, widget=Text(attrs))


def _lines(label: Any, help_text: Any = "", *, length: int = 5_000, rows: int = 2, **attrs: Any) -> forms.CharField:
    widget = Area(attrs, rows=rows)
    return forms.CharField(label=label, help_text=help_text, required=False, max_length=length, widget=widget)


class OpenChoice(forms.ChoiceField):
    """A choice among the matches for the name next to it. Any value is valid here, because the lookup of the name checks it."""

    def __init__(self, label: Any) -> None:
        super().__init__(label=label, required=False, widget=Select(), choices=[("", "–")])

    def valid_value(self, value: str) -> bool:  # noqa: ARG002
        return True


class DateText(forms.CharField):
    """A date of any precision, converted to its stored form."""

    def __init__(self, label: Any) -> None:
        super().__init__(label=label, help_text=_DATE, required=False, max_length=40, widget=Text())

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        try:
            return parse(text) if text else ""
        except PartialDateError as error:
            raise ValidationError(str(error)) from error


class FoundForm(forms.Form):
    """A typed name and the record that it means. A choice is valid only for the name for which it was made."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.joinable = False  # whether an existing attribution could be joined
        self.candidates = False  # whether there are matches to choose from
        self.opened = False  # whether the fields of a new record are shown
        self.fields["name"].widget.attrs["data-find"] = find_address(Attribution, self.FINDS)

    FINDS = "source"

    def chosen(self) -> str:
        """Return the key of the chosen record, ``NEW``, or an empty text."""
        values = self.cleaned_data
        # After the name is edited, the old choice would record another source than the one that the field shows.
        return str(values["pick"]) if values["pick"] and values["matched"] == values["name"] else ""

    def offer(self, choices: list[tuple[str, Any]], chosen: str, *, blank: Any = CHOOSE) -> None:
        """Show the matches with ``chosen`` selected. ``blank`` is the label for no choice."""
        self.candidates = True
        self.fields["pick"].choices = choices if chosen else [("", blank), *choices]  # type: ignore[attr-defined]
        self.put(pick=chosen, matched=self.cleaned_data["name"])

    def start_with(self, record: Any, name: str) -> None:
        """Fill a form that was not sent yet with an existing record."""
        self.initial = {**self.initial, "name": name, "pick": record.key, "matched": name}
        self.candidates = True
        self.fields["pick"].choices = [(record.key, choice_label(record))]  # type: ignore[attr-defined]

    def put(self, **values: str) -> None:
        """Set values in the submitted data, so that the fields show them."""
        data: Any = self.data
        for name, value in values.items():
            data[self.add_prefix(name)] = value


class HandForm(FoundForm):
    """One source in the chain: an existing one, or the fields of a new one."""

    name = _line(_("Source"), autocomplete="off")
    pick = OpenChoice(_("Matching source"))
    matched = forms.CharField(required=False, widget=forms.HiddenInput())
    proposed = forms.CharField(required=False, widget=forms.HiddenInput())  # the name for which `plural` was proposed
    unnamed = forms.BooleanField(required=False, widget=Checkbox(), label=_("Unnamed: the outlet withheld the name"))
    joins = OpenChoice(_("In this claim, as"))
    kind = forms.ChoiceField(
        required=False, label=_("Kind of source"), widget=Select(), choices=[("", CHOOSE), *choices_of(SourceKind.words())]
    )
    description = _lines(_("Description"), _("As published: “a diplomat it did not identify”."))
    anonymity_reason = _lines(_("Why the outlet withheld the name"), _("As published."))
    plural = forms.BooleanField(required=False, widget=Checkbox(), label=_("More than one person: “officials”, “others”"))

    #: Fields of a new unnamed source. None of them could hold its identity, and some are only for users who may approve.
    UNNAMED_ASKS = ("description", "anonymity_reason", "names_confirmed", "plural")
    DEFAULT_KIND = ""

    def __init__(self, *args: Any, approves: bool = False, **kwargs: Any) -> None:
        """Ask why the name is withheld if the user ``approves`` unnamed sources. Somebody else gives the approval."""
        super().__init__(*args, **kwargs)
        if not approves:
            # Who may not approve unnamed sources must not see why a name is withheld either.
            del self.fields["anonymity_reason"]
        else:
            self.fields["names_confirmed"] = confirmation()

    quoted = False  # in quotation marks, so it is a name even if it reads like a description

    def clean_name(self) -> str:
        name, self.quoted = unquoted(self.cleaned_data["name"])
        return name

    def clean_matched(self) -> str:
        return unquoted(self.cleaned_data["matched"])[0]

    @property
    def filled(self) -> bool:
        """Whether a name is entered."""
        return bool(self.cleaned_data.get("name"))


class RelayForm(HandForm):
    """A source that passed the statement on."""

    link = forms.ChoiceField(
        label=_("How it was carried"),
        required=False,
        initial=CITES,
        widget=Select(),
        choices=[(CITES, _("cited")), (COPIES, _("reprinted word for word"))],
    )
    field_order = ("name", "pick", "link", "unnamed", "joins")
    DEFAULT_KIND = OUTLET

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Passed on by")


#: Too many rows are an error, not cut off. ``absolute_max`` bounds how many rows a hostile form makes us read.
RelayRows: Any = forms.formset_factory(RelayForm, extra=1, max_num=MAX_HANDS - 1, validate_max=True, absolute_max=5 * MAX_HANDS)


class WhereForm(FoundForm):
    """The document that contains the statement: an existing one, or the fields of a new one."""

    name = _line(_("Document"), _("Its title or address."), length=2_000, autocomplete="off")
    pick = OpenChoice(_("Matching document"))
    matched = forms.CharField(required=False, widget=forms.HiddenInput())
    title = _line(_("Title"))
    publisher = _line(_("Publisher"), _("Leave empty to use the first source of the chain."))
    url = _line(_("Address"), _("As published, starting with http:// or https://"), length=2_000)
    published_at = DateText(_("Published"))
    kind = forms.ChoiceField(
        required=False, label=_("Kind"), widget=Select(), choices=choices_of(DocumentKind.words()), initial="article"
    )

    FINDS = "document"
    ASKS = ("title", "publisher", "url", "published_at", "kind")


class QuickForm(forms.Form):
    """What was said. Fields with sensible defaults are collapsed."""

    paste = _lines(
        _("Paste a chain"),
        _(
            "Nearest to us first, separated by <, ← or new lines: Spokesman-Review < Bloomberg < Vedomosti < unnamed diplomat. "
            "Or the original source first, separated by > or →: unnamed diplomat > Vedomosti > Bloomberg. "
            "English words work too: A citing B, A quoting B means A < B; A told B, A as reported by B means A > B; "
            "“according to A, via B” means A > B. In other languages, use the signs. "
            'Quotation marks keep a name together: "Via Campesina".'
        ),
        length=MAX_TEXT,
        autofocus=True,
    )
    stance = SaidFields.base_fields["stance"]
    quote_exact = _lines(_("Exact words"), _("In the language of the source."))
    reason = _line(_("Why"), _("Stored with the revision. Leave empty to store the chain that you entered."), length=2_000)
    said_at = DateText(_("When it was said"))
    basis = SaidFields.base_fields["basis"]
    # The last proposal. If the field still equals it, nobody chose, and the proposal follows the source.
    basis_proposed = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput())
    revision_seen = forms.IntegerField(widget=forms.HiddenInput())
    plan_seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput())

    #: Fields of an attribution that are collapsed.
    RARE = ("hedge", "hedge_words", "scope", "ground_rule", "reporter")
    #: What ties it to other attributions of the claim.
    TIES = ("supersedes", "copies", "cites")
    FOLDED = ("said_at", *RARE, "quote_translation", "quote_prefix", "quote_suffix", *TIES)
    field_order = ("paste", "stance", "basis", "quote_exact", "reason", *FOLDED)

    #: The fields of this form that describe the attribution of the original source, apart from its words.
    SAID = ("stance", "scope", "basis", "ground_rule")

    def __init__(self, *args: Any, recorded: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        """Create the form. ``recorded`` holds the attributions of the claim: their keys and labels."""
        super().__init__(*args, **kwargs)
        # A form copies its own fields; these are another form's.
        self.fields.update({name: deepcopy(SaidFields.base_fields[name]) for name in self.FOLDED if name != "said_at"})
        self.fields["cites"].choices = recorded  # type: ignore[attr-defined]
        for name in ("copies", "supersedes"):
            self.fields[name].choices = [("", _("none")), *recorded]  # type: ignore[attr-defined]
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        require_hedge(self, values)
        return values
