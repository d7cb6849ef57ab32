"""The forms that merge, split, contradict and delete claims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.admin.actions import SeenForm
from claims.models import Attribution, Claim
from claims.operations.merges.split import FEWEST, MOST, Part
from claims.queries.claims.new_keys import key_for
from factcheck.desk.admin_theme import Area, Checkboxes, Text
from sources.admin.display import words
from sources.admin.finding import record_field

_NUMBERS: Final = range(1, MOST + 1)


class ChooseForm(forms.Form):
    """The claim to merge into."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        texts = {"label": _("Duplicate of"), "help_text": _("That claim keeps its key.")}
        self.fields["into"] = record_field(Claim, "merged_into", admin.site, required=True, **texts)


class ContradictForm(SeenForm):
    field_order = ("other", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        texts = {"label": _("The other claim"), "help_text": _("If one of the two is true, the other is not.")}
        self.fields["other"] = record_field(Claim, "merged_into", admin.site, required=True, **texts)
        self.order_fields(self.field_order)


class RemoveForm(SeenForm):
    """A form that asks for the key, so that nobody deletes a claim by accident."""

    typed_key = forms.CharField(
        label=gettext_lazy("Type the key of the claim"), max_length=100, widget=Text(attrs={"autocomplete": "off"})
    )
    field_order = ("typed_key", "reason")

    def __init__(self, *args: Any, key: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._key = key

    def clean_typed_key(self) -> str:
        typed: str = self.cleaned_data["typed_key"].strip()
        if typed != self._key:
            raise forms.ValidationError(_("This is not the key of the claim. It is “%(key)s”."), params={"key": self._key})
        return typed


class SplitForm(SeenForm):
    """The parts, and which of them each original attribution is about."""

    def __init__(self, *args: Any, rows: Sequence[Attribution], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._rows = rows
        for number in _NUMBERS:
            must = number <= FEWEST
            self.fields[f"text_{number}"] = forms.CharField(
                label=_("Text"), required=must, max_length=5_000, widget=Area(rows=2)
            )
            self.fields[f"key_{number}"] = forms.CharField(
                label=_("Key"),
                required=False,
                max_length=100,
                widget=Text(),
                help_text=_("It never changes. Leave empty to create it from the text."),
            )
        parts = [(str(number), _("part %(number)s") % {"number": number}) for number in _NUMBERS]
        for row in rows:
            self.fields[f"speaks_{row.pk}"] = forms.MultipleChoiceField(
                label=_said(row), choices=parts, required=False, widget=Checkboxes(), help_text=row.quote_exact
            )
            # By default an attribution is about all parts, as it was about the whole claim.
            self.initial.setdefault(f"speaks_{row.pk}", [value for value, _label in parts])
        self.order_fields([name for name in self.fields if name != "reason"])

    def groups(self) -> list[tuple[str, tuple[str, ...]]]:
        """Return the fields by heading."""
        parts: list[tuple[str, tuple[str, ...]]] = [
            (_("Part %(number)s") % {"number": n}, (f"text_{n}", f"key_{n}")) for n in _NUMBERS
        ]
        speaks = tuple(f"speaks_{row.pk}" for row in self._rows)
        return [*parts, (_("Which parts each attribution is about"), speaks)] if speaks else parts

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        for number in _NUMBERS:
            text = values.get(f"text_{number}", "").strip()
            if values.get(f"key_{number}") and not text:
                self.add_error(f"text_{number}", _("Enter the text of this part, or clear its key."))
            elif text and not values.get(f"key_{number}") and not key_for(text):
                self.add_error(f"key_{number}", _("Enter a key. None can be made from the text."))
        return values

    def parts(self) -> dict[str, Part]:
        """Return the parts by their number in the form."""
        values = self.cleaned_data
        given = [(str(n), values[f"text_{n}"].strip(), values[f"key_{n}"].strip()) for n in _NUMBERS]
        return {number: Part(key or key_for(text), text) for number, text, key in given if text}

    def speaks_of(self) -> Mapping[str, list[str]]:
        """Return the keys of the parts that each attribution is about. Attributions about all parts are left out."""
        parts = self.parts()
        found = {row.key: [n for n in self.cleaned_data[f"speaks_{row.pk}"] if n in parts] for row in self._rows}
        return {key: [parts[n].key for n in chosen] for key, chosen in found.items() if len(chosen) < len(parts)}


def _said(row: Attribution) -> str:
    return f"{row.source} {words(row.stance)} ({row.key})"
