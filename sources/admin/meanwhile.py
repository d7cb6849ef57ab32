"""What a colleague changed while a form was open: the form is refused once, with what differs, and loses nothing typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sources.admin.display import words
from sources.admin.naming import FIELD, NamesForm

#: Fields that are not values of the record.
_APART: Final = ("reason", "version_seen", FIELD)


class WatchedForm(NamesForm):
    """A form of recorded values that knows which version of them it shows. Hidden copies tell what the editor changed."""

    def watch(self, version: str) -> None:
        """Note the version that is shown; for the form of a record that is stored already."""
        for name, field in self.fields.items():
            field.show_hidden_initial = name not in _APART
        self.fields["version_seen"] = forms.CharField(widget=forms.HiddenInput(), initial=version)

    def refuse_stale(self, version: str, stands: Mapping[str, Any], told: str) -> None:
        """Refuse what was sent, unless ``version`` is the one that it was made on.

        The form is left on top of ``stands``, so that who has read what differs may send it again.

        Raises: ValidationError that begins with ``told`` and says at each field what it was and what it is now.
        """
        if self.cleaned_data["version_seen"] == version:
            return
        differs = [name for name in stands if name in self.fields and self._changed_meanwhile(name, stands[name])]
        said: dict[str, list[str]] = {name: [self._said(name, stands[name])] for name in differs}
        mine = set(self.changed_data)
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self._put("version_seen", version)
        for name in differs:
            self._put(name, stands[name], initial=True)
            if name not in mine:
                self._put(name, stands[name])
        kept = _("%(told)s What you changed is kept; send it again if it still holds.") % {"told": told}
        raise ValidationError({**said, "__all__": [kept]})

    def _seen(self, name: str) -> Any:
        """Return the value that the editor saw, as the field reads it."""
        field: Any = self.fields[name]
        try:
            return field.to_python(self.data.get(self[name].html_initial_name))
        except ValidationError:
            return None

    def _changed_meanwhile(self, name: str, now: Any) -> bool:
        return self.fields[name].has_changed(_unix(self._seen(name)), _unix(now))

    def _said(self, name: str, now: Any) -> str:
        values = {"was": self._called(name, self._seen(name)), "now": self._called(name, now)}
        return _("Changed meanwhile: it was %(was)s, it is now %(now)s.") % values

    def _called(self, name: str, value: Any) -> str:
        field = self.fields[name]
        if value in (None, ""):
            return _("empty")
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(field, forms.ModelChoiceField):
            return f"“{field.label_from_instance(field.to_python(getattr(value, 'pk', value)))}”"
        return f"“{words(value) if isinstance(field, forms.ChoiceField) else value}”"

    def _put(self, name: str, value: Any, *, initial: bool = False) -> None:
        """Set what the form shows in a field, or the hidden copy beside it, as if it had been sent so."""
        data: Any = self.data
        sent_as = self[name].html_initial_name if initial else self.add_prefix(name)
        data[sent_as] = "" if value in (None, False) else str(value)


def _unix(value: Any) -> Any:
    """Return a text with plain line ends: browsers send others, and both kinds are stored."""
    return value.replace("\r\n", "\n") if isinstance(value, str) else value
