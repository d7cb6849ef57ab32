"""Forms whose texts may name a recorded person.

The field is rejected, and a senior editor can confirm that the name does not reveal an unnamed source.
"""

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
    """Return whether the user may confirm that a name does not reveal an unnamed source."""
    return request.user.is_active and request.user.has_perm(APPROVE)


def confirmation() -> forms.BooleanField:
    """Return the checkbox for that confirmation."""
    return forms.BooleanField(
        required=False,
        widget=Checkbox(),
        label=_("The people named do not reveal who the source is"),
        help_text=_("I checked each name in these texts. None of them is the source."),
    )


class NamesForm(forms.Form):
    """A form that shows the confirmation after a text was rejected for a name, if the user may confirm."""

    def __init__(self, *args: Any, confirms: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.confirms = confirms
        # Sent already, so it was shown: without the field its tick would be lost.
        if FIELD in self.data:
            self.ask_to_confirm()

    def ask_to_confirm(self) -> None:
        """Show the confirmation if the user may give it."""
        if self.confirms:
            self.fields[FIELD] = confirmation()


def refuse_named(form: forms.BaseForm, by_place: Mapping[str, str]) -> None:
    """Add an error to each field that names a person, and show the confirmation if the user may give it."""
    for place, message in by_place.items():
        form.add_error(place if place in form.fields else None, message)
    if isinstance(form, NamesForm):
        form.ask_to_confirm()
