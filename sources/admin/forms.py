"""The forms of sources. The form of an unnamed source has no field that could reveal who it is, and rejects such values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from factcheck.desk.admin_theme import Area, Checkbox, Day, Select, Suggesting, Text, choices_of
from sources.admin.finding import record_field, records_field
from sources.admin.meanwhile import WatchedForm
from sources.countries import NAMES, Mistake, country_mistake
from sources.field_advice import space_in
from sources.models import Source
from sources.operations.vouching import FURTHER
from sources.person_names import IDENTITY
from sources.vocabulary import PERSON, Grade, SourceKind

#: Fields only for users who may approve unnamed sources.
APPROVAL: Final = ("anonymity_reason", "approved_by")

Approvers = Sequence[tuple[str, str]]

_GRADES = {
    "A": _("A – completely reliable"),
    "B": _("B – usually reliable"),
    "C": _("C – fairly reliable"),
    "D": _("D – not usually reliable"),
}
_GRADES |= {"E": _("E – unreliable"), "F": _("F – cannot be judged (no middle grade)")}

NEVER_ENTERED: Final = _("""\
Never enter anything that could reveal who this person is, in any field: no name or initials, no exact title, no \
unit or town that fits only a few people, no contact details, no link to a page about them. The record holds only what was \
published, and which outlet knows the source.

