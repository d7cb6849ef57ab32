"""Forms whose texts may name a person on record: refused at the field, and for a senior editor to confirm there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from factcheck.desk.admin_theme import Checkbox
from sources.queries.approvers import APPROVE

FIELD: Final = "names_confirmed"


def may_confirm(request: HttpRequest) -> bool:
    """Tell whether the person may confirm that a name does not tell who an unnamed source is."""
    return request.user.is_active and request.user.has_perm(APPROVE)


def confirmation() -> forms.BooleanField:
    """Return the field that confirms so."""
    return forms.BooleanField(
        required=False,
        widget=Checkbox(),
        label=_("The persons named do not tell who the source is"),
        help_text=_("I looked at each name in these texts, and none of them is the source."),
    )


class NamesForm(forms.Form):
    """A form that asks for that confirmation once a text was refused for a name, if the person may give it."""

    def __init__(self, *args: Any, confirms: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.confirms = confirms
        if FIELD in self.data:
            self.ask_to_confirm()

    def ask_to_confirm(self) -> None:
        """Show the confirmation, if the person may give it."""
        if self.confirms:
            self.fields[FIELD] = confirmation()


def refuse_named(form: forms.BaseForm, by_place: Mapping[str, str]) -> None:
    """Say at each field of a form that it names a person, and ask for a confirmation if the person may give one."""
    for place, told in by_place.items():
        form.add_error(place if place in form.fields else None, told)
    if isinstance(form, NamesForm):
        form.ask_to_confirm()
