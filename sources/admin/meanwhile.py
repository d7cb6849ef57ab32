"""Forms that detect a colleague's change while they were open.

Such a form is rejected once, with the differences. Nothing that the editor typed is lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from factcheck.desk.labels import joined
from sources.admin.display import words
from sources.admin.naming import FIELD, NamesForm

#: Fields that are not columns of the record.
_APART: Final = ("reason", "version_seen", FIELD)


class WatchedForm(NamesForm):
    """A form that carries the version of the values that it shows. Hidden copies show what the editor changed."""

    def watch(self, version: str) -> None:
        """Store the version in the form of an existing record."""
        for name, field in self.fields.items():
            field.show_hidden_initial = name not in _APART
        self.fields["version_seen"] = forms.CharField(widget=forms.HiddenInput(), initial=version)

    def suggest(self, name: str, value: Any) -> None:
        """Show another value in a form that was not sent yet; the hidden copy keeps the recorded one."""
        if self.is_bound:
            return
        recorded = self.get_initial_for_field(self.fields[name], name)
        self.data = {**self.data, self.add_initial_prefix(name): recorded}
        self.initial[name] = value

    def refuse_stale(self, version: str, current: Mapping[str, Any], message: str) -> None:
        """Reject the form unless it was filled in on ``version``.

        The form then shows ``current``, so that the editor can read the differences and send it again.

        Raises: ValidationError that begins with ``message`` and gives the old and the new value at each field.
        """
        if self.cleaned_data["version_seen"] == version:
            return
        differs = [name for name in current if name in self.fields and self._changed_meanwhile(name, current[name])]
        said: dict[str, list[str]] = {name: [self._said(name, current[name])] for name in differs}
        mine = set(self.changed_data)
        # A request's data cannot be changed, and sending the form again must compare with the current values.
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self._put("version_seen", version)
        for name in differs:
            self._put(name, current[name], initial=True)
            # Fields that the editor did not touch take the colleague's value.
            if name not in mine:
                self._put(name, current[name])
        kept = _("%(message)s Your changes are still here. Send the form again if they still apply.") % {"message": message}
        raise ValidationError({**said, "__all__": [kept]})

    def _seen(self, name: str) -> Any:
        """Return the value that the editor saw, converted by the field."""
        field: Any = self.fields[name]
        sent_as = self[name].html_initial_name
        data: Any = self.data
        several = isinstance(field, forms.ModelMultipleChoiceField)
        try:
            return [int(pk) for pk in data.getlist(sent_as)] if several else field.to_python(data.get(sent_as))
        except (ValidationError, ValueError):
            return None

    def _changed_meanwhile(self, name: str, now: Any) -> bool:
        return self.fields[name].has_changed(_with_lf(self._seen(name)), _with_lf(now))

    def _said(self, name: str, now: Any) -> str:
        values = {"was": self._called(name, self._seen(name)), "now": self._called(name, now)}
        return _("Changed by somebody else: it was %(was)s and is now %(now)s.") % values

    def _called(self, name: str, value: Any) -> str:
        field = self.fields[name]
        if value in (None, "", []):
            return _("empty")
        if isinstance(field, forms.ModelMultipleChoiceField):
            return joined([f"“{field.label_from_instance(row)}”" for row in field.clean(value).order_by("pk")])
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(field, forms.ModelChoiceField):
            return f"“{field.label_from_instance(field.to_python(getattr(value, 'pk', value)))}”"
        return f"“{words(value) if isinstance(field, forms.ChoiceField) else value}”"

    def _put(self, name: str, value: Any, *, initial: bool = False) -> None:
        """Set the value of a field, or of its hidden copy, in the submitted data."""
        data: Any = self.data
        sent_as = self[name].html_initial_name if initial else self.add_prefix(name)
        if isinstance(value, list):
            data.setlist(sent_as, [str(pk) for pk in value])
        else:
            data[sent_as] = "" if value in (None, False) else str(value)


def _with_lf(value: Any) -> Any:
    """Return a text with LF line ends. Browsers send CRLF, and the database holds both kinds."""
    return value.replace("\r\n", "\n") if isinstance(value, str) else value