There is no field for an identity, and “unnamed” never changes. If the source names itself in public later, record it \
as a new source; two senior editors can then say that the two are one.""")


def approver_field(approvers: Approvers, *, kept: str = "") -> forms.ChoiceField:
    """Return the field "Approved by". It offers the recorded name (``kept``), the current user if allowed, or nobody."""
    names = {name for name, _called in approvers}
    recorded = [(kept, kept)] if kept and kept not in names else []
    return forms.ChoiceField(
        label=_("Approved by"),
        help_text=_("The editor who approved this source. It must be somebody other than the editor who recorded it."),
        required=False,
        widget=Select(),
        choices=[("", _("nobody yet")), *recorded, *approvers],
    )


def _pattern(pattern: str, message: Any) -> list[RegexValidator]:
    # Not `$`, which also matches before a line break at the end.
    return [RegexValidator(rf"{pattern}\Z", message)]


_NO_COUNTRY = {
    Mistake.SPELLING: _("Write %(code)s."),
    Mistake.UNION: _("A union of states is an organisation: record it as a source, and choose it as the organisation."),
    Mistake.FORMER: _("This state no longer exists: leave the country empty, and choose the state as the organisation."),
    Mistake.UNKNOWN: _("This is not a country code of ISO 3166-1. Type the name of the country to find its code."),
}


def _refuse_country(text: str) -> None:
    if found := country_mistake(text):
        raise ValidationError(_NO_COUNTRY[found.mistake], params={"code": found.meant})


def _refuse_space(address: str) -> None:
    if place := space_in(address):
        raise ValidationError(_("The address has a space at character %(place)s. Write %%20 instead."), params={"place": place})


def _line(label: Any, help_text: Any = "", *, required: bool = False, length: int = 300, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, required=required, max_length=length, widget=Text(), **kwargs)


class SourceForm(WatchedForm):
    """The fields that named and unnamed sources share."""

    name = _line(_("Name"), required=True)
    kind = forms.ChoiceField(label=_("Kind"), choices=choices_of(SourceKind.words(), blank=_("Choose …")), widget=Select())
    country = forms.CharField(
        label=_("Country"),
        help_text=_("Its code of ISO 3166-1, such as RU. Type the name to find it."),
        required=False,
        widget=Suggesting(NAMES),
        validators=[_refuse_country],
    )
    organisation = _line(
        _("Organisation as text"), _("As published. Text proves nothing: two wordings may mean one organisation.")
    )
    plural = forms.BooleanField(
        required=False, widget=Checkbox(), label=_("More than one"), help_text=_("“officials”, “others”")
    )
    description = forms.CharField(label=_("Description"), required=False, max_length=5_000, widget=Area(rows=2))
    reliability = forms.ChoiceField(
        required=False,
        widget=Select(),
        choices=choices_of(Grade.words(), _GRADES, blank=_("not graded")),
        label=_("Admiralty grade"),
    )
    reliability_rationale = forms.CharField(required=False, max_length=5_000, widget=Area(rows=2), label=_("Why this grade"))
    graded_by = _line(_("Graded by"))
    graded_on = forms.DateField(label=_("Graded on"), required=False, widget=Day(attrs={"type": "date"}))
    key = _line(
        _("Key"),
        _("It never changes. Leave empty to create it from the name."),
        length=100,
        validators=_pattern("[a-z0-9][a-z0-9._-]*", _("Use lower-case letters, digits, “.”, “_” and “-”.")),
    )
    reason = forms.CharField(
        required=False,
        max_length=2_000,
        widget=Area(rows=2),
        label=_("Why"),
        help_text=_("Kept with the change, for the audit."),
    )

    IDENTIFIED = True
    GRADING = ("reliability", "reliability_rationale", "graded_by", "graded_on")
    GROUPS: tuple[tuple[Any, tuple[str, ...]], ...]
    COLUMNS: tuple[str, ...] = ("name", "kind", "country", "organisation", "plural", "description", *GRADING)
    REFERENCES: tuple[str, ...] = ("organisation_source",)

    def __init__(self, *args: Any, source: Source | None = None, grades: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation_source"] = record_field(
            Source, "organisation_source", admin.site, label=_("Organisation"), required=False
        )
        self.fields["organisation_source"].help_text = _(
            "Its own record. Unnamed sources of different organisations count as different, unless one is part of the other."
        )
        if not grades:
            for name in self.GRADING:
                del self.fields[name]
        if source is not None:
            del self.fields["key"]
            # A change of a recorded source reassesses claims, so the audit needs its reason.
            self.fields["reason"].required = True

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("reliability") and not values.get("reliability_rationale"):
            self.add_error("reliability_rationale", _("Enter the reason for the grade."))
        organisation = values.get("organisation_source")
        if organisation is not None and (not organisation.identified or organisation.kind == PERSON):
            self.add_error("organisation_source", _("Choose a named source that is not a person."))
        return values

    def values(self) -> dict[str, Any]:
        """Return the values of the fields that the user may fill in, by attribute name."""
        chosen = {f"{name}_id": getattr(self.cleaned_data[name], "pk", None) for name in self.REFERENCES}
        return {name: self.cleaned_data[name] for name in self.COLUMNS if name in self.fields} | chosen


class NamedSourceForm(SourceForm):
    short_name = _line(_("Short name"), _("As stories use it: Moscow"))
    aliases = forms.CharField(
        label=_("Aliases"), required=False, max_length=5_000, widget=Area(rows=3), help_text=_("Other names, one per line.")
    )
    homepage = forms.URLField(
        label=_("Homepage"), required=False, max_length=2_000, widget=Text(), assume_scheme="https", validators=[_refuse_space]
    )
    wikidata_id = _line(
        _("Wikidata id"),
        "Q159",
        length=20,
        validators=_pattern("Q[1-9][0-9]{0,15}", _("Enter Q and a number, such as Q159.")),
    )

    COLUMNS = (*SourceForm.COLUMNS, *IDENTITY)
    GROUPS = (
        (
            _("The source"),
            (
                "name",
                "short_name",
                "kind",
                "country",
                "organisation_source",
                "organisation",
                "plural",
                "description",
                "aliases",
            ),
        ),
        ("", ("homepage", "wikidata_id", "key")),
        (_("Reliability"), SourceForm.GRADING),
        ("", ("reason",)),
    )

    def clean_aliases(self) -> str:
        lines = (line.strip() for line in self.cleaned_data["aliases"].splitlines())
        return "\n".join(line for line in lines if line)


class UnnamedSourceForm(SourceForm):
    anonymity_reason = forms.CharField(
        required=False,
        max_length=5_000,
        widget=Area(rows=2),
        label=_("Why the outlet withheld the name"),
        help_text=_("As published."),
    )

    IDENTIFIED = False
    COLUMNS = (*SourceForm.COLUMNS, *APPROVAL)
    REFERENCES = (*SourceForm.REFERENCES, "vouched_by")
    GROUPS = (
        (
            _("As published"),
            ("name", "kind", "vouched_by", FURTHER, "description", "plural", "country", "organisation_source", "organisation"),
        ),
        (_("Approval"), APPROVAL),
        (_("Reliability"), SourceForm.GRADING),
        ("", ("key", "reason")),
    )

    def __init__(self, *args: Any, approvers: Approvers | None = None, **kwargs: Any) -> None:
        """Show the field "Approved by" with ``approvers``. With None, the user may not approve and sees no such field."""
        super().__init__(*args, **kwargs)
        if approvers is None:
            del self.fields["anonymity_reason"]
        else:
            source = kwargs.get("source")
            self.fields["approved_by"] = approver_field(approvers, kept=source.approved_by if source is not None else "")
        self.fields["name"].label = _("Role")
        self.fields["name"].help_text = _("“Unnamed diplomat”. Never enter a name.")
        self.fields["description"].help_text = _("As the outlet describes it: “a diplomat it did not identify”.")
        self.fields["vouched_by"] = record_field(Source, "vouched_by", admin.site, label=_("Vouched by"), required=True)
        self.fields["vouched_by"].help_text = _("The outlet that knows the source.")
        further = records_field(Source, "also_vouched_by", admin.site, label=_("Also vouched by"), required=False)
        further.help_text = _("Other outlets that know the same source: they were briefed together.")
        self.fields["also_vouched_by"] = further

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        # The form has no such fields, so this can only be a forged request or a script's mistake.
        if any((self.data.get(name) or "").strip() for name in IDENTITY):
            self.add_error(
                None,
                _(
                    "An unnamed source has no aliases, short name, homepage or Wikidata id: they would reveal who it is."
                    " Nothing was saved."
                ),
            )
        voucher = values.get("vouched_by")
        if voucher is not None and not voucher.identified:
            self.add_error("vouched_by", _("Only a named source can vouch for another one."))
        further = list(values.get("also_vouched_by") or ())
        if not all(outlet.identified for outlet in further):
            self.add_error("also_vouched_by", _("Only a named source can vouch for another one."))
        if voucher in further:
            self.add_error("also_vouched_by", _("Choose each outlet once."))
        return values

    def values(self) -> dict[str, Any]:
        return {**super().values(), FURTHER: sorted(outlet.pk for outlet in self.cleaned_data["also_vouched_by"])}
